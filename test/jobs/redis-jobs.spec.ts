import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { JobsUnavailable } from '../../src/jobs/job';
import { RedisJobs } from '../../src/jobs/redis/redis-jobs';
import { freePort } from '../harness/postgres';
import { describeWithRedis, startTestRedis } from '../harness/redis';
import { timed, until } from '../harness/until';
import { describeSharedQueue } from './shared-queue.suite';

Logger.overrideLogger(false);

describeWithRedis('jobs over Redis', () => {
  describeSharedQueue({
    start: () => startTestRedis(),
    open(url) {
      const jobs = new RedisJobs(url);
      return { jobs, stop: () => jobs.stop() };
    },
  });

  it('F67 Redis that is absent at boot is used once it is there', async () => {
    const port = await freePort();
    const late = new RedisJobs(`redis://127.0.0.1:${port}`);
    late.start();
    await sleep(300);
    const { ms, error } = await timed(() => late.listFailed());
    expect(error).toBeInstanceOf(JobsUnavailable);
    expect(ms).toBeLessThan(4000);
    expect(late.status()).toEqual({
      mode: 'redis',
      connected: false,
      warnings: ['Redis is away: it refuses connections'],
    });
    const server = await startTestRedis({ port });
    await until(() => late.status().connected, 5000);
    expect(await late.listFailed()).toEqual([]);
    await late.stop();
    await server.stop();
  });

  it('F67 warns where Redis may drop jobs', async () => {
    const careless = await startTestRedis({ settings: ['--maxmemory-policy', 'allkeys-lru'] });
    const warned = new RedisJobs(careless.url);
    warned.start();
    await until(() => warned.status().connected && warned.status().warnings.length > 0, 5000);
    expect(warned.status().warnings[0]).toMatch(/allkeys-lru.*noeviction/);
    await warned.stop();
    await careless.stop();
  });
});
