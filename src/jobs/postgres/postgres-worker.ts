import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Database } from '../../database/database';
import { JobRepository, type ClaimedJob } from '../../database/repositories/job.repository';
import type { Patience } from '../../database/statement';
import { Unreachable } from '../../database/unreachable';
import { stackOf } from '../../problem/stack-of';
import {
  FIRST_BACKOFF_MS,
  HopelessJob,
  JOB_KINDS,
  MAX_ATTEMPTS,
  reasonOf,
  type JobHandler,
  type JobKind,
  type JobKinds,
} from '../job';
import type { JobWorker, WorkerOptions } from '../job-worker';
import { JobLease } from './job-lease';

/** A worker that gives no sign for that long has lost its jobs to another one; it gives one every quarter of it. */
export const LEASE_MS = 10_000;
const POLL_MS = 500;
const PATIENCE: Patience = { totalMs: 3000, acquireMs: 2000 };
const STOP_LIMIT_MS = 8000;

export interface PostgresWorkerOptions extends WorkerOptions {
  database: Database;
}

/** How an attempt ended: `stopped` where this worker stops, or the job is another one's. */
type Outcome = { result: JobKinds[JobKind]['result'] } | { error: unknown } | 'stopped';

/** Takes jobs from Postgres and does them. One that a worker lost is given out once more, then it fails. */
export class PostgresWorker implements JobWorker {
  private readonly log = new Logger('worker');
  private readonly name = randomUUID();
  private readonly table: JobRepository;
  private readonly leaseMs: number;
  private readonly stopping = new AbortController();
  private readonly working = new Map<Promise<void>, JobKind>();
  private loops: Promise<unknown> = Promise.resolve();
  private taking: Promise<void> | null = null;
  private lastProblem = '';

  constructor(private readonly options: PostgresWorkerOptions) {
    this.table = new JobRepository(options.database, PATIENCE);
    this.leaseMs = options.leaseMs ?? LEASE_MS;
  }

  async start(): Promise<void> {
    this.loops = Promise.all([
      this.repeat(this.leaseMs / 4, () => this.table.announce(this.name, this.kinds())),
      this.repeat(POLL_MS, () => this.take()),
    ]);
  }

  /** Takes nothing more, and gives what is at work back to the queue. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('the worker stops'));
    const ended = this.idle().then(() => this.leave());
    const either = new AbortController();
    const late = sleep(STOP_LIMIT_MS, undefined, { signal: either.signal }).catch(() => undefined);
    await Promise.race([ended, late]);
    either.abort();
  }

  private kinds(): JobKind[] {
    return JOB_KINDS.filter((kind) => this.options.handlers[kind]);
  }

  /** Until the worker stops. What goes wrong is said, and tried again. */
  private async repeat(everyMs: number, step: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await step().then(
        () => this.noteWell(),
        (error: unknown) => this.note(error),
      );
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** What came in the last moment is begun, and given back, too. */
  private async idle(): Promise<void> {
    await Promise.all([this.loops, this.taking]);
    await Promise.all(this.working.keys());
  }

  /** One at a time, so that nobody takes more than there are hands. */
  private take(): Promise<void> {
    this.taking ??= this.takeAll().finally(() => (this.taking = null));
    return this.taking;
  }

  /** Takes jobs until there are none, or all hands are full. */
  private async takeAll(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const kinds = this.kinds().filter((kind) => this.isFree(kind));
      if (kinds.length === 0) return;
      const holder = randomUUID();
      const job = await this.table.claim(kinds, holder, this.leaseMs);
      if (!job) return;
      this.begin(job, holder);
    }
  }

  private isFree(kind: JobKind): boolean {
    const busy = [...this.working.values()].filter((other) => other === kind).length;
    return busy < (this.options.concurrency?.[kind] ?? 1);
  }

  private begin(job: ClaimedJob, holder: string): void {
    if (job.losses > 0) this.log.warn({ msg: 'a job was lost by its worker', job: job.id, state: job.state });
    if (job.state === 'failed') return;
    const kind = job.kind as JobKind;
    const work = this.carryOut(kind, job, holder)
      .catch((error: unknown) => this.note(error))
      .finally(() => {
        this.working.delete(work);
        // The hand that came free takes the next one at once.
        if (!this.stopping.signal.aborted) this.take().catch((error: unknown) => this.note(error));
      });
    this.working.set(work, kind);
  }

  private async carryOut(kind: JobKind, job: ClaimedJob, holder: string): Promise<void> {
    const lease = new JobLease(this.table, { id: job.id, holder }, this.leaseMs, (error) => this.note(error));
    const outcome = await this.attempt(kind, job, lease);
    await lease.end();
    const isWritten = !lease.signal.aborted && (await this.settle(() => this.write(job, holder, outcome)));
    if (!isWritten) this.log.warn({ msg: 'a job was given to another worker', job: job.id });
  }

  private async attempt(kind: JobKind, job: ClaimedJob, lease: JobLease): Promise<Outcome> {
    const handler = this.options.handlers[kind] as JobHandler<JobKind>;
    try {
      const result = await handler(job.payload as JobKinds[JobKind]['payload'], {
        id: job.id,
        signal: AbortSignal.any([this.stopping.signal, lease.signal]),
        isRepeated: job.attempts > 0 || job.losses > 0,
        before: job.progress as JobKinds[JobKind]['progress'] | null,
        report: (progress) => lease.report(progress),
      });
      return { result };
    } catch (error) {
      if (this.stopping.signal.aborted || lease.signal.aborted) return 'stopped';
      this.log.error({ msg: 'a job did not succeed', job: job.id, error: stackOf(error) });
      return { error };
    }
  }

  /** False where another worker has the job. */
  private write({ id, attempts }: ClaimedJob, holder: string, outcome: Outcome): Promise<boolean> {
    if (outcome === 'stopped') return this.table.giveBack(id, holder);
    if ('result' in outcome) return this.table.complete(id, holder, outcome.result);
    const { error } = outcome;
    if (error instanceof HopelessJob || attempts + 1 >= MAX_ATTEMPTS)
      return this.table.fail(id, holder, { code: 'job_failed', reason: reasonOf(error) });
    return this.table.postpone(id, holder, FIRST_BACKOFF_MS * 4 ** attempts);
  }

  /** Writes an end down, as soon as Postgres takes it; a worker that stops leaves it to the end of the lease. */
  private async settle(write: () => Promise<boolean>): Promise<boolean> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!(error instanceof Unreachable) || this.stopping.signal.aborted) throw error;
        this.note(error);
        await sleep(POLL_MS);
      }
    }
  }

  private async leave(): Promise<void> {
    await this.table.leave(this.name).catch((error: unknown) => this.note(error));
  }

  private noteWell(): void {
    if (this.lastProblem) this.log.log({ msg: 'Postgres is back' });
    this.lastProblem = '';
  }

  /** Postgres that is away is said once, not at every attempt to reach it. */
  private note(error: unknown): void {
    if (!(error instanceof Unreachable)) {
      this.log.error({ msg: 'the job queue failed', error: stackOf(error) });
    } else if (error.reason !== this.lastProblem) {
      this.lastProblem = error.reason;
      this.log.warn({ msg: 'trouble with the job queue', problem: error.reason });
    }
  }
}
