#!/usr/bin/env node
// `npm run <command> -- …`: builds what is out of date, then runs a command of the service.
require('./check-node.cjs');
require('./end-with-npm.cjs');
import('./build.mjs').then(({ buildIfNeeded }) => buildIfNeeded()).then(() => require('../dist/cli.js'));
