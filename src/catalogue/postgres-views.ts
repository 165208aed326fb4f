import { Logger } from '@nestjs/common';
import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { Directory } from '../dataset/directory';
import type { Article } from '../universe/article';
import type { SnapshotShelf } from '../dataset/snapshot-shelf';

const unpack = promisify(gunzip);

/** Postgres holds another dataset than the one that was asked of: it was published meanwhile. */
export class DatasetReplaced extends Error {
  constructor(readonly universe: string) {
    super('another dataset was published');
  }
}

/** What the catalogue needs of Postgres. */
export interface PostgresRows {
  /** Keys of the published datasets by universe, as of the last look; empty while Postgres is unreachable. */
  published(): ReadonlyMap<string, string>;
  /** The packed directory of a published dataset; null where it is not there any more. */
  readDirectory(universe: string, key: string): Promise<Buffer | null>;
  /** The articles of these ids, in any order, of the dataset with this key; throws DatasetReplaced or Unreachable. */
  findArticles(universe: string, key: string, ids: readonly number[]): Promise<Omit<Article, 'scrapedAt'>[]>;
}

/** The Postgres source: the directory of each published dataset, taken from the snapshot of the same key where there is one. */
export class PostgresViews {
  private readonly log = new Logger('catalogue');
  private readonly directories = new Map<string, Directory>();

  constructor(
    private readonly rows: PostgresRows,
    private readonly files: SnapshotShelf,
  ) {}

  /** The directory of the published dataset, where Postgres is reachable and the directory is at hand. */
  find(universe: string): Directory | null {
    const key = this.rows.published().get(universe);
    const directory = this.directories.get(universe);
    return key !== undefined && directory?.info.key === key ? directory : null;
  }

  ids(): string[] {
    return [...this.rows.published().keys()].filter((universe) => this.find(universe) !== null);
  }

  /** Takes the directories of what is published now; true where anything changed. */
  async refresh(): Promise<boolean> {
    let changed = false;
    for (const [universe, key] of this.rows.published()) {
      if (this.directories.get(universe)?.info.key === key) continue;
      const directory = (await this.directoryOfFiles(universe, key)) ?? (await this.download(universe, key));
      if (!directory) continue;
      this.directories.set(universe, directory);
      changed = true;
    }
    return changed;
  }

  async articles(directory: Directory, ordinals: ArrayLike<number>): Promise<Article[]> {
    const { universe, key } = directory.info;
    const ids = Array.from(ordinals, (ordinal) => directory.id(ordinal));
    const found = new Map((await this.rows.findArticles(universe, key, ids)).map((article) => [article.id, article]));
    return Array.from(ordinals, (ordinal, i) => {
      const article = found.get(ids[i] ?? -1);
      // The key was right and the row is gone: somebody else changed the table.
      if (!article) throw new DatasetReplaced(universe);
      return { ...article, scrapedAt: directory.scrapedAt(ordinal) };
    });
  }

  private async directoryOfFiles(universe: string, key: string): Promise<Directory | null> {
    const snapshot = this.files.find(universe) ?? (await this.files.refresh(universe));
    return snapshot?.directory.info.key === key ? snapshot.directory : null;
  }

  private async download(universe: string, key: string): Promise<Directory | null> {
    const packed = await this.rows.readDirectory(universe, key);
    if (!packed) return null;
    const bytes = await unpack(packed);
    const aligned = Buffer.from(new ArrayBuffer(bytes.length));
    bytes.copy(aligned);
    this.log.log({ msg: 'took the directory from Postgres', universe, bytes: aligned.length });
    return Directory.open(aligned);
  }
}
