import type { Job, Worker, WorkerOptions as BullOptions } from 'bullmq';
import { Logger } from '@nestjs/common';
import { stackOf } from '../../problem/stack-of';
import { JOB_KINDS, type JobContext, type JobHandler, type JobKind, type JobKinds } from '../job';
import type { JobWorker, WorkerOptions } from '../job-worker';
import { describe } from './redis-client';
import { toStoredError } from './failure';
import { KEY_PREFIX, queueName } from './queue-names';
import { redisAddress } from './redis-address';

export interface RedisWorkerOptions extends WorkerOptions {
  redisUrl: string;
}

/** Renewed twice in that time; work that blocks a process for longer is in other threads and processes. */
const LOCK_MS = 10_000;
const REPORT_EVERY_MS = 500;
const STOP_LIMIT_MS = 8000;

/** Takes jobs from Redis and does them. One that a worker lost is given out once more, then it fails. */
export class RedisWorker implements JobWorker {
  private readonly log = new Logger('worker');
  private readonly stopping = new AbortController();
  private workers: Worker[] = [];
  private lastProblem = '';

  constructor(private readonly options: RedisWorkerOptions) {}

  /** Begins to take jobs, as soon as Redis is there. */
  async start(): Promise<void> {
    const { Worker: BullWorker } = await import('bullmq');
    for (const kind of JOB_KINDS) {
      const handler = this.options.handlers[kind] as JobHandler<JobKind> | undefined;
      if (!handler) continue;
      const take = (job: Job, token?: string, signal?: AbortSignal) => this.take(handler, job, token, signal);
      const worker = new BullWorker(queueName(kind), take, this.settings(kind));
      this.listenTo(worker);
      this.workers.push(worker);
    }
  }

  /** Takes nothing more, gives what is at work back to the queue, and lets go of Redis. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('the worker stops'));
    const idle = Promise.allSettled(this.workers.map((worker) => worker.pause()));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, STOP_LIMIT_MS)));
    await Promise.race([idle, late]);
    clearTimeout(timer);
    // Not before: where Redis is away, a close that waits for the jobs never ends, and cannot be forced any more.
    await Promise.allSettled(this.workers.map((worker) => worker.close(true)));
  }

  private settings(kind: JobKind): BullOptions {
    const lockDuration = this.options.leaseMs ?? LOCK_MS;
    return {
      connection: {
        ...redisAddress(this.options.redisUrl),
        maxRetriesPerRequest: null,
        connectTimeout: 5000,
        retryStrategy: (times: number) => Math.min(100 * 2 ** Math.min(times, 10), 5000),
      },
      prefix: KEY_PREFIX,
      concurrency: this.options.concurrency?.[kind] ?? 1,
      lockDuration,
      // So a dead worker's job is taken over after a quarter more than the lock at the latest.
      stalledInterval: lockDuration / 4,
      maxStalledCount: 1,
      runRetryDelay: 1000,
    };
  }

  private listenTo(worker: Worker): void {
    worker.on('error', (error) => this.note(error));
    worker.on('ready', () => {
      if (this.lastProblem) this.log.log({ msg: 'Redis is back' });
      this.lastProblem = '';
    });
    worker.on('stalled', (job) => this.log.warn({ msg: 'a job was lost by its worker and is given out again', job }));
    worker.on('failed', (job, error) => {
      this.log.warn({ msg: 'a job failed', job: job?.id, attempt: job?.attemptsMade, reason: error.message });
    });
    // Another worker has it by now, or will: what this one does further is in vain.
    worker.on('lockRenewalFailed', (ids) => {
      for (const id of ids) worker.cancelJob(id, 'the job was given to another worker');
    });
  }

  private async take(
    handler: JobHandler<JobKind>,
    job: Job,
    token: string | undefined,
    lost: AbortSignal | undefined,
  ): Promise<JobKinds[JobKind]['result']> {
    const { WaitingError } = await import('bullmq');
    const signal = lost ? AbortSignal.any([this.stopping.signal, lost]) : this.stopping.signal;
    const reporter = new Reporter(job, (error) => this.note(error));
    try {
      signal.throwIfAborted();
      const context = contextOf(job, signal, reporter);
      const result = await handler(job.data as JobKinds[JobKind]['payload'], context);
      await reporter.end();
      return result;
    } catch (error) {
      await reporter.end();
      if (this.stopping.signal.aborted && !lost?.aborted) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      this.log.error({
        msg: 'a job did not succeed',
        job: job.id,
        error: stackOf(error),
      });
      throw toStoredError(error);
    }
  }

  /** Redis that is away is said once, not at every attempt to reach it. */
  private note(error: Error): void {
    const problem = /lock|missing key/i.test(error.message) ? 'a job was lost to another worker' : describe(error);
    if (problem === this.lastProblem) return;
    this.lastProblem = problem;
    this.log.warn({ msg: 'trouble with the job queue', problem });
  }
}

function contextOf(job: Job, signal: AbortSignal, reporter: Reporter): JobContext<JobKind> {
  return {
    id: job.id ?? '',
    signal,
    isRepeated: job.attemptsMade > 0 || job.stalledCounter > 0,
    before: typeof job.progress === 'object' ? (job.progress as JobKinds[JobKind]['progress']) : null,
    report: (progress) => reporter.report(progress),
  };
}

/** Tells a job's progress twice a second at most. */
class Reporter {
  private latest: JobKinds[JobKind]['progress'] | null = null;
  private timer: NodeJS.Timeout | null = null;
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly job: Job,
    private readonly onError: (error: Error) => void,
  ) {}

  report(progress: JobKinds[JobKind]['progress']): void {
    this.latest = progress;
    this.timer ??= setTimeout(() => this.send(), REPORT_EVERY_MS).unref();
  }

  /** Nothing is sent after this. */
  async end(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.latest = null;
    await this.sending;
  }

  private send(): void {
    this.timer = null;
    if (this.latest) this.sending = this.job.updateProgress(this.latest).catch(this.onError);
  }
}
