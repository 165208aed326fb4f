import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the condition holds; throws after that time. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs: number): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(25)) if (await condition()) return;
  throw new Error(`it did not come to that within ${limitMs} ms: ${condition.toString().slice(0, 200)}`);
}

/** How long work takes and how it ends. */
export async function timed(work: () => Promise<unknown>): Promise<{ ms: number; error: unknown }> {
  const startedAt = performance.now();
  let error: unknown = null;
  await work().catch((thrown: unknown) => (error = thrown));
  return { ms: performance.now() - startedAt, error };
}
