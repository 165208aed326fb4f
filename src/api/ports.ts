import type { EventEmitter } from 'node:events';
import type { OperationRow } from '../database/repositories/scraping-log.repository';

/** Progress of one universe's run, as `/prefetch/status` shows it. */
export interface PrefetchProgress {
  stage: string;
  universe: string;
  log_id: number | null;
  articles_total: number;
  articles_processed: number;
  articles_created: number;
  articles_updated: number;
  articles_unchanged: number;
  articles_rejected: number;
  images_total: number;
  images_downloaded: number;
  images_cached: number;
  images_failed: number;
  percent: number;
  rate_per_second: number;
  eta_seconds: number | null;
  started_at: string | null;
  completed_at: string | null;
  /** Why a stage stands still although the run goes on. */
  paused_reason?: string | null;
  /** The instance that builds, and since when, where this one waits. */
  waiting_for?: { holder: string; since: string } | null;
  errors: { code: string; message: string; count: number }[];
}

/** The answer of `/prefetch/status`. */
export interface PrefetchStatus {
  is_complete: boolean;
  is_running: boolean;
  progress: PrefetchProgress;
  universes: Record<string, PrefetchProgress>;
  /** Who does the work in the background, and what the operator should change about it. */
  jobs?: { mode: 'in_process' | 'redis'; connected: boolean; warnings: string[]; failed: number | null };
}

export interface RunOptions {
  force?: boolean;
  allowShrink?: boolean;
}

/** What the API asks of the prefetch. */
export abstract class PrefetchControl {
  /** Emits `change` whenever `status` has changed. */
  abstract readonly events: EventEmitter;

  abstract status(): PrefetchStatus;

  /** Queues a run, or names the one that is queued or running. Throws Problem UNKNOWN_UNIVERSE. */
  abstract run(
    universe: string | undefined,
    options: RunOptions,
  ): Awaitable<{ runId: string | number; universe: string }>;

  /** Cancels the run at work; null where there is none. */
  abstract cancel(): Awaitable<{ runId: string | number; universe: string } | null>;

  /** Rebuilds from the file cache whatever the dataset key says. */
  abstract invalidate(
    universe: string | undefined,
    options: { clearImages: boolean },
  ): Awaitable<{ runId: string | number; universe: string; imagesDeleted: number }>;
}

/** Orders for work in the background. */
export abstract class JobOrders {
  /** Orders a crawl, or names the one that waits or runs. Throws Problem UNKNOWN_UNIVERSE, JobsUnavailable. */
  abstract crawl(universe: string | undefined, resume: boolean): Promise<{ jobId: string; universe: string }>;

  /** Has a failed job done again; false where there is none of that id. Throws JobsUnavailable. */
  abstract retry(jobId: string): Promise<boolean>;
}

export interface DatabaseHealth {
  connected: boolean;
  embedded: boolean;
  /** Why it is not simply up, in words. */
  reason?: string | null;
  pool: { size: number; idle: number; waiting: number; max: number };
}

/** What `cache/stats` needs to know of the stores. */
export interface CacheStatistics {
  images: { files: number; bytes: number; by_format: Record<string, number> };
  file_cache: { exists: boolean; files: number; bytes: number; created_at: string | null; stale: boolean };
  postgresql: { connected: boolean; bytes: number; tables: Record<string, number> };
  recent_operations: OperationRow[];
}

/** The state of the process and its stores, for operators. */
export abstract class ServiceState {
  abstract readonly version: string;
  /** Whether a Postgres is configured at all. */
  abstract readonly usesPostgres: boolean;

  /** Never waits. */
  abstract database(): DatabaseHealth;

  /** What the last crawl, import or refresh of a universe reported; null where there was none. */
  abstract lastFill(universe: string): Promise<object | null>;

  /** The figures of one universe; never fails because a store is away. */
  abstract statistics(universe: string): Promise<CacheStatistics>;
}

/** The status and browse page. */
export abstract class BrowsePage {
  /** The page's HTML; null where it has not been built. */
  abstract html(): Awaitable<string | Buffer | null>;
}

type Awaitable<T> = T | Promise<T>;
