import type { Config } from '../../config/config';
import { ok, problem, warning, type Finding } from './finding';

const REACH_LIMIT_MS = 4000;

/** Whether the jobs' Redis is there, keeps what it is given, and has workers. */
export async function checkRedis({ redisUrl }: Config): Promise<Finding[]> {
  if (redisUrl === null) return [ok('Redis', 'REDIS_URL is not set: all work is done in the service')];
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
    const workers = await jobs.workers('image-batch');
    if (workers === 0) findings.push(warning('Workers', 'none takes jobs', 'Start some: npm run worker.'));
    else findings.push(ok('Workers', workers === null ? 'their number cannot be known' : `${workers} take jobs`));
    const failed = await jobs.listFailed();
    if (failed.length > 0) {
      findings.push(
        warning('Jobs', `${failed.length} failed`, 'See GET /jobs/failed, and POST /jobs/ID/retry to repeat one.'),
      );
    }
    return findings;
  } finally {
    await jobs.stop();
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
