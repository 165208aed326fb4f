import type { JobHandlers, JobKind } from './job';

/** Takes jobs from a queue that processes share and does them. */
export interface JobWorker {
  /** Begins to take jobs, as soon as the queue is there. */
  start(): Promise<void>;
  /** Takes nothing more, gives what is at work back to the queue, and lets go of it. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  handlers: JobHandlers;
  /** Jobs of a kind at a time in this process; 1 where not given. */
  concurrency?: Partial<Record<JobKind, number>>;
  /** A worker that gives no sign for that long has lost its job to another one. */
  leaseMs?: number;
}
