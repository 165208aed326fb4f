#!/usr/bin/env node
// `npm run <command> -- …`: builds what is out of date, then runs a command of the service.
import { createRequire } from 'node:module';
import { buildIfNeeded } from './build.mjs';

await buildIfNeeded();
createRequire(import.meta.url)('../dist/cli.js');
