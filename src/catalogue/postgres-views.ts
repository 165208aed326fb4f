import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import { Directory } from '../dataset/directory';
import { OpenSnapshots } from '../dataset/open-snapshots';
import { PostgresArticles } from './postgres-articles';
import type { PublishedRows } from './postgres-rows';
import { PublishedPassages } from './published-passages';

const GRACE_MS = 30_000;

/** The Postgres source: the directory of each published dataset, taken from the snapshot of the same key where there is one. */
@Injectable()
export class PostgresViews {
  private readonly log = new Logger('catalogue');
  private readonly directories = new Map<string, Directory>();
  /** Told of every dataset that takes the place of another one, or of none. */
  onReplaced: ((before: Directory | null, after: Directory) => void) | null = null;
  /** Told when passages of a dataset can be asked for that could not before. */
  onIndexed: (() => void) | null = null;

  constructor(
    @Inject(PostgresArticles) readonly rows: PublishedRows,
    private readonly files: OpenSnapshots,
    /** None where nobody asks for passages. */
    @Optional() @Inject(PublishedPassages) private readonly passages: PublishedPassages | null = null,
  ) {}

  /** The directory of the published dataset, where Postgres is reachable and the directory is at hand. */
  find(universe: string): Directory | null {
    const key = this.rows.published().get(universe);
    const known = this.directories.get(universe);
    if (key === undefined || known?.info.key !== key) return null;
    // A forced build has the files opened anew: one directory is enough for both sources.
    const ofFiles = this.files.find(universe)?.directory;
    if (ofFiles?.info.key !== key) return known;
    if (ofFiles !== known) this.hold(universe, ofFiles);
    return ofFiles;
  }

  ids(): string[] {
    return [...this.rows.published().keys()].filter((universe) => this.find(universe) !== null);
  }

  /** Takes the directories of what is published now; true where anything changed. */
  async refresh(): Promise<boolean> {
    let changed = false;
    for (const [universe, key] of this.rows.published()) {
      if (this.directories.get(universe)?.info.key === key) continue;
      const ofFiles = await this.directoryOfFiles(universe, key);
      const directory = ofFiles ?? (await this.download(universe, key));
      if (!directory) continue;
      const before = this.directories.get(universe) ?? null;
      this.hold(universe, directory);
      if (!ofFiles) this.passages?.provide(directory, () => this.onIndexed?.());
      this.onReplaced?.(before, directory);
      changed = true;
    }
    return changed;
  }

  /** Takes a directory in the place of the one before, whose passages requests that began before may still read. */
  private hold(universe: string, directory: Directory): void {
    this.passages?.giveUp(universe);
    const passages = this.directories.get(universe)?.passages;
    if (passages) setTimeout(() => void passages.release(), GRACE_MS).unref();
    directory.passages?.retain();
    this.directories.set(universe, directory);
  }

  private async directoryOfFiles(universe: string, key: string): Promise<Directory | null> {
    const snapshot = this.files.find(universe) ?? (await this.files.refresh(universe));
    return snapshot?.directory.info.key === key ? snapshot.directory : null;
  }

  private async download(universe: string, key: string): Promise<Directory | null> {
    const bytes = await this.rows.readDirectory(universe, key);
    if (!bytes) return null;
    this.log.log({ msg: 'took the directory from Postgres', universe, bytes: bytes.length });
    return Directory.open(bytes);
  }
}
