#!/usr/bin/env node
// `npm test`: builds what is out of date (end-to-end tests run the built service), then runs every test.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { buildIfNeeded } from './build.mjs';

await buildIfNeeded();
const jest = createRequire(import.meta.url).resolve('jest/bin/jest.js');
const { status } = spawnSync(process.execPath, [jest, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
