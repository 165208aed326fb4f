#!/usr/bin/env node
// `npm run soak`: the service under load while its Postgres is harmed. test/faults/soak.ts says more, and `--help`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildIfNeeded } from './build.mjs';

if (!process.argv.includes('--help')) await buildIfNeeded();
const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const args = [file('test/harness/run-ts.cjs'), file('test/faults/soak.ts'), ...process.argv.slice(2)];
process.exit(spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1);
