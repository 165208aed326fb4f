import type { Job, JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { Logger } from '@nestjs/common';
import {
  FIRST_BACKOFF_MS,
  JOB_KINDS,
  JobsUnavailable,
  MAX_ATTEMPTS,
  kindOf,
  type FailedJob,
  type JobKind,
  type JobKinds,
  type JobView,
  type JobsStatus,
} from '../job';
import { JobRunner, type JobOrder } from '../job-runner';
import { failureOf } from './failure';
import { KEY_PREFIX, queueName } from './queue-names';
import { RedisClient } from './redis-client';

/** Jobs per round trip: a submission of many is cut, so that each part stays within its time. */
const SUBMIT_AT_ONCE = 100;
const MAX_LISTED = 200;
const DAY_S = 86_400;

const OPTIONS: JobsOptions = {
  attempts: MAX_ATTEMPTS,
  backoff: { type: 'exponential', delay: FIRST_BACKOFF_MS, jitter: 0.3 },
  // Results wait for whoever follows them; a submitter that was away that long looks at the images instead.
  removeOnComplete: { age: 3600, count: 5000 },
  removeOnFail: { age: 7 * DAY_S, count: 1000 },
};

/** Jobs in Redis (BullMQ), which worker processes take. This is the submitters' side; RedisWorker is the other. */
export class RedisJobs extends JobRunner {
  private readonly log = new Logger('jobs');
  private readonly client: RedisClient;
  private bullmq: typeof import('bullmq') | null = null;
  private queues: Map<JobKind, Queue> | null = null;

  constructor(redisUrl: string) {
    super();
    this.client = new RedisClient(redisUrl);
    this.client.on('ready', () => this.warn());
  }

  start(): void {
    this.connect().catch((error: unknown) => {
      this.log.error({ msg: 'the job queue could not be loaded', error: String(error) });
    });
  }

  async submitAll<K extends JobKind>(kind: K, orders: readonly JobOrder<K>[]): Promise<void> {
    for (let at = 0; at < orders.length; at += SUBMIT_AT_ONCE) {
      const part = orders.slice(at, at + SUBMIT_AT_ONCE);
      await this.use(kind, async (queue) => {
        await removeEnded(queue, part);
        await queue.addBulk(
          part.map(({ id, payload }) => ({ name: kind, data: payload, opts: { ...OPTIONS, jobId: id } })),
        );
      });
    }
  }

  async look<K extends JobKind>(kind: K, ids: readonly string[]): Promise<Map<string, JobView<K>>> {
    const jobs = await this.use(kind, (queue) => Promise.all(ids.map((id) => queue.getJob(id))));
    const views = new Map<string, JobView<K>>();
    for (const job of jobs) if (job?.id !== undefined) views.set(job.id, toView<K>(job as Job));
    return views;
  }

  async withdraw(id: string): Promise<boolean> {
    const kind = kindOf(id);
    if (!kind) return true;
    return this.use(kind, async (queue) => {
      const job = (await queue.getJob(id)) as Job | undefined;
      if (!job) return true;
      if (job.finishedOn !== undefined) return false;
      // One that a worker has is locked, and stays.
      return job.remove().then(
        () => true,
        (error: unknown) => {
          if (/locked/i.test(String(error))) return false;
          throw error;
        },
      );
    });
  }

  async workers(kind: JobKind): Promise<number | null> {
    return this.use(kind, (queue) => queue.getWorkersCount()).catch((error: unknown) => {
      // CLIENT LIST is forbidden on some managed servers.
      if (error instanceof JobsUnavailable && !this.client.isReady) throw error;
      return null;
    });
  }

  async listFailed(): Promise<FailedJob[]> {
    const lists = await Promise.all(
      JOB_KINDS.map((kind) => this.use(kind, (queue) => queue.getFailed(0, MAX_LISTED - 1))),
    );
    const failed = lists.flat().map((job) => toFailed(job as Job));
    return failed.sort((a, b) => (a.failedAt < b.failedAt ? 1 : -1)).slice(0, MAX_LISTED);
  }

  async retry(id: string): Promise<boolean> {
    const kind = kindOf(id);
    if (!kind) return false;
    return this.use(kind, async (queue) => {
      const job = (await queue.getJob(id)) as Job | undefined;
      if (!job || !(await job.isFailed())) return false;
      await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
      return true;
    });
  }

  isPaused(): Promise<boolean> {
    return this.use(JOB_KINDS[0]!, (queue) => queue.isPaused());
  }

  async setPaused(isPaused: boolean): Promise<void> {
    for (const kind of JOB_KINDS) await this.use(kind, (queue) => (isPaused ? queue.pause() : queue.resume()));
  }

  status(): JobsStatus {
    const connected = this.client.isReady;
    const warnings = connected ? this.policyWarnings() : [`Redis is away: ${this.client.reason}`];
    return { mode: 'redis', connected, warnings };
  }

  async stop(): Promise<void> {
    const queues = [...(this.queues?.values() ?? [])];
    this.queues = null;
    this.client.stop();
    await Promise.allSettled(queues.map((queue) => queue.close()));
  }

  /** Loads BullMQ first, so that no call has to wait for it. */
  private async connect(): Promise<void> {
    this.bullmq = await import('bullmq');
    await this.client.start();
  }

  private use<T>(kind: JobKind, work: (queue: Queue) => Promise<T>): Promise<T> {
    return this.client.within(async (connection) => {
      this.queues ??= openQueues(this.bullmq!.Queue, connection);
      const queue = this.queues.get(kind);
      if (!queue) throw new Error(`there is no queue of ${kind}`);
      return work(queue);
    });
  }

  private policyWarnings(): string[] {
    const policy = this.client.evictionPolicy;
    if (policy === null || policy === 'noeviction') return [];
    return [`Redis may drop jobs (maxmemory-policy ${policy}); set it to noeviction`];
  }

  private warn(): void {
    for (const warning of this.policyWarnings())
      this.log.warn({ msg: 'the Redis of the jobs is set up badly', warning });
  }
}

function openQueues(BullQueue: typeof Queue, connection: Redis): Map<JobKind, Queue> {
  const queues = new Map<JobKind, Queue>();
  for (const kind of JOB_KINDS) {
    // The version check would print the eviction policy beside the log, which says it in words of its own.
    const options = { prefix: KEY_PREFIX, skipMetasUpdate: true, skipVersionCheck: true };
    const queue = new BullQueue(queueName(kind), { connection, ...options });
    // Every call reports its own failure; without a listener the same error would end the process.
    queue.on('error', () => undefined);
    queues.set(kind, queue);
  }
  return queues;
}

/** A job that ended would be in the way of a new one of its id. */
async function removeEnded(queue: Queue, orders: readonly { id: string }[]): Promise<void> {
  const jobs = await Promise.all(orders.map(({ id }) => queue.getJob(id)));
  const ended = jobs.filter((job) => job?.finishedOn !== undefined);
  await Promise.all(ended.map((job) => job?.remove().catch(() => undefined)));
}

function toView<K extends JobKind>(job: Job): JobView<K> {
  const progress = toProgress<K>(job);
  if (job.finishedOn === undefined) {
    return job.processedOn === undefined ? { state: 'waiting' } : { state: 'active', progress };
  }
  if (job.returnvalue) return { state: 'completed', result: job.returnvalue as JobKinds[K]['result'] };
  return { state: 'failed', ...failureOf(job.failedReason), progress };
}

/** BullMQ's progress is 0 until a handler reports. */
function toProgress<K extends JobKind>(job: Job): JobKinds[K]['progress'] | null {
  return typeof job.progress === 'object' ? (job.progress as JobKinds[K]['progress']) : null;
}

function toFailed(job: Job): FailedJob {
  return {
    id: job.id ?? '',
    kind: job.name as JobKind,
    universe: String((job.data as { universe?: unknown }).universe ?? ''),
    ...failureOf(job.failedReason),
    attempts: job.attemptsMade,
    failedAt: new Date(job.finishedOn ?? job.timestamp).toISOString(),
  };
}
