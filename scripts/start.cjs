#!/usr/bin/env node
// `npm start`: builds what is out of date, then becomes the service.
require('./check-node.cjs');
require('./end-with-npm.cjs');
import('./build.mjs').then(({ buildIfNeeded }) => buildIfNeeded()).then(() => require('../dist/main.js'));
