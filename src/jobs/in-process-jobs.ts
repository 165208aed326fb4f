import { Logger } from '@nestjs/common';
import { systemClock, type Clock } from '../egress/clock';
import {
  FIRST_BACKOFF_MS,
  HopelessJob,
  JOB_KINDS,
  MAX_ATTEMPTS,
  kindOf,
  reasonOf,
  type FailedJob,
  type JobContext,
  type JobHandler,
  type JobHandlers,
  type JobKind,
  type JobKinds,
  type JobView,
  type JobsStatus,
} from './job';
import { JobRunner, type JobOrder } from './job-runner';

interface Entry {
  id: string;
  kind: JobKind;
  payload: JobKinds[JobKind]['payload'];
  view: JobView<JobKind>;
  attempts: number;
  endedAt: number;
}

/** Ended jobs that are remembered, so that memory stays bounded. */
const MAX_ENDED = 1000;

/** Jobs of this process: one of a kind at a time, in the order of submission; all are gone with the process. */
export class InProcessJobs extends JobRunner {
  private readonly log = new Logger('jobs');
  private readonly jobs = new Map<string, Entry>();
  private readonly working = new Map<JobKind, Promise<void>>();
  private readonly stopping = new AbortController();
  private paused = false;

  constructor(
    private readonly handlers: JobHandlers,
    private readonly clock: Clock = systemClock,
  ) {
    super();
  }

  start(): void {
    // Nothing to reach: the work begins with the first job.
  }

  async submitAll<K extends JobKind>(kind: K, orders: readonly JobOrder<K>[]): Promise<void> {
    for (const { id, payload } of orders) {
      if (this.isOpen(this.jobs.get(id))) continue;
      this.jobs.delete(id);
      this.jobs.set(id, { id, kind, payload, view: { state: 'waiting' }, attempts: 0, endedAt: 0 });
    }
    this.forgetOldest();
    this.wake(kind);
  }

  async look<K extends JobKind>(_kind: K, ids: readonly string[]): Promise<Map<string, JobView<K>>> {
    const known = ids.map((id) => this.jobs.get(id)).filter((job) => job !== undefined);
    return new Map(known.map(({ id, view }) => [id, view as JobView<K>]));
  }

  async withdraw(id: string): Promise<boolean> {
    const job = this.jobs.get(id);
    return job === undefined || (job.view.state === 'waiting' && this.jobs.delete(id));
  }

  async workers(kind: JobKind): Promise<number> {
    return this.handlers[kind] ? 1 : 0;
  }

  async listFailed(): Promise<FailedJob[]> {
    const failed = [...this.jobs.values()].flatMap((job) => toFailed(job) ?? []);
    return failed.sort((a, b) => (a.failedAt < b.failedAt ? 1 : -1));
  }

  async retry(id: string): Promise<boolean> {
    const job = this.jobs.get(id);
    const kind = kindOf(id);
    if (job?.view.state !== 'failed' || !kind) return false;
    job.attempts = 0;
    job.view = { state: 'waiting' };
    this.wake(kind);
    return true;
  }

  async isPaused(): Promise<boolean> {
    return this.paused;
  }

  async setPaused(isPaused: boolean): Promise<void> {
    this.paused = isPaused;
    for (const kind of JOB_KINDS) this.wake(kind);
  }

  status(): JobsStatus {
    return { mode: 'in_process', connected: true, warnings: [] };
  }

  async stop(): Promise<void> {
    this.stopping.abort(new Error('the process stops'));
    await Promise.all(this.working.values());
  }

  private wake(kind: JobKind): void {
    if (this.working.has(kind) || this.stopping.signal.aborted) return;
    const work = this.work(kind).finally(() => this.working.delete(kind));
    this.working.set(kind, work);
  }

  private async work(kind: JobKind): Promise<void> {
    for (let job = this.next(kind); job; job = this.next(kind)) {
      await this.carryOut(job, this.handlers[kind] as JobHandler<JobKind> | undefined);
    }
  }

  private next(kind: JobKind): Entry | null {
    if (this.stopping.signal.aborted || this.paused) return null;
    for (const job of this.jobs.values()) if (job.kind === kind && job.view.state === 'waiting') return job;
    return null;
  }

  /** Never throws: what goes wrong is the job's, and the next one has its turn. */
  private async carryOut(job: Entry, handler: JobHandler<JobKind> | undefined): Promise<void> {
    const { signal } = this.stopping;
    for (job.attempts = 1; !signal.aborted; job.attempts++) {
      try {
        if (!handler) throw new HopelessJob('Nothing here does jobs of this kind');
        const result = await handler(job.payload, this.contextOf(job));
        this.end(job, { state: 'completed', result });
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof HopelessJob || job.attempts >= MAX_ATTEMPTS) {
          this.fail(job, error);
          return;
        }
        await this.clock.sleep(FIRST_BACKOFF_MS * 4 ** (job.attempts - 1), signal).catch(() => undefined);
      }
    }
  }

  private contextOf(job: Entry): JobContext<JobKind> {
    const before = job.view.state === 'active' ? job.view.progress : null;
    job.view = { state: 'active', progress: before };
    return {
      id: job.id,
      signal: this.stopping.signal,
      isRepeated: job.attempts > 1,
      before,
      report: (progress) => {
        if (job.view.state === 'active') job.view = { state: 'active', progress };
      },
    };
  }

  private fail(job: Entry, error: unknown): void {
    const progress = job.view.state === 'active' ? job.view.progress : null;
    this.log.error({ msg: 'a job failed', job: job.id, attempts: job.attempts, error: String(error) });
    this.end(job, { state: 'failed', code: 'job_failed', reason: reasonOf(error), progress });
  }

  private end(job: Entry, view: JobView<JobKind>): void {
    job.view = view;
    job.endedAt = this.clock.now();
  }

  private isOpen(job: Entry | undefined): boolean {
    return job?.view.state === 'waiting' || job?.view.state === 'active';
  }

  private forgetOldest(): void {
    const ended = [...this.jobs.values()].filter((job) => !this.isOpen(job));
    for (const { id } of ended.slice(0, Math.max(0, ended.length - MAX_ENDED))) this.jobs.delete(id);
  }
}

function toFailed({ id, kind, payload, view, attempts, endedAt }: Entry): FailedJob | null {
  if (view.state !== 'failed') return null;
  const failedAt = new Date(endedAt).toISOString();
  return { id, kind, universe: payload.universe, code: view.code, reason: view.reason, attempts, failedAt };
}
