import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { JobsUnavailable, type JobView } from '../../src/jobs/job';
import { RedisJobs } from '../../src/jobs/redis/redis-jobs';
import { freePort } from '../harness/postgres';
import { describeWithRedis, startTestRedis, type TestRedis } from '../harness/redis';
import { timed, until } from './until';
import { TestWorkers } from './workers';

Logger.overrideLogger(false);

/** `LONG_TESTS=1`: with the times of the real thing. */
const IS_LONG = process.env.LONG_TESTS === '1';
const LOCK_MS = IS_LONG ? 30_000 : 1500;
const BLOCK_MS = IS_LONG ? 40_000 : 4000;
const PATIENCE_MS = IS_LONG ? 150_000 : 20_000;

describeWithRedis('jobs over Redis', () => {
  let redis: TestRedis;
  let jobs: RedisJobs;
  let workers: TestWorkers;
  let batches = 0;

  beforeEach(async () => {
    redis = await startTestRedis();
    jobs = await connected(redis.url);
    workers = new TestWorkers(redis.url, LOCK_MS);
  });
  afterEach(async () => {
    await workers.stop();
    await jobs.stop();
    await redis.stop();
    expect(workers.log).not.toMatch(/unhandled|uncaught/i);
  });

  async function connected(url: string): Promise<RedisJobs> {
    const made = new RedisJobs(url);
    made.start();
    await until(() => made.status().connected, 5000);
    return made;
  }

  async function submit(urls: string[]): Promise<string> {
    const id = `image-batch.star_wars.${++batches}`;
    await jobs.submit('image-batch', { universe: 'star_wars', urls }, { id });
    return id;
  }

  async function view(id: string): Promise<JobView<'image-batch'> | undefined> {
    return (await jobs.look('image-batch', [id])).get(id);
  }

  async function ended(id: string): Promise<JobView<'image-batch'> | undefined> {
    let last: JobView<'image-batch'> | undefined;
    await until(async () => {
      last = await view(id);
      return last?.state === 'completed' || last?.state === 'failed';
    }, PATIENCE_MS);
    return last;
  }

  it('F66 runs the job of a killed worker again, with effects once', async () => {
    const id = await submit(['a', 'b', 'die-once', 'c']);
    const killed = await workers.start();
    await once(killed, 'exit');
    expect(await view(id)).toMatchObject({ state: 'active' });
    await workers.start();
    expect(await ended(id)).toEqual({
      state: 'completed',
      result: { total: 4, downloaded: 2, cached: 2, failed: 0, failures: [] },
    });
    expect(workers.stored()).toEqual(['a', 'b', 'die-once', 'c']);
    expect(workers.begun().map((line) => line.split(' ')[1])).toEqual(['false', 'true']);
  }, 180_000);

  it('F66 gives the job of a blocked worker to another, and its late end changes nothing', async () => {
    const id = await submit(['a', `block-once:${BLOCK_MS}`, 'b']);
    const blocked = await workers.start();
    await until(() => workers.begun().length === 1, 5000);
    await workers.start();
    const result = await ended(id);
    expect(result).toMatchObject({ state: 'completed', result: { total: 3 } });
    // What the blocked one had stored before or while the other came is found, not fetched again.
    const { downloaded, cached } = (result as { result: { downloaded: number; cached: number } }).result;
    expect(downloaded + cached).toBe(3);
    // The blocked one wakes up, and finds that the job is not its own any more.
    await sleep(IS_LONG ? 20_000 : 3000);
    expect(await view(id)).toEqual(result);
    expect(workers.stored().sort()).toEqual(['a', 'b', `block-once:${BLOCK_MS}`]);
    expect(blocked.exitCode).toBeNull();
    // It still does its duty.
    expect(await ended(await submit(['later']))).toMatchObject({ state: 'completed' });
  }, 240_000);

  it('F66 fails a job that stalls twice, shows it, and does it when it is retried', async () => {
    const id = await submit(['a', 'die']);
    for (const attempt of [1, 2]) {
      await once(await workers.start(), 'exit');
      expect(workers.begun()).toHaveLength(attempt);
    }
    const third = await workers.start();
    expect(await ended(id)).toMatchObject({ state: 'failed', code: 'job_stalled' });
    expect(third.exitCode).toBeNull();
    expect(await jobs.listFailed()).toEqual([
      expect.objectContaining({ id, kind: 'image-batch', universe: 'star_wars', code: 'job_stalled' }),
    ]);
    expect(await jobs.retry(id)).toBe(true);
    await once(third, 'exit');
    expect(workers.begun()).toHaveLength(3);
    expect(await jobs.retry('image-batch.star_wars.unknown')).toBe(false);
    expect(await jobs.retry('nonsense')).toBe(false);
  }, 180_000);

  it('retries a failing job at most three times and hides the words of foreign errors', async () => {
    const id = await submit(['a', 'fail']);
    await workers.start();
    expect(await ended(id)).toMatchObject({ state: 'failed', code: 'job_failed' });
    expect(workers.begun()).toHaveLength(3);
    const [failed] = await jobs.listFailed();
    expect(failed).toMatchObject({ id, attempts: 3 });
    expect(JSON.stringify(failed)).not.toMatch(/secret|internal/);
    expect(workers.stored()).toEqual(['a']);
  }, 60_000);

  it('adopts a job of the same id, and does one that ended again', async () => {
    const order = { universe: 'star_wars', urls: ['slow:1000', 'a'] };
    const id = 'image-batch.star_wars.same';
    await jobs.submit('image-batch', order, { id });
    await workers.start();
    await until(() => workers.begun().length === 1, 5000);
    const restarted = await connected(redis.url);
    await restarted.submit('image-batch', order, { id });
    expect((await restarted.look('image-batch', [id])).get(id)).toMatchObject({ state: 'active' });
    expect(await ended(id)).toMatchObject({ result: { downloaded: 2 } });
    expect(workers.begun()).toHaveLength(1);
    await restarted.submit('image-batch', order, { id });
    await until(() => workers.begun().length === 2, 5000);
    expect(await ended(id)).toMatchObject({ result: { downloaded: 0, cached: 2 } });
    await restarted.stop();
  });

  it('gives the job of a worker that is told to stop back at once', async () => {
    const id = await submit(['a', 'slow:60000', 'b']);
    const first = await workers.start();
    await until(() => workers.stored().length === 1, 5000);
    const { ms } = await timed(async () => {
      const gone = once(first, 'exit');
      first.kill('SIGTERM');
      expect((await gone)[0]).toBe(0);
    });
    expect(ms).toBeLessThan(10_000);
    expect(await view(id)).toMatchObject({ state: expect.stringMatching(/waiting|active/) });
    expect(await jobs.withdraw(id)).toBe(true);
    expect(await view(id)).toBeUndefined();
  });

  it('withdraws what waits and not what is at work', async () => {
    await workers.start();
    const busy = await submit(['slow:3000']);
    const waiting = await submit(['b']);
    await until(() => workers.begun().length === 1, 5000);
    expect(await jobs.withdraw(busy)).toBe(false);
    expect(await jobs.withdraw(waiting)).toBe(true);
    expect(await ended(busy)).toMatchObject({ state: 'completed' });
    expect(workers.stored()).toEqual(['slow:3000']);
    expect(await jobs.workers('image-batch')).toBe(1);
    expect(await jobs.workers('crawl')).toBe(0);
  });

  it('F67 workers live through the death of Redis and take jobs again', async () => {
    await submit(['a', 'slow:1500', 'b']);
    const worker = await workers.start();
    await until(() => workers.begun().length === 1, 5000);
    await redis.kill9();
    await sleep(2500);
    await redis.restart();
    await until(() => jobs.status().connected, 10_000);
    expect(await ended(await submit(['c']))).toMatchObject({ state: 'completed' });
    expect(worker.exitCode).toBeNull();
    expect(workers.stored().sort()).toEqual(['a', 'b', 'c', 'slow:1500']);
  }, 60_000);

  it.each([
    ['killed', () => redis.kill9()],
    ['frozen', async () => redis.freeze()],
  ])('F67 fails fast where Redis is %s', async (_how, harm) => {
    await harm();
    for (const call of [
      () => submit(['a']),
      () => jobs.look('image-batch', ['image-batch.x']),
      () => jobs.withdraw('image-batch.x'),
      () => jobs.listFailed(),
      () => jobs.retry('image-batch.x'),
    ]) {
      const { ms, error } = await timed(call);
      expect([call.toString(), error]).toEqual([call.toString(), expect.any(JobsUnavailable)]);
      expect(ms).toBeLessThan(4000);
    }
    expect((await timed(() => jobs.workers('image-batch'))).ms).toBeLessThan(4000);
    redis.thaw();
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
    const warned = await connected(careless.url);
    await until(() => warned.status().warnings.length > 0, 2000);
    expect(warned.status().warnings[0]).toMatch(/allkeys-lru.*noeviction/);
    expect(jobs.status().warnings).toEqual([]);
    await warned.stop();
    await careless.stop();
  });
});
