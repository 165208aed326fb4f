import { setTimeout as sleepFor } from 'node:timers/promises';

/** Time as the retrying code sees it; tests give their own. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`; rejects when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** `setTimeout` fires at once for longer delays. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleepFor(Math.min(Math.max(ms, 0), LONGEST_DELAY_MS), undefined, { signal, ref: true }),
};
