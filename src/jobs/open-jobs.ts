import { InProcessJobs } from './in-process-jobs';
import type { JobHandlers } from './job';
import type { JobRunner } from './job-runner';

/** Jobs over Redis where it is configured (the handlers are the workers' then), else jobs of this process. */
export async function openJobs(redisUrl: string | null, handlers: JobHandlers): Promise<JobRunner> {
  if (redisUrl === null) return new InProcessJobs(handlers);
  const { RedisJobs } = await import('./redis/redis-jobs.js');
  return new RedisJobs(redisUrl);
}
