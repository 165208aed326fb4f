import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { DATASET_VERSION } from './dataset-info';
import { Snapshot } from './snapshot';
import { PREBUILT, type SnapshotPaths, type SnapshotStore } from './snapshot-store';

const MANIFEST = 'manifest.json';
const KINDS = ['rows', 'texts', 'passages', 'directory'] as const;

const FILE = z.object({ bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const PREBUILT_MANIFEST = z.object({
  format: z.literal(1),
  universe: z.string(),
  /** Names the dataset. */
  key: z.string().regex(/^[0-9a-f]{32}$/),
  /** DATASET_VERSION of the program that built it. */
  version: z.int(),
  articles: z.int().positive(),
  files: z.object({ rows: FILE, texts: FILE, passages: FILE, directory: FILE }),
});
export type PrebuiltManifest = z.infer<typeof PREBUILT_MANIFEST>;

/** A prebuilt dataset that cannot be taken, in words for whoever wanted it. */
export class UnusableDataset extends Error {}

/** Leaves the current dataset of a store in `dir/<universe>`, with the hashes of its files; one that is there is replaced. */
export async function writePrebuilt(store: SnapshotStore, universe: string, dir: string): Promise<PrebuiltManifest> {
  const current = await store.findCurrent(universe);
  if (!current) throw new Error(`there is no dataset of ${universe}`);
  const { key, version, articles } = current;
  const from = store.paths(universe, key);
  const folder = join(dir, universe);
  const draft = join(dir, `.${universe}-${randomBytes(8).toString('hex')}`);
  await mkdir(draft, { recursive: true });
  try {
    const files = {} as PrebuiltManifest['files'];
    for (const kind of KINDS) {
      await copyFile(from[kind], join(draft, kind));
      files[kind] = { bytes: (await stat(from[kind])).size, sha256: await hashOf(from[kind]) };
    }
    const manifest: PrebuiltManifest = { format: 1, universe, key, version, articles, files };
    await writeFile(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
    return manifest;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The universes whose datasets lie in a folder. */
export async function listPrebuilt(dir: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(dir))
    if ((await stat(join(dir, name, MANIFEST)).catch(() => null)) !== null) found.push(name);
  return found.sort();
}

/**
 * Makes the dataset in `dir/<universe>` the current one of a store. Every byte is checked against the manifest; throws
 * UnusableDataset, and changes nothing, where one differs or another version of the program built it.
 */
export async function takePrebuilt(store: SnapshotStore, universe: string, dir: string): Promise<PrebuiltManifest> {
  const folder = join(dir, universe);
  const manifest = await readManifest(join(folder, MANIFEST));
  if (manifest.universe !== universe)
    throw new UnusableDataset(`${folder} holds the universe "${manifest.universe}", not "${universe}"`);
  if (manifest.version !== DATASET_VERSION)
    throw new UnusableDataset(
      `${folder} was built by another version of Lorekeeper (${manifest.version}, here ${DATASET_VERSION}): build it with this one`,
    );
  const draft = await store.draft(universe);
  try {
    for (const kind of KINDS) await copyChecked(join(folder, kind), draft[kind], manifest.files[kind].sha256);
    await assertOpens(draft, manifest);
    await store.publish(universe, { key: manifest.key, fingerprint: PREBUILT }, draft);
    return manifest;
  } finally {
    await store.discard(draft);
  }
}

async function readManifest(path: string): Promise<PrebuiltManifest> {
  try {
    return PREBUILT_MANIFEST.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String((error as Error).message);
    throw new UnusableDataset(`${path} is no manifest of a dataset: ${reason}`);
  }
}

async function copyChecked(from: string, to: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  const hashing = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(createReadStream(from), hashing, createWriteStream(to)).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new UnusableDataset(`${from} is missing`) : error;
  });
  if (hash.digest('hex') !== sha256) throw new UnusableDataset(`${from} is damaged: it is not what the manifest says`);
}

async function assertOpens(paths: SnapshotPaths, { key }: PrebuiltManifest): Promise<void> {
  const snapshot = await Snapshot.open(paths);
  const { info } = snapshot.directory;
  await snapshot.close();
  if (info.key !== key) throw new UnusableDataset(`the files hold the dataset ${info.key}, not ${key}`);
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
