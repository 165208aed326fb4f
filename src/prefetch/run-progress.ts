/** As the list of stages has them. */
export type StageName = string & {};

/** Where a run stands; `waiting`: another instance builds. */
export type RunState = 'idle' | 'waiting' | StageName | 'completed' | 'failed' | 'cancelled';

/** What a stage stands for in `percent`: its part of the sum of all stages' shares. */
export interface StageShare {
  name: StageName;
  share: number;
}

export interface RunError {
  code: string;
  /** In words for whoever polls the status: without paths, hosts or SQL. */
  message: string;
  count: number;
}

/** `progress` of `/prefetch/status`, to the letter. */
export interface ProgressReport {
  stage: RunState;
  universe: string | null;
  log_id: number | null;
  run_id: string | null;
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
  paused_reason: string | null;
  /** Of the instance that builds, where this one waits. */
  waiting_for: { holder: string; since: string } | null;
  errors: RunError[];
}

/** Of `/prefetch/status`. */
export interface PrefetchReport {
  is_complete: boolean;
  is_running: boolean;
  /** Of the universe at work, or the last one. */
  progress: ProgressReport;
  universes: Record<string, ProgressReport>;
}

export type Counter = keyof ProgressReport & `${'articles' | 'images'}_${string}`;

const ENDED: ReadonlySet<RunState> = new Set(['completed', 'failed', 'cancelled', 'idle']);
const MAX_ERRORS = 20;

export function emptyReport(universe: string | null = null): ProgressReport {
  return {
    stage: 'idle',
    universe,
    log_id: null,
    run_id: null,
    articles_total: 0,
    articles_processed: 0,
    articles_created: 0,
    articles_updated: 0,
    articles_unchanged: 0,
    articles_rejected: 0,
    images_total: 0,
    images_downloaded: 0,
    images_cached: 0,
    images_failed: 0,
    percent: 0,
    rate_per_second: 0,
    eta_seconds: null,
    started_at: null,
    completed_at: null,
    paused_reason: null,
    waiting_for: null,
    errors: [],
  };
}

/** The progress of one run: counts that only grow, and what follows from them (percent, rate, ETA). */
export class RunProgress {
  private readonly report: ProgressReport;
  private stageStartedAt: number;
  private stageDone = 0;
  private stageTotal = 0;

  constructor(
    universe: string,
    runId: string,
    private readonly stages: readonly StageShare[],
    private readonly onChange: () => void,
    private readonly now: () => number = Date.now,
  ) {
    this.stageStartedAt = now();
    this.report = { ...emptyReport(universe), run_id: runId, started_at: new Date(now()).toISOString() };
  }

  get stage(): RunState {
    return this.report.stage;
  }

  enter(stage: RunState): void {
    this.report.stage = stage;
    this.report.waiting_for = null;
    this.report.paused_reason = null;
    this.report.rate_per_second = 0;
    this.report.eta_seconds = null;
    this.stageStartedAt = this.now();
    this.stageDone = 0;
    this.stageTotal = 0;
    if (ENDED.has(stage)) this.end(stage);
    this.onChange();
  }

  /** Raises a counter; a lower value than before is ignored, so that what is polled only grows. */
  raise(counter: Counter, value: number): void {
    if (value <= this.report[counter]) return;
    this.report[counter] = value;
    this.onChange();
  }

  /** How far the present stage has come: articles or images done, of how many. */
  advance(done: number, total: number): void {
    this.stageDone = Math.max(this.stageDone, done);
    this.stageTotal = Math.max(total, this.stageDone);
    const seconds = Math.max(0.001, (this.now() - this.stageStartedAt) / 1000);
    const rate = this.stageDone / seconds;
    this.report.rate_per_second = Math.round(rate);
    this.report.eta_seconds = rate > 0 ? Math.ceil((this.stageTotal - this.stageDone) / rate) : null;
    this.report.percent = Math.max(this.report.percent, this.percent());
    this.onChange();
  }

  /** The final number of articles: what was created, updated, unchanged and rejected together. */
  settleTotal(): void {
    const { articles_created, articles_updated, articles_unchanged, articles_rejected } = this.report;
    const total = articles_created + articles_updated + articles_unchanged + articles_rejected;
    this.raise('articles_total', total);
    this.raise('articles_processed', total);
  }

  set logId(id: number | null) {
    this.report.log_id = id;
    this.onChange();
  }

  wait(holder: string, since: string): void {
    this.report.stage = 'waiting';
    this.report.waiting_for = { holder, since };
    this.onChange();
  }

  pause(reason: string | null): void {
    this.report.paused_reason = reason;
    this.onChange();
  }

  addError(code: string, message: string, count = 1): void {
    const known = this.report.errors.find((error) => error.code === code && error.message === message);
    if (known) known.count += count;
    else if (this.report.errors.length < MAX_ERRORS) this.report.errors.push({ code, message, count });
    this.onChange();
  }

  toReport(): ProgressReport {
    return { ...this.report, errors: this.report.errors.map((error) => ({ ...error })) };
  }

  private end(stage: RunState): void {
    if (stage === 'completed') this.report.percent = 100;
    this.report.eta_seconds = stage === 'completed' ? 0 : null;
    this.report.completed_at = new Date(this.now()).toISOString();
  }

  private percent(): number {
    const at = this.stages.findIndex(({ name }) => name === this.report.stage);
    const before = sumOfShares(this.stages.slice(0, Math.max(0, at)));
    const part = this.stageTotal > 0 ? this.stageDone / this.stageTotal : 0;
    const passed = before + (this.stages[at]?.share ?? 0) * part;
    return Math.min(99.9, Math.round((passed / sumOfShares(this.stages)) * 1000) / 10);
  }
}

function sumOfShares(stages: readonly StageShare[]): number {
  return stages.reduce((sum, { share }) => sum + share, 0);
}

/** What the log says of a run that is done. */
export function countsOf(report: ProgressReport): Record<string, number> {
  const { articles_total, articles_created, articles_updated, articles_unchanged, articles_rejected } = report;
  const { images_total, images_downloaded, images_cached, images_failed } = report;
  return {
    articles: articles_total,
    created: articles_created,
    updated: articles_updated,
    unchanged: articles_unchanged,
    rejected: articles_rejected,
    images: images_total,
    downloaded: images_downloaded,
    cached: images_cached,
    failed: images_failed,
  };
}
