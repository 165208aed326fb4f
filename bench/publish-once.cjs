'use strict';
// Loading a dataset with texts and the same one without, in turn; and what Postgres takes for the texts.
require('../test/harness/run-ts.cjs');
const { Database } = require('../src/database/database.ts');
const { Leadership } = require('../src/database/leadership.ts');
const { Loader } = require('../src/database/load/loader.ts');
const { Snapshot } = require('../src/dataset/snapshot.ts');
const { SnapshotStore } = require('../src/dataset/snapshot-store.ts');
const { sourceOf } = require('../src/prefetch/postgres-loader.ts');
const { universe, cacheDirs, dataDir, rounds } = JSON.parse(process.argv[2]);

const TABLES = ['wiki_articles', 'wiki_texts', 'lorekeeper_datasets', 'lorekeeper_dataset_files'];

async function textBytes(directory, read) {
  let bytes = 0;
  for (let first = 0; first < directory.count; first += 100) {
    const ordinals = Array.from({ length: Math.min(100, directory.count - first) }, (_, i) => first + i);
    for (const text of await read(ordinals)) bytes += text?.bytes ?? 0;
  }
  return bytes;
}

async function main() {
  const database = new Database({ mode: 'embedded', address: null, replicas: [], poolMax: 4, dataDir });
  database.start();
  await database.whenUp(60_000);
  const leadership = new Leadership(database);
  const loader = new Loader(database);
  const sql = (text) => database.write({ text }, { totalMs: 300_000, acquireMs: 5000 });
  const snapshots = await Promise.all(
    cacheDirs.map(async (dir) => Snapshot.openCurrent(await SnapshotStore.open(dir, dir), universe)),
  );
  const times = snapshots.map(() => []);
  let stored = 0;
  for (let round = 0; round < rounds; round++) {
    for (const [i, snapshot] of snapshots.entries()) {
      await sql(`TRUNCATE ${TABLES.map((name) => `public.${name}`).join(', ')}`);
      const lease = await leadership.acquire(universe, new AbortController().signal, () => undefined);
      const source = sourceOf({ info: snapshot.directory.info, snapshot, rejections: [] }, []);
      const startedAt = performance.now();
      await loader.load(source, { lease, allowShrink: true });
      times[i].push(performance.now() - startedAt);
      await lease.release();
      await loader.settled();
      const [{ bytes }] = await database.read(
        { text: `SELECT pg_total_relation_size('public.wiki_texts')::int8 AS bytes` },
        null,
        { totalMs: 10_000, acquireMs: 2000 },
      );
      stored = Math.max(stored, Number(bytes));
    }
  }
  const last = snapshots.at(-1);
  const text = await textBytes(last.directory, (ordinals) => last.texts(ordinals));
  await Promise.all(snapshots.map((snapshot) => snapshot.close()));
  await database.stop();
  console.log(JSON.stringify({ times, stored, text }));
}
main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
