import type { Config } from '../config/config';
import type { Database } from '../database/database';
import { InProcessJobs } from './in-process-jobs';
import type { JobHandlers } from './job';
import type { JobRunner } from './job-runner';
import type { JobWorker, WorkerOptions } from './job-worker';
import { PostgresJobs } from './postgres/postgres-jobs';
import { PostgresWorker } from './postgres/postgres-worker';

/** Jobs of this process, or over a queue; the handlers are the workers' then. */
export async function openJobs(
  { jobs, redisUrl }: Pick<Config, 'jobs' | 'redisUrl'>,
  handlers: JobHandlers,
  database: Database,
): Promise<JobRunner> {
  switch (jobs) {
    case 'inline':
      return new InProcessJobs(handlers);
    case 'postgres':
      return new PostgresJobs(database);
    case 'redis': {
      const { RedisJobs } = await import('./redis/redis-jobs.js');
      return new RedisJobs(addressOf(redisUrl));
    }
  }
}

/** Whoever takes the jobs of such a queue. The database is needed where they lie in Postgres. */
export async function openWorker(
  { jobs, redisUrl }: Pick<Config, 'jobs' | 'redisUrl'>,
  options: WorkerOptions,
  database: Database | undefined,
): Promise<JobWorker> {
  switch (jobs) {
    case 'inline':
      throw new Error('jobs of the service itself are for no worker');
    case 'postgres':
      if (!database) throw new Error('a worker of jobs in Postgres needs the database');
      return new PostgresWorker({ ...options, database });
    case 'redis': {
      const { RedisWorker } = await import('./redis/redis-worker.js');
      return new RedisWorker({ ...options, redisUrl: addressOf(redisUrl) });
    }
  }
}

function addressOf(redisUrl: string | null): string {
  if (redisUrl === null) throw new Error('jobs over Redis need REDIS_URL');
  return redisUrl;
}
