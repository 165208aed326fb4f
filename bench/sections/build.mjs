import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { megabytes, ms } from '../bench.mjs';
import { measure, median, medianRatio } from '../lab.mjs';

const ROUNDS = 7;
const STORAGE_MB = 90;

/** Categorising and loading: all of the articles, and one in a hundred. */
export async function build(bench) {
  const { universe, cacheDir } = bench;
  const parse = async () => (await measure('parse-loop.cjs', { files: bench.nativeFiles() })).ms;
  const loops = [];
  const builds = [];
  for (let round = 0; round < ROUNDS; round++) {
    // The stage lies between the two.
    const before = await parse();
    builds.push(await measure('build-once.cjs', { universe, cacheDir }));
    loops.push((before + (await parse())) / 2);
  }
  const against = (times) => ({
    value: ms(median(times)),
    limit: `${ms(median(loops))} of JSON.parse`,
    ratio: medianRatio(times, loops),
  });
  bench.row('categorise', { ...against(builds.map((one) => one.categorisedMs)), atMost: 3 });
  bench.show('categorise, link, index and write', against(builds.map((one) => one.ms)));
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
    ratio: medianRatio(loaded.loads, loaded.copies),
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
