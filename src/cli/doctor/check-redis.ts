import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config/config';
import { checkJobs } from './check-jobs';
import { ok, problem, warning, type Finding } from './finding';

const REACH_LIMIT_MS = 4000;

/** Whether Redis is there and keeps what it is given, and, where the jobs are in it, whether somebody takes them. */
export async function checkRedis({ redisUrl, jobs: setting }: Config): Promise<Finding[]> {
  if (redisUrl === null) {
    const who = setting === 'postgres' ? 'jobs are in Postgres' : 'all work is done in the service';
    return [ok('Redis', `REDIS_URL is not set: ${who}`)];
  }
  const { RedisJobs } = await import('../../jobs/redis/redis-jobs.js');
  const jobs = new RedisJobs(redisUrl);
  jobs.start();
  try {
    for (const end = Date.now() + REACH_LIMIT_MS; Date.now() < end && !jobs.status().connected;) await sleep(50);
    const { connected, warnings } = jobs.status();
    if (!connected) {
      return [
        problem(
          'Redis',
          warnings[0] ?? 'away',
          'The service does all work itself meanwhile. Correct REDIS_URL, or start it.',
        ),
      ];
    }
    const findings: Finding[] = [ok('Redis', 'reached')];
    for (const text of warnings)
      findings.push(warning('Redis', text, 'redis-cli CONFIG SET maxmemory-policy noeviction.'));
    return setting === 'redis' ? [...findings, ...(await checkJobs(jobs))] : findings;
  } finally {
    await jobs.stop();
  }
}
