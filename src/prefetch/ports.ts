import type { DatasetInfo } from '../dataset/dataset-info';
import type { Snapshot } from '../dataset/snapshot';
import type { Rejection } from '../file-cache/read-records';

/** What a load did to the table. */
export interface LoadCounts {
  created: number;
  updated: number;
  unchanged: number;
  removed: number;
}

export interface LoadRequest {
  info: DatasetInfo;
  snapshot: Snapshot;
  rejections: Rejection[];
  /** Loads also where the dataset is published already, and rewrites every row. */
  force: boolean;
  allowShrink: boolean;
}

/** What scraping_logs calls a run. */
export type OperationType = 'startup_prefetch_all' | 'file_to_postgres_migration';

export interface LoadEvents {
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
  /** Another instance builds; called again when that changes. */
  onWaiting(holder: string, since: string): void;
}

export type LoadOutcome =
  | { status: 'loaded'; counts: LoadCounts }
  /** The dataset of this key is published already, by this or another instance. */
  | { status: 'published' }
  /** Postgres is not configured, or away: load when it comes. */
  | { status: 'unavailable' };

/** What the prefetch needs of Postgres; its own failures are Problem-like errors with a code and words. */
export interface DatasetLoader {
  /** Whether Postgres is there and takes data. */
  readonly isWritable: boolean;
  /** Waits until it is known whether Postgres can be reached (at most some seconds). */
  settled(): Promise<void>;
  load(request: LoadRequest, events: LoadEvents): Promise<LoadOutcome>;
  /** Articles of the published dataset; 0 where there is none or it cannot be known. */
  publishedArticles(universe: string): number;
  /** Key of the published dataset; null where there is none or it cannot be known. */
  publishedKey(universe: string): string | null;
  /** Ids of all published universes. */
  publishedUniverses(): string[];
}

/** The operations log of a run; one row of `scraping_logs`, opened at the first work that is done. */
export interface RunLog {
  /** Id of the row; null where Postgres is away. */
  open(universe: string, operation: OperationType): Promise<number | null>;
  close(id: number, end: RunEnd): Promise<void>;
}

export interface RunEnd {
  status: 'completed' | 'failed' | 'cancelled';
  articlesProcessed: number;
  articlesCreated: number;
  articlesUpdated: number;
  imagesDownloaded: number;
  imagesCached: number;
  imagesFailed: number;
  errorsCount: number;
  errorMessage: string | null;
  extra: Record<string, unknown>;
}

export interface ImageCounts {
  total: number;
  downloaded: number;
  cached: number;
  failed: number;
}

/** What the prefetch needs of the image store. */
export interface ImagePrefetcher {
  /** Images among these that still have to be fetched. */
  missing(urls: Iterable<string>): Promise<number>;
  downloadAll(
    universe: string,
    urls: Iterable<string>,
    events: {
      signal: AbortSignal;
      onProgress(counts: ImageCounts): void;
      onPaused(reason: string | null): void;
      onFailure(code: string, message: string, count: number): void;
    },
  ): Promise<ImageCounts>;
  /** Deletes the originals and variants of these; the number of files that went. */
  deleteAll(urls: Iterable<string>): Promise<number>;
}

/** A failure with a code and words for whoever polls the status. */
export class RunFailure extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'RunFailure';
  }
}
