import { Unreachable } from './unreachable';

/**
 * The outcome of the work, or Unreachable once it has taken `limitMs`; then `giveUp` was called and what the work
 * comes to later is of no interest. What arrived in time counts, also while the event loop was kept busy: it is read
 * before the verdict.
 */
export async function within<T>(
  limitMs: number,
  work: Promise<T>,
  giveUp: () => void,
  reason = 'it did not answer in time',
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let verdict: NodeJS.Immediate | undefined;
  const late = new Promise<never>((_, reject) => {
    const end = () => {
      giveUp();
      reject(new Unreachable(reason));
    };
    // Timers come before the sockets in a turn of the loop, immediates after them.
    timer = setTimeout(() => (verdict = setImmediate(end)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    clearImmediate(verdict);
    work.catch(() => undefined);
  }
}
