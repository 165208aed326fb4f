import { randomUUID } from 'node:crypto';
import type { Snapshot } from '../dataset/snapshot';
import type { BuildResult } from './categorise/build-dataset';
import type { RunEnd } from './ports';
import { RunProgress } from './run-progress';

export interface RunOptions {
  /** Ignores what an earlier run finished. */
  force: boolean;
  allowShrink: boolean;
}

/** One run over one universe: what it was asked, how far it is, and what its stages hand to each other. */
export class Run {
  readonly id = randomUUID();
  readonly progress: RunProgress;
  readonly abort = new AbortController();
  /** Set by the categorise stage. */
  build: BuildResult | null = null;
  snapshot: Snapshot | null = null;
  /** Id of the row in scraping_logs, once there was something to log. */
  logId: number | null = null;
  /** The data were invalidated while the run was at work: it starts over before it ends. */
  invalidated = false;

  constructor(
    readonly universe: string,
    readonly options: RunOptions,
    onChange: () => void,
  ) {
    this.progress = new RunProgress(universe, this.id, onChange);
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** The run as scraping_logs records it. */
  toEnd(status: RunEnd['status'], errorMessage: string | null): RunEnd {
    const report = this.progress.toReport();
    return {
      status,
      articlesProcessed: report.articles_processed,
      articlesCreated: report.articles_created,
      articlesUpdated: report.articles_updated,
      imagesDownloaded: report.images_downloaded,
      imagesCached: report.images_cached,
      imagesFailed: report.images_failed,
      errorsCount: report.errors.reduce((sum, error) => sum + error.count, 0),
      errorMessage,
      extra: {
        run_id: this.id,
        articles_unchanged: report.articles_unchanged,
        articles_rejected: report.articles_rejected,
        errors: report.errors,
      },
    };
  }
}
