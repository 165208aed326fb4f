/** What each kind of job is asked, tells while it runs, and gives back. All of it is JSON. */
export interface JobKinds {
  'image-batch': { payload: ImageBatch; progress: ImageBatchProgress; result: ImageBatchResult };
  crawl: { payload: CrawlOrder; progress: CrawlProgress; result: CrawlResult };
}

export type JobKind = keyof JobKinds;

export const JOB_KINDS: readonly JobKind[] = ['image-batch', 'crawl'];

export interface ImageBatch {
  universe: string;
  urls: string[];
  /** Which version of its file a URL stands for, where the wiki says. */
  revisions?: Record<string, string>;
  force?: boolean;
}

export interface ImageBatchProgress {
  downloaded: number;
  pausedReason: string | null;
}

export interface ImageBatchResult {
  total: number;
  downloaded: number;
  cached: number;
  failed: number;
  failures: { code: string; message: string; count: number }[];
}

export interface CrawlOrder {
  universe: string;
  resume: boolean;
  /** Names the file cache that is to be filled; null or left out where it has no name. */
  cache?: string | null;
}

export interface CrawlProgress {
  done: number;
  total: number;
}

export interface CrawlResult {
  articles: number;
}

/** What a handler gets beside its payload. */
export interface JobContext<K extends JobKind> {
  id: string;
  /** Aborted when the process stops, or when the job was given to another worker; what runs on then is in vain. */
  signal: AbortSignal;
  /** Whether an earlier attempt began and did not end: parts of the work may be done. */
  isRepeated: boolean;
  /** What an earlier attempt told last. */
  before: JobKinds[K]['progress'] | null;
  report(progress: JobKinds[K]['progress']): void;
}

/** Does a job. It may run more than once, also twice at the same time: the effects must be those of one run. */
export type JobHandler<K extends JobKind> = (
  payload: JobKinds[K]['payload'],
  context: JobContext<K>,
) => Promise<JobKinds[K]['result']>;

export type JobHandlers = { [K in JobKind]?: JobHandler<K> };
/** The provider of JobHandlers. */
export const JOB_HANDLERS = Symbol('JobHandlers');

/** A job as its submitter sees it. */
export type JobView<K extends JobKind> =
  | { state: 'waiting' }
  | { state: 'active'; progress: JobKinds[K]['progress'] | null }
  | { state: 'completed'; result: JobKinds[K]['result'] }
  | { state: 'failed'; code: JobFailureCode; reason: string; progress: JobKinds[K]['progress'] | null };

/** `stalled`: its worker died or hung, and the one after it as well. */
export type JobFailureCode = 'job_failed' | 'job_stalled';

export const STALLED_REASON = 'The worker that had it died or hung, more than once';

/** A job that is given up until somebody retries it. */
export interface FailedJob {
  id: string;
  kind: JobKind;
  universe: string;
  code: JobFailureCode;
  /** In words, without paths or hosts. */
  reason: string;
  attempts: number;
  failedAt: string;
}

export const JOBS_MODES = ['in_process', 'redis', 'postgres'] as const;
export type JobsMode = (typeof JOBS_MODES)[number];

export interface JobsStatus {
  mode: JobsMode;
  connected: boolean;
  /** What the operator should change, in words. */
  warnings: string[];
}

/** A failure that another attempt would meet again; its message is in words for whoever lists failed jobs. */
export class HopelessJob extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    // BullMQ tells by this name that a job must not be tried again.
    this.name = 'UnrecoverableError';
  }
}

/** The queue cannot be reached; the caller does the work itself, or says so. */
export class JobsUnavailable extends Error {
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`the job queue cannot be used: ${reason}`, options);
    this.name = 'JobsUnavailable';
  }
}

/** Attempts of a job, the first one included. */
export const MAX_ATTEMPTS = 3;
export const FIRST_BACKOFF_MS = 1000;

/** The kind that an id names, for ids are `<kind>.<natural key>`; null for anything else. */
export function kindOf(id: string): JobKind | null {
  return JOB_KINDS.find((kind) => id.startsWith(`${kind}.`)) ?? null;
}

/** What may be told of a failed job: our own words stay, anything else might name paths and hosts. */
export function reasonOf(error: unknown): string {
  if (error instanceof HopelessJob) return error.message;
  return 'The work ended with an error; the log of the worker says more';
}
