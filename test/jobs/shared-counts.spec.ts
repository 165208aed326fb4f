import { RateLimiter } from '../../src/api/http/rate-limiter';
import { SharedCounts } from '../../src/jobs/redis/shared-counts';
import { describeWithRedis, startTestRedis, type TestRedis } from '../harness/redis';
import { until } from '../harness/until';

describeWithRedis('limits of several instances', () => {
  let redis: TestRedis;
  let counts: SharedCounts[];

  beforeEach(async () => {
    redis = await startTestRedis({ persistent: false });
    counts = [1, 2, 3].map(() => new SharedCounts(redis.url));
    await Promise.all(counts.map((one) => one.start()));
  });
  afterEach(async () => {
    for (const one of counts) one.stop();
    await redis.stop();
  });

  /** Sends one request after the other to the instances in turn and tells which of them pass. */
  async function passes(limiters: readonly RateLimiter[], requests: number): Promise<number> {
    let passed = 0;
    for (let i = 0; i < requests; i++) {
      if (limiters[i % limiters.length]!.take('192.0.2.1') === 0) passed++;
      // The answer of Redis is there before the next request comes.
      await counts[i % counts.length]!.add('another', 1000);
    }
    return passed;
  }

  test('a client has one limit, whichever instance it asks', async () => {
    const limiters = counts.map((one) => new RateLimiter(10, one));
    // The request that finds the limit reached is the first that its instance does not know of.
    expect(await passes(limiters, 30)).toBeLessThanOrEqual(12);
    expect(limiters.every((limiter) => limiter.take('192.0.2.1') > 0)).toBe(true);
    expect(limiters[0]!.take('192.0.2.2')).toBe(0);
  });

  test('without Redis each instance counts for itself, and together again when it is back', async () => {
    await redis.kill9();
    const limiters = counts.map((one) => new RateLimiter(10, one));
    await until(async () => (await counts[0]!.add('x', 1000)) === null, 5000);
    let passed = 0;
    for (let i = 0; i < 60; i++) if (limiters[i % 3]!.take('192.0.2.1') === 0) passed++;
    expect(passed).toBe(30);
    await redis.restart();
    await until(
      async () => (await Promise.all(counts.map((one) => one.add('x', 1000)))).every((all) => all !== null),
      5000,
    );
    expect(
      await passes(
        counts.map((one) => new RateLimiter(10, one)),
        30,
      ),
    ).toBeLessThanOrEqual(12);
  });

  test('a window ends', async () => {
    expect(await counts[0]!.add('y', 300)).toMatchObject({ count: 1 });
    expect(await counts[1]!.add('y', 300)).toMatchObject({ count: 2 });
    await until(async () => (await counts[2]!.add('y', 300))?.count === 1, 5000);
  });
});
