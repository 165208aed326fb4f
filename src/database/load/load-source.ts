/** A record that was set aside when the dataset was built. */
export interface LoadReject {
  code: string;
  title: string | null;
  reason: string;
}

/** A dataset on disk, ready to be published in Postgres. */
export interface LoadSource {
  universe: string;
  key: string;
  articles: number;
  /** A binary COPY stream, header and trailer included, of tuples with the columns of ROWS_FILE_COLUMNS. */
  rowsPath: string;
  /** The directory in pieces, best such that a small change leaves most of them as they were. */
  directoryPieces(): Iterable<Buffer>;
  /** Kept with the dataset as JSON: counts per category, licence, … */
  info: object;
  rejects: readonly LoadReject[];
}

/** The columns of a rows file, in its order. */
export const ROWS_FILE_COLUMNS = [
  'universe',
  'id',
  'title',
  'category',
  'content',
  'image_url',
  'source_url',
  'infobox',
  'extra_metadata',
  'row_hash',
  'scraped_at',
  'expires_at',
] as const;

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
    readonly code: 'SHRINK_REFUSED' | 'DISK_FULL' | 'LEADERSHIP_LOST' | 'STALLED' | 'ROWS_FILE_BROKEN' | 'ROWS_REFUSED',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LoadFailed';
  }
}
