#!/usr/bin/env node
// `npm test`: builds what is out of date (end-to-end tests run the built service), then runs every test.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildIfNeeded } from './build.mjs';

await buildIfNeeded();
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
// A server that a failed test left behind must not keep the run from ending with its result.
const run = (...args) => spawnSync(process.execPath, [jest, '--forceExit', ...args], { stdio: 'inherit' }).status ?? 1;
const asked = process.argv.slice(2);
// What starts servers of its own runs one file at a time: two at once would fight for the two cores.
const statuses = asked.length > 0 ? [run(...asked)] : [run('src/'), run('--maxWorkers=1', 'test/')];
process.exit(Math.max(...statuses));
