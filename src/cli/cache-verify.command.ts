import type { Config, FilesConfig } from '../config/config';
import { readConfig } from '../config/read-environment';
import { Database } from '../database/database';
import { ImageCacheRepository } from '../database/repositories/image-cache.repository';
import { Unreachable } from '../database/unreachable';
import { Snapshot } from '../dataset/snapshot';
import { SnapshotStore } from '../dataset/snapshot-store';
import { listPerArticleFiles } from '../file-cache/per-article-files';
import { readRecords, type RecordSink, type Rejection } from '../file-cache/read-records';
import { findSourceFiles, listCachedUniverses, pathsOf } from '../file-cache/source-files';
import { verifyManifest } from '../file-cache/verify-manifest';
import { DecoderPool } from '../images/decoder/decoder-pool';
import { backingOf, diskBacking, type Backing } from '../images/store/backing';
import { ImageStore } from '../images/store/image-store';
import { verifyImages, type ImageRow } from '../images/verify-images';
import { imageUrls } from '../prefetch/stages/images.stage';
import { readOptions } from './read-options';
import { getUniverseOption } from './universe-option';
import { UsageError } from './usage-error';

const HELP = `Usage: npm run cache:verify -- --universe ID [options]

Checks the manifest, the checksums and every record of a file cache, also of its texts and of raw/, from which
cache:reparse makes both, and that every downloaded image is whole. Lists what is wrong; exit 1 if anything is.

  --universe ID      the universe, for instance star_wars
  --cache-dir D      the file cache (CACHE_DIR)
  --content-dir D    per-article files of earlier versions (CONTENT_DIR)
  --image-dir D      downloaded images (IMAGE_CACHE_DIR)
  --no-images        leaves the images out
`;
const MAX_SHOWN = 50;
const UP_LIMIT_MS = 20_000;

/** `npm run cache:verify`. */
export async function cacheVerifyCommand(argv: string[]): Promise<void> {
  const values = readOptions(argv, HELP, {
    universe: { type: 'string' },
    'cache-dir': { type: 'string' },
    'content-dir': { type: 'string' },
    'image-dir': { type: 'string' },
    'no-images': { type: 'boolean', default: false },
  });
  if (!values) return;
  const config = readConfig();
  const cacheDir = values['cache-dir'] ?? config.files.cacheDir;
  const universe = getUniverseOption(values.universe);
  const wrong = await verifyFiles(cacheDir, values['content-dir'] ?? config.files.contentDir, universe);
  const backing = values['image-dir'] === undefined ? backingOf(config.images) : diskBacking(values['image-dir']);
  if (!values['no-images']) wrong.push(...(await verifyStored(backing, config, universe)));
  for (const line of wrong.slice(0, MAX_SHOWN)) console.error(line);
  if (wrong.length > MAX_SHOWN) console.error(`… and ${(wrong.length - MAX_SHOWN).toLocaleString('en')} more`);
  if (wrong.length === 0) return console.log('Verification passed');
  console.error(`Verification failed: ${wrong.length.toLocaleString('en')} findings`);
  process.exitCode = 1;
}

async function verifyFiles(cacheDir: string, contentDir: string, universe: string): Promise<string[]> {
  const perArticle = await listPerArticleFiles(contentDir, [universe]);
  const sources = await findSourceFiles(cacheDir, universe, perArticle.get(universe) ?? []);
  if (pathsOf(sources).length === 0 && sources.problems.length === 0) {
    const there = (await listCachedUniverses(cacheDir)).ids.join(', ') || 'nothing';
    throw new UsageError(`There is no file cache of "${universe}" in ${cacheDir}; it holds ${there}`);
  }
  const rejections: Rejection[] = [];
  let records = 0;
  const sink: RecordSink = {
    record: () => records++,
    reject: (rejection) => rejections.push(rejection),
    bytes: () => undefined,
  };
  await readRecords(sources, sink, { withTexts: true });
  console.log(`Records: ${records.toLocaleString('en')} good, ${rejections.length.toLocaleString('en')} set aside`);
  const manifest = sources.native?.manifest;
  const differences = manifest && sources.native ? await verifyManifest(sources.native.dir, manifest) : [];
  return [
    ...differences.map(({ file, reason }) => `${file}: ${reason}`),
    ...rejections.map(({ file, title, reason }) => [file, title && `"${title}"`, reason].filter(Boolean).join(': ')),
  ];
}

/** Compares the stored images with `image_cache`, or with the folder's own journal where Postgres cannot be asked. */
async function verifyStored(backing: Backing, config: Config, universe: string): Promise<string[]> {
  const decoders = new DecoderPool();
  const store = new ImageStore({ backing, decoders });
  const database = new Database(config.database, { migrate: false });
  try {
    await store.load();
    const inTable = await recordsOf(database);
    if (!inTable) console.log('Postgres cannot be asked: the images are compared with the journal of their folder');
    const { checked, faults } = await verifyImages(store, inTable ?? recordsIn(store, config.files, universe));
    console.log(`Images: ${checked.toLocaleString('en')} checked, ${faults.length.toLocaleString('en')} with a fault`);
    return faults.map(({ url, problem }) => `${url}: ${problem}`);
  } finally {
    await Promise.all([store.close(), decoders.close(), database.stop()]);
  }
}

async function recordsOf(database: Database): Promise<AsyncIterable<ImageRow> | null> {
  database.start();
  try {
    await database.whenUp(UP_LIMIT_MS);
  } catch (error) {
    if (error instanceof Unreachable) return null;
    throw error;
  }
  return rowsIn(new ImageCacheRepository(database));
}

async function* rowsIn(repository: ImageCacheRepository): AsyncGenerator<ImageRow> {
  for await (const part of repository.list()) {
    for (const { url, isValid, sizeBytes, format } of part) {
      yield { url, is_valid: isValid, size_bytes: sizeBytes, format };
    }
  }
}

/** What the folder's journal says of the images of a universe. */
async function* recordsIn(
  store: ImageStore,
  { cacheDir, dataDir }: FilesConfig,
  universe: string,
): AsyncGenerator<ImageRow> {
  await store.compare();
  const snapshot = await Snapshot.openCurrent(await SnapshotStore.open(cacheDir, dataDir), universe);
  if (!snapshot) return;
  for (const url of await imageUrls(snapshot.directory, 'all')) {
    const image = store.meta(url);
    if (image) yield { url, is_valid: true, size_bytes: image.bytes, format: image.format };
  }
  await snapshot.close();
}
