'use strict';
// Loading: ours against server-side COPY of the same rows into a table with the same indexes.
require('../test/harness/run-ts.cjs');
const { chmodSync, copyFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { Database } = require('../src/database/database.ts');
const { Leadership } = require('../src/database/leadership.ts');
const { Loader } = require('../src/database/load/loader.ts');
const { Snapshot } = require('../src/dataset/snapshot.ts');
const { SnapshotStore } = require('../src/dataset/snapshot-store.ts');
const { ROW_COLUMNS } = require('../src/dataset/rows-format.ts');
const { sourceOf } = require('../src/prefetch/postgres-loader.ts');
const { readStorageUse } = require('../src/database/repositories/storage.repository.ts');
const { universe, cacheDir, changedCacheDir, dataDir } = JSON.parse(process.argv[2]);

const timed = async (work) => {
  const startedAt = performance.now();
  const result = await work();
  return { ms: performance.now() - startedAt, result };
};

async function main() {
  const database = new Database({ mode: 'embedded', address: null, replicas: [], poolMax: 4, dataDir });
  database.start();
  await database.whenUp(60_000);
  const snapshots = await Promise.all(
    [cacheDir, changedCacheDir].map(async (dir) => Snapshot.openCurrent(await SnapshotStore.open(dir, dir), universe)),
  );
  const leadership = new Leadership(database);
  const loader = new Loader(database);
  const publish = async (snapshot) => {
    const lease = await leadership.acquire(universe, new AbortController().signal, () => undefined);
    const source = sourceOf({ info: snapshot.directory.info, snapshot, rejections: [] }, []);
    const outcome = await timed(() => loader.load(source, { lease, allowShrink: true }));
    await lease.release();
    return outcome;
  };
  const sql = (text) => database.write({ text }, { totalMs: 300_000, acquireMs: 5000 });
  const rows = join('/tmp', `lorekeeper-bench-${process.pid}.rows`);
  copyFileSync(snapshots[0].paths.rows, rows);
  chmodSync(rows, 0o644);
  const copies = [];
  const loads = [];
  for (let round = 0; round < 5; round++) {
    await sql('DROP TABLE IF EXISTS bench_copy');
    await sql('CREATE TABLE bench_copy (LIKE public.wiki_articles INCLUDING ALL)');
    copies.push(
      (await timed(() => sql(`COPY bench_copy (${ROW_COLUMNS.join(', ')}) FROM '${rows}' (FORMAT binary)`))).ms,
    );
    await sql('DROP TABLE bench_copy');
    await sql(
      'TRUNCATE public.wiki_articles, public.wiki_texts, public.lorekeeper_datasets, public.lorekeeper_dataset_files',
    );
    loads.push((await publish(snapshots[0])).ms);
  }
  rmSync(rows);
  const storage = await readStorageUse(database);
  // To and fro: one article in a hundred differs either way. A change comes when the last load has long been tidied up.
  const changes = [];
  for (let round = 0; round < 4; round++) {
    for (const snapshot of [snapshots[1], snapshots[0]]) {
      await loader.settled();
      changes.push(await publish(snapshot));
    }
  }
  await Promise.all(snapshots.map((snapshot) => snapshot.close()));
  await database.stop();
  console.log(
    JSON.stringify({ copies, loads, changes: changes.map(({ ms }) => ms), counts: changes[0].result, storage }),
  );
}
main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
