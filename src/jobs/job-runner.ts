import type { FailedJob, JobKind, JobKinds, JobView, JobsStatus } from './job';

/** An order with its natural key: the same work has the same id, so that submitting it again adopts it. */
export interface JobOrder<K extends JobKind> {
  /** `<kind>.<natural key>` of letters, digits, `_`, `-` and `.`. */
  id: string;
  payload: JobKinds[K]['payload'];
}

/** Work that may be done elsewhere and later. Every method throws JobsUnavailable within a second where the queue is away. */
export abstract class JobRunner {
  /** Begins to reach the queue; does not wait. */
  abstract start(): void;

  /**
   * Submits jobs. One of the same id that waits or is at work is adopted; one that ended is done again.
   */
  abstract submitAll<K extends JobKind>(kind: K, orders: readonly JobOrder<K>[]): Promise<void>;

  /** How those jobs are; ids that the queue does not know are left out. */
  abstract look<K extends JobKind>(kind: K, ids: readonly string[]): Promise<Map<string, JobView<K>>>;

  /** Takes a waiting job out of the queue. True where the queue does not have it any more, or never had. */
  abstract withdraw(id: string): Promise<boolean>;

  /** Processes that take jobs of that kind; null where it cannot be known. */
  abstract workers(kind: JobKind): Promise<number | null>;

  /** Jobs that were given up, the latest first. */
  abstract listFailed(): Promise<FailedJob[]>;

  /** Has a failed job done again; false where there is none of that id. */
  abstract retry(id: string): Promise<boolean>;

  /** Whether nobody begins a job until the queue goes on. */
  abstract isPaused(): Promise<boolean>;

  /** Holds back what waits, or lets it go on; what is at work goes on to its end either way. */
  abstract setPaused(isPaused: boolean): Promise<void>;

  /** Never waits. */
  abstract status(): JobsStatus;

  /** Ends the jobs that run here and lets go of the queue. */
  abstract stop(): Promise<void>;

  submit<K extends JobKind>(kind: K, payload: JobKinds[K]['payload'], { id }: { id: string }): Promise<void> {
    return this.submitAll(kind, [{ id, payload }]);
  }
}
