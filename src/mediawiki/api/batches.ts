import { AddressTooLong, AnswerFailed } from './crawl-stopped';

/** Most titles or page ids of one request, for whoever is not a bot of the wiki. */
export const BATCH_SIZE = 50;
const LONGEST_TITLES = 7400;
const SEPARATOR = '|';
const OTHER_SEPARATOR = '\u001f';

/** Splits titles into requests: at most 50 each, and no `titles=` longer than servers take. */
export function titleBatches(titles: readonly string[], size = BATCH_SIZE): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let bytes = 0;
  for (const title of titles) {
    const length = encodeURIComponent(title).length + 3;
    if (batch.length > 0 && (batch.length >= size || bytes + length > LONGEST_TITLES)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(title);
    bytes += length;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** The value of a multi-value parameter; one that contains `|` itself needs the other separator. */
export function joinValues(values: readonly string[]): string {
  const needsOther = values.some((value) => value.includes(SEPARATOR));
  return needsOther ? `${OTHER_SEPARATOR}${values.join(OTHER_SEPARATOR)}` : values.join(SEPARATOR);
}

/** What the wiki fails to answer for, found by halving. */
export interface Poison<T> {
  value: T;
  what: string;
}

/**
 * Runs `work` on a batch; where the address is too long for the server, or the wiki fails at the batch, on its halves.
 * A single value at which the wiki fails goes to `onPoison`, where that is given.
 */
export async function inHalves<T, R>(
  batch: readonly T[],
  work: (batch: readonly T[]) => Promise<R>,
  onPoison?: (poison: Poison<T>) => Promise<void> | void,
): Promise<R[]> {
  try {
    return [await work(batch)];
  } catch (error) {
    const isPoisoned = error instanceof AnswerFailed && onPoison !== undefined;
    if (!isPoisoned && !(error instanceof AddressTooLong)) throw error;
    if (batch.length < 2) {
      if (!isPoisoned) throw error;
      await onPoison({ value: batch[0]!, what: error.what });
      return [];
    }
    const middle = Math.ceil(batch.length / 2);
    const first = await inHalves(batch.slice(0, middle), work, onPoison);
    return [...first, ...(await inHalves(batch.slice(middle), work, onPoison))];
  }
}

/** Cuts a list into pieces. */
export function chunksOf<T>(list: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < list.length; at += size) chunks.push(list.slice(at, at + size));
  return chunks;
}
