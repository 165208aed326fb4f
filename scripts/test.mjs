#!/usr/bin/env node
// `npm test`: builds what is out of date (end-to-end tests run the built service), then runs every test.
// `npm run test:unit` (--unit): the quick ones alone, those beside the sources; nothing is built for them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lorekeeper-tests-'));
const results = join(folder, 'results');
const reporters = ['default', fileURLToPath(new URL('count-tests.cjs', import.meta.url))].map(
  (one) => `--reporters=${one}`,
);

function run(...args) {
  const { status } = spawnSync(process.execPath, [jest, ...args, ...reporters], {
    stdio: 'inherit',
    env: { ...process.env, TEST_RESULTS: results },
  });
  return status ?? 1;
}

const isUnit = process.argv.includes('--unit');
const asked = process.argv.slice(2).filter((one) => one !== '--unit');
if (!isUnit) await (await import('./build.mjs')).buildIfNeeded();
// What starts servers of its own runs one file at a time: two at once would fight for the two cores.
const runs = asked.length > 0 ? [asked] : isUnit ? [['src/']] : [['src/'], ['--maxWorkers=1', 'test/']];
const statuses = runs.map((args) => run(...args));
const counts = readFileSync(results, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
rmSync(folder, { recursive: true });

const sum = (name) => counts.reduce((total, one) => total + one[name], 0);
const skipped = counts.flatMap((one) => one.skipped).filter((name) => !name.includes('(skipped: no corpus'));
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
// In CI everything that a test needs is there, but a corpus of the operator's own: what is skipped for want of something has not been tested.
const isIncomplete = process.env.CI === 'true' && asked.length === 0 && skipped.length > 0;
if (isIncomplete) console.error(`Skipped, which is a failure in CI:\n  ${skipped.join('\n  ')}`);
process.exit(Math.max(...statuses, isIncomplete ? 1 : 0));
