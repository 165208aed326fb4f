const SHORTEST_MS = 1000;
const LONGEST_MS = 15 * 60_000;
const NUMBER = /^-?\d+(\.\d+)?(e\d+)?$/i;

/** How long a Retry-After header asks to wait, between 1 s and 15 min; null where it says nothing readable. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  if (text === '') return null;
  const ms = NUMBER.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  if (Number.isNaN(ms)) return null;
  return Math.min(Math.max(ms, SHORTEST_MS), LONGEST_MS);
}
