import { randomBytes } from 'node:crypto';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { atOnce } from '../event-loop/steps';
import { isUniverseId } from '../universe/universe-definition';
import type { DatasetInfo } from './dataset-info';
import { ChangeLog, packChanges } from './change-log';
import { compareDirectories } from './changes';
import { openDirectory } from './open-directory';
import { readInfo } from './section-file';

/** The files of a dataset. */
export interface SnapshotPaths {
  directory: string;
  rows: string;
  texts: string;
  passages: string;
}

/** What lies beside the file cache of one universe: which dataset is current, and of which files it was made. */
export interface SnapshotPointer {
  key: string;
  /** Of the source files as they were when the dataset was built, and of the rules; or PREBUILT. */
  fingerprint: string;
}

/** Stands for the fingerprint of a dataset that was built on another machine: its source files are not here. */
export const PREBUILT = 'prebuilt';

const KINDS = { rows: 'rows', directory: 'dir', texts: 'texts', passages: 'passages' } as const satisfies Record<
  keyof SnapshotPaths,
  string
>;
/** In the order in which they are published. */
const FILES = ['rows', 'texts', 'passages', 'directory'] as const;

const POINTER = /^(.+)\.json$/;
const DRAFT_AGE_MS = 3_600_000;

/**
 * Keeps the snapshots in `<cache>/.index`, or in `<data>/index` where the cache folder may not be written to.
 * A snapshot becomes current by one rename of its pointer; files that no pointer names are swept.
 */
export class SnapshotStore {
  /** What the last publications changed. */
  readonly changes: ChangeLog;

  /** `elsewhere`: the folder that a process with other rights would have chosen. */
  constructor(
    readonly dir: string,
    readonly elsewhere: SnapshotStore | null = null,
  ) {
    this.changes = new ChangeLog(dir);
  }

  /** Chooses the folder; throughout a process it stays the same one. */
  static async open(cacheDir: string, dataDir: string): Promise<SnapshotStore> {
    const beside = join(cacheDir, '.index');
    const apart = join(dataDir, 'index');
    if (await isWritable(beside)) return new SnapshotStore(beside, new SnapshotStore(apart));
    return new SnapshotStore(apart, new SnapshotStore(beside));
  }

  /**
   * Copies the current snapshots that lie elsewhere and not here, so that a start is not without data because rights were
   * given or taken meanwhile; returns whose they are. One that cannot be copied is left to the next run.
   */
  async takeOver(): Promise<string[]> {
    const taken: string[] = [];
    for (const universe of (await this.elsewhere?.universes()) ?? []) {
      if (await this.findCurrent(universe)) continue;
      if (await this.copyFromElsewhere(universe).catch(() => false)) taken.push(universe);
    }
    return taken;
  }

  private async copyFromElsewhere(universe: string): Promise<boolean> {
    const current = await this.elsewhere?.findCurrent(universe);
    if (!this.elsewhere || !current) return false;
    const { key, fingerprint } = current;
    const from = this.elsewhere.paths(universe, key);
    const draft = await this.draft(universe);
    try {
      // By streams: copyFile would take over the mode, which may be that of a volume that can only be read.
      for (const kind of FILES) await pipeline(createReadStream(from[kind]), createWriteStream(draft[kind]));
      await this.publish(universe, { key, fingerprint }, draft);
      return true;
    } finally {
      await this.discard(draft);
    }
  }

  /** Universes that have a current snapshot. */
  async universes(): Promise<string[]> {
    const names = await readdir(this.dir).catch(() => [] as string[]);
    return names
      .flatMap((name) => POINTER.exec(name)?.[1] ?? [])
      .filter(isUniverseId)
      .sort();
  }

  /** The pointer, or null where there is none or it is broken (then the dataset is built anew). */
  async findPointer(universe: string): Promise<SnapshotPointer | null> {
    try {
      const pointer = JSON.parse(await readFile(this.pointerPath(universe), 'utf8')) as Partial<SnapshotPointer>;
      if (typeof pointer.key !== 'string' || !/^[0-9a-f]{32}$/.test(pointer.key)) return null;
      return { key: pointer.key, fingerprint: String(pointer.fingerprint) };
    } catch {
      return null;
    }
  }

  /** The pointer to the current snapshot and the number of its articles, read from the head of its directory; null as `find`. */
  async findCurrent(universe: string): Promise<(SnapshotPointer & { articles: number; version: number }) | null> {
    const pointer = await this.findPointer(universe);
    if (!pointer) return null;
    try {
      const paths = this.paths(universe, pointer.key);
      await Promise.all([paths.rows, paths.texts, paths.passages].map((path) => access(path, constants.R_OK)));
      const { key, articles, version } = (await readInfo(paths.directory)) as DatasetInfo;
      return key === pointer.key ? { ...pointer, articles, version } : null;
    } catch {
      return null;
    }
  }

  /** Where the files of a snapshot lie. */
  paths(universe: string, key: string): SnapshotPaths {
    return this.named((kind) => `${universe}-${key}.${kind}`);
  }

  /** Fresh names for a build to write to before its dataset is published. */
  async draft(universe: string): Promise<SnapshotPaths> {
    await mkdir(this.dir, { recursive: true });
    const draft = randomBytes(8).toString('hex');
    return this.named((kind) => `${universe}-${draft}.${kind}.tmp`);
  }

  /** Makes a draft the current snapshot of its universe: synced, renamed, and pointed to last. */
  async publish(universe: string, pointer: SnapshotPointer, draft: SnapshotPaths): Promise<void> {
    const paths = this.paths(universe, pointer.key);
    for (const path of Object.values(draft)) await sync(path);
    await this.noteChanges(universe, pointer.key, draft);
    for (const kind of FILES) await rename(draft[kind], paths[kind]);
    await this.point(universe, pointer);
    await this.sweep(universe, pointer.key);
  }

  /** Keeps what the publication changes, where the dataset before it can be read. */
  private async noteChanges(universe: string, to: string, { directory }: SnapshotPaths): Promise<void> {
    const from = (await this.findPointer(universe))?.key;
    if (from === undefined || from === to) return;
    const before = await openDirectory(this.paths(universe, from).directory).catch(() => null);
    if (!before) return;
    const changes = atOnce(compareDirectories(before, await openDirectory(directory)));
    await this.changes.write(universe, { from, to, at: Date.now() }, await packChanges(changes));
  }

  /** Writes the pointer alone: the same content was found in files with another fingerprint. */
  async point(universe: string, pointer: SnapshotPointer): Promise<void> {
    const temporary = `${this.pointerPath(universe)}.${randomBytes(8).toString('hex')}.tmp`;
    await writeFile(temporary, JSON.stringify(pointer), { flush: true });
    await rename(temporary, this.pointerPath(universe));
  }

  /**
   * Keeps the passages file of a dataset whose other files are on another machine, in place of those of the universe's
   * earlier datasets; files that a dataset of this machine needs stay.
   */
  async keepPassages(universe: string, key: string, draft: SnapshotPaths): Promise<void> {
    await sync(draft.passages);
    await rename(draft.passages, this.paths(universe, key).passages);
    const current = (await this.findPointer(universe))?.key;
    for (const name of await readdir(this.dir)) {
      const its = new RegExp(`^${universe}-([0-9a-f]{32})\\.passages$`).exec(name)?.[1];
      if (its !== undefined && its !== key && its !== current) await rm(join(this.dir, name), { force: true });
    }
  }

  async discard(draft: SnapshotPaths): Promise<void> {
    for (const path of Object.values(draft)) await rm(path, { force: true });
  }

  /** Removes snapshots that are no longer current, and drafts that a killed build left behind. */
  private async sweep(universe: string, currentKey: string): Promise<void> {
    for (const name of await readdir(this.dir)) {
      const path = join(this.dir, name);
      const old =
        new RegExp(`^${universe}-[0-9a-f]{32}\\.(rows|dir|texts|passages)$`).test(name) && !name.includes(currentKey);
      const abandoned = /\.(tmp|scratch)$/.test(name) && (await ageOf(path)) > DRAFT_AGE_MS;
      if (old || abandoned) await rm(path, { force: true });
    }
  }

  private named(nameOf: (kind: string) => string): SnapshotPaths {
    const path = (kind: keyof SnapshotPaths) => join(this.dir, nameOf(KINDS[kind]));
    return { rows: path('rows'), texts: path('texts'), passages: path('passages'), directory: path('directory') };
  }

  private pointerPath(universe: string): string {
    return join(this.dir, `${universe}.json`);
  }
}

async function isWritable(dir: string): Promise<boolean> {
  try {
    await mkdir(dir, { recursive: true });
    const probe = join(dir, `.probe-${randomBytes(8).toString('hex')}.tmp`);
    await writeFile(probe, '');
    await rm(probe, { force: true });
    return true;
  } catch {
    return false;
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function ageOf(path: string): Promise<number> {
  const facts = await stat(path).catch(() => null);
  return facts ? Date.now() - facts.mtimeMs : 0;
}
