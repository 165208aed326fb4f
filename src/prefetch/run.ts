import { randomUUID } from 'node:crypto';
import type { OperationEnd } from '../database/repositories/scraping-log.repository';
import { RunProgress, type StageName, type StageShare } from './run-progress';
import { openSpan, type Span } from '../tracing/span';

export interface RunOptions {
  /** Ignores what an earlier run finished. */
  force: boolean;
  allowShrink: boolean;
}

/** `open`: may still take on what is asked; `loading`: its dataset is settled; `loaded`: only images are left to do. */
export type RunStep = 'open' | 'loading' | 'loaded';

/** One run over one universe: what it was asked, and how far it is. */
export class Run {
  readonly id = randomUUID();
  readonly progress: RunProgress;
  readonly span: Span;
  readonly startedAt = performance.now();
  step: RunStep = 'open';
  hasBegun = false;
  /** The stage that the log was told of last: one that is tried again and again is told of once. */
  announced: StageName | null = null;
  /** Id of the row in scraping_logs, once there was something to log. */
  logId: number | null = null;
  /** The run that was asked for when this one could no longer do what was asked. */
  followedBy: string | null = null;
  private readonly ending = new AbortController();
  private readonly superseding = new AbortController();
  private isAskedAgain = false;

  constructor(
    readonly universe: string,
    private asked: RunOptions,
    stages: readonly StageShare[],
    onChange: () => void,
  ) {
    this.progress = new RunProgress(universe, this.id, stages, onChange);
    const attributes = { 'lorekeeper.universe': universe, 'lorekeeper.run_id': this.id };
    this.span = openSpan(() => ({ name: 'run', isRoot: true, attributes }));
  }

  get options(): RunOptions {
    return this.asked;
  }

  /** Aborted when the run is to end as `cancelled`. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  /** Aborted when a later run of the universe makes it pointless to go on. */
  get superseded(): AbortSignal {
    return this.superseding.signal;
  }

  cancel(): void {
    this.ending.abort(new Error('the run was cancelled'));
  }

  /** Takes on what is asked while the run is open. */
  ask({ force, allowShrink }: RunOptions): void {
    this.asked = { force: this.asked.force || force, allowShrink: this.asked.allowShrink || allowShrink };
    this.isAskedAgain = true;
  }

  /** What to read the file cache for, now; whatever is asked from here on has to be looked at again. */
  beginReading(): RunOptions {
    this.isAskedAgain = false;
    return this.asked;
  }

  /** Settles the dataset, unless something was asked since the reading began. */
  endReading(): boolean {
    if (this.isAskedAgain) return false;
    this.step = 'loading';
    return true;
  }

  supersede(by: Run): void {
    this.followedBy = by.id;
    this.superseding.abort(new Error('a later run of the universe does the rest'));
  }

  /** The run as scraping_logs records it. */
  toEnd(status: OperationEnd['status'], errorMessage: string | null): OperationEnd {
    const report = this.progress.toReport();
    return {
      ...report,
      status,
      errors_count: report.errors.reduce((sum, error) => sum + error.count, 0),
      errorMessage,
      extra: {
        run_id: this.id,
        articles_unchanged: report.articles_unchanged,
        articles_rejected: report.articles_rejected,
        errors: report.errors,
        ...(this.followedBy !== null && { followed_by: this.followedBy }),
      },
    };
  }
}
