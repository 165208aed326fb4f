import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readConfig } from '../config/read-environment';
import { listPrebuilt, takePrebuilt, UnusableDataset, writePrebuilt } from '../dataset/prebuilt-dataset';
import { SnapshotStore } from '../dataset/snapshot-store';
import { buildDataset, type BuildResult } from '../prefetch/categorise/build-dataset';
import { loadUniverseDefinitions } from '../universe/load-universe-definitions';
import { genericDefinition } from '../universe/universe-definition';
import { readOptions } from './read-options';
import { getUniverseOption } from './universe-option';
import { UsageError } from './usage-error';

const BUILD_HELP = `Usage: npm run dataset:build -- --universe ID --out DIR

Builds the dataset of a universe from the file cache once, so that other machines need not: they take it with
dataset:load and have no file cache of their own. Leaves DIR/ID.

  --universe ID    whose articles
  --out DIR        where to; an older dataset of the universe is replaced
  --help           this text`;

const LOAD_HELP = `Usage: npm run dataset:load -- --from DIR [--universe ID]

Takes datasets that dataset:build left, after checking every byte. A service that starts serves them at once and brings
them into Postgres; one that runs does so with POST /prefetch/run.

  --from DIR       where they lie
  --universe ID    only this one
  --help           this text`;

/** `npm run dataset:build`. */
export async function datasetBuildCommand(argv: string[]): Promise<void> {
  const values = readOptions(argv, BUILD_HELP, { universe: { type: 'string' }, out: { type: 'string' } });
  if (!values) return;
  const universe = getUniverseOption(values.universe);
  if (!values.out) throw new UsageError('Say where to: --out DIR');
  const out = resolve(values.out);
  await mkdir(out, { recursive: true });
  const indexDir = await mkdtemp(join(out, '.building-'));
  try {
    refuseFailure(universe, await build(universe, indexDir));
    const { key, articles } = await writePrebuilt(new SnapshotStore(indexDir), universe, out);
    console.log(`${join(out, universe)}: ${articles.toLocaleString('en')} articles, dataset ${key}`);
  } finally {
    await rm(indexDir, { recursive: true, force: true });
  }
}

async function build(universe: string, indexDir: string): Promise<BuildResult> {
  const { files } = readConfig();
  const definitions = await loadUniverseDefinitions(files.universesDir, (file, reason) =>
    console.error(`${file}: ${reason}`),
  );
  const definition = definitions.get(universe) ?? genericDefinition(universe);
  const { cacheDir: sourceDir, contentDir, ttlDays } = files;
  const request = { universe, definition, indexDir, sourceDir, contentDir, ttlDays, force: true, allowShrink: true };
  return buildDataset(request, () => undefined);
}

function refuseFailure(universe: string, result: BuildResult): void {
  if (result.status === 'built') {
    const { rejected } = result.info;
    if (rejected > 0) console.error(`${rejected} records were set aside; cache:verify says why`);
    return;
  }
  if (result.status === 'changing')
    throw new UsageError('The file cache was written to each time that it was read; try again when nobody does.');
  throw new UsageError(`There are no data of the universe "${universe}" in the file cache.`);
}

/** `npm run dataset:load`. */
export async function datasetLoadCommand(argv: string[]): Promise<void> {
  const values = readOptions(argv, LOAD_HELP, { from: { type: 'string' }, universe: { type: 'string' } });
  if (!values) return;
  if (!values.from) throw new UsageError('Say where the datasets lie: --from DIR');
  const from = resolve(values.from);
  const found = await listPrebuilt(from).catch(() => []);
  const wanted = values.universe === undefined ? found : [getUniverseOption(values.universe)];
  if (wanted.length === 0) throw new UsageError(`--from: there is no dataset in ${from}`);
  const { files } = readConfig();
  const store = await SnapshotStore.open(files.cacheDir, files.dataDir);
  for (const universe of wanted) {
    try {
      const { key, articles } = await takePrebuilt(store, getUniverseOption(universe), from);
      console.log(`${universe}: ${articles.toLocaleString('en')} articles, dataset ${key}`);
    } catch (error) {
      if (error instanceof UnusableDataset) throw new UsageError(`${error.message}. Nothing was changed.`);
      throw error;
    }
  }
}
