import type { ChangeRow } from '../repositories/change.repository';

/** A record that was set aside when the dataset was built. */
export interface LoadReject {
  code: string;
  title: string | null;
  reason: string;
}

/** Articles of a category, all and those with an image. */
export interface CategoryCount {
  name: string;
  articles: number;
  withImages: number;
}

/** Facts of rows by their number, which counts from 0 in the order of the rows file. */
export interface KnownRows {
  readonly count: number;
  id(number: number): number;
  /** The upper and the lower half of the row hash. */
  hashHigh(number: number): number;
  hashLow(number: number): number;
  /** Where the tuple lies in the file, in bytes. */
  place(number: number): { offset: number; length: number };
}

/** A table, and the file of its rows: a binary COPY stream, header and trailer included, of tuples with these columns. */
export interface TableSource {
  table: 'wiki_articles' | 'wiki_texts';
  hashColumn: 'row_hash' | 'text_hash';
  path: string;
  columns: readonly string[];
  /** Whether a tuple is the row of that number, as it was written: a damaged one must not be published. */
  isIntact(tuple: Buffer, number: number): boolean;
  /** What is known of the rows without reading them. */
  rows: KnownRows;
}

/** A dataset on disk, ready to be published in Postgres. */
export interface LoadSource {
  universe: string;
  key: string;
  articles: number;
  categories: readonly CategoryCount[];
  rows: TableSource;
  texts: TableSource;
  /** The directory in pieces, best such that a small change leaves most of them as they were. */
  directoryPieces(): Iterable<Buffer>;
  /** Kept with the dataset as JSON. Its version orders the programs: what a newer one published is not replaced. */
  info: { version: number };
  rejects: readonly LoadReject[];
  /** What the last publications changed, as far as this machine knows. */
  changes: readonly ChangeRow[];
}

export interface LoadResult {
  created: number;
  updated: number;
  unchanged: number;
  removed: number;
  /** Bytes that went over the wire as rows. */
  bytes: number;
  ms: number;
}

/** Why a load did not happen, in words for whoever polls the status. Everything is as it was before. */
export class LoadFailed extends Error {
  constructor(
    readonly code: 'OLDER_VERSION' | 'SHRINK_REFUSED' | 'DISK_FULL' | 'STALLED' | 'ROWS_FILE_BROKEN' | 'ROWS_REFUSED',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LoadFailed';
  }
}
