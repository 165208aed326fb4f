import { JobsUnavailable } from '../job';
import { KEY_PREFIX } from './queue-names';
import { RedisClient } from './redis-client';

/** Counts in Redis that all instances share, each within a window that its first one opens. */
export class SharedCounts {
  private readonly client: RedisClient;

  constructor(redisUrl: string) {
    this.client = new RedisClient(redisUrl);
  }

  async start(): Promise<void> {
    await this.client.start();
  }

  stop(): void {
    this.client.stop();
  }

  /** Counts one more; tells how many there are and how long the window lasts, or null where Redis is away. */
  async add(key: string, windowMs: number): Promise<{ count: number; msLeft: number } | null> {
    const name = `${KEY_PREFIX}:count:${key}`;
    try {
      const answers = await this.client.within((redis) =>
        redis.multi().set(name, 0, 'PX', windowMs, 'NX').incr(name).pttl(name).exec(),
      );
      const [count, msLeft] = [Number(answers?.[1]?.[1]), Number(answers?.[2]?.[1])];
      return Number.isFinite(count) && msLeft > 0 ? { count, msLeft } : null;
    } catch (error) {
      // Without Redis each instance counts for itself.
      if (error instanceof JobsUnavailable) return null;
      throw error;
    }
  }
}
