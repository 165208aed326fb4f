import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** `LONG_TESTS=1`: with the numbers of the real thing. */
export const IS_LONG = process.env.LONG_TESTS === '1';

/** A time limit on this machine as it is now: where others use its cores, everything takes longer. */
export function limit(ms: number): number {
  return ms * Math.max(1, loadavg()[0]! / cpus().length);
}

/** Waits until the condition holds; throws after that time. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs: number,
): Promise<number> {
  const startedAt = Date.now();
  for (const end = startedAt + limitMs; Date.now() < end; await sleep(25)) {
    if (await condition()) return Date.now() - startedAt;
  }
  throw new Error(`${what}: not within ${limitMs} ms`);
}
