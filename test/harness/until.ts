import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the condition holds; fails after the limit. Gives the milliseconds it took. */
export async function until(condition: () => unknown, limitMs = 30_000): Promise<number> {
  const begun = performance.now();
  while (!(await condition())) {
    if (performance.now() - begun > limitMs) throw new Error(`not within ${limitMs} ms: ${condition.toString()}`);
    await sleep(5);
  }
  return performance.now() - begun;
}

/** How long work takes, and how it ends. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value?: T; error?: Error }> {
  const begun = performance.now();
  try {
    const value = await work();
    return { ms: performance.now() - begun, value };
  } catch (error) {
    return { ms: performance.now() - begun, error: error as Error };
  }
}
