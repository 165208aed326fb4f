#!/usr/bin/env node
// `npm run bench`: every figure as a ratio to a limit measured in the same run. See bench/README.md.
import { buildIfNeeded } from './build.mjs';

if (!process.argv.includes('--compare')) await buildIfNeeded();
await import('../bench/run.mjs');
