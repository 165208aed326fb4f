import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { megabytes, ms } from '../bench.mjs';
import { measure, median } from '../lab.mjs';

const ROUNDS = 5;
const STORAGE_MB = 90;

/** Categorising and loading: all of the articles, and one in a hundred. */
export async function build(bench) {
  const { universe, cacheDir } = bench;
  const loops = [];
  const builds = [];
  for (let round = 0; round < ROUNDS; round++) {
    loops.push((await measure('parse-loop.cjs', { files: bench.nativeFiles() })).ms);
    builds.push(await measure('build-once.cjs', { universe, cacheDir }));
  }
  const loop = median(loops);
  const all = median(builds.map((one) => one.ms));
  const sorted = median(builds.map((one) => one.categorisedMs));
  bench.row('categorise', { value: ms(sorted), limit: `${ms(loop)} of JSON.parse`, ratio: sorted / loop, atMost: 1.5 });
  bench.row('categorise, link, index and write', {
    value: ms(all),
    limit: `${ms(loop)} of JSON.parse`,
    ratio: all / loop,
    atMost: 1.5,
  });
  const changedCacheDir = join(bench.work, 'changed');
  changeOnePercent(bench, changedCacheDir);
  await measure('build-once.cjs', { universe, cacheDir: changedCacheDir });
  const loaded = await measure('load-once.cjs', {
    universe,
    cacheDir,
    changedCacheDir,
    dataDir: join(bench.work, 'load'),
  });
  const [full, copy] = [median(loaded.loads), median(loaded.copies)];
  bench.row('load, published', {
    value: ms(full),
    limit: `${ms(copy)} of server-side COPY`,
    ratio: full / copy,
    atMost: 1.25,
  });
  bench.row('load of 1 % changed', {
    value: ms(median(loaded.changes)),
    limit: ms(full),
    ratio: median(loaded.changes) / full,
    atMost: 0.1,
  });
  const stored = loaded.storage.bytes / 1e6;
  bench.row('storage in Postgres', {
    value: megabytes(stored),
    limit: megabytes(STORAGE_MB),
    ratio: stored / STORAGE_MB,
    atMost: 1,
  });
}

/** A copy of the native cache in which one article in a hundred has another text. */
function changeOnePercent(bench, to) {
  cpSync(bench.cacheDir, to, { recursive: true });
  rmSync(join(to, '.index'), { recursive: true, force: true });
  for (const file of bench.nativeFiles(to)) {
    const lines = readFileSync(file, 'utf8').split('\n');
    const changed = lines.map((line, i) => {
      if (i % 100 !== 0 || line === '') return line;
      const record = JSON.parse(line);
      return JSON.stringify({ ...record, extract: `${record.extract ?? ''} Changed.` });
    });
    writeFileSync(file, changed.join('\n'));
  }
  // It names the content of the files as they were.
  rmSync(join(to, bench.universe, 'manifest.json'), { force: true });
}
