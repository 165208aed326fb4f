import type { RedisOptions } from 'ioredis';

/** Where Redis is, for ioredis: a URL, or the path of a unix socket. */
export type RedisAddress = RedisOptions & { url?: string };

/** Takes REDIS_URL apart; ioredis itself does not know `unix:`. */
export function redisAddress(redisUrl: string): RedisAddress {
  if (!/^unix:/i.test(redisUrl)) return { url: redisUrl };
  const { pathname, password, searchParams } = new URL(redisUrl);
  const db = Number(searchParams.get('db') ?? 0);
  return { path: decodeURIComponent(pathname), ...(password ? { password: decodeURIComponent(password) } : {}), db };
}
