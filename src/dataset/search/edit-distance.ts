/**
 * How many letters must be put in, left out, exchanged or swapped with their neighbour to turn one text into the
 * other (optimal string alignment); `max + 1` as soon as it is more than `max`.
 */
export function editDistance(a: ArrayLike<number>, b: ArrayLike<number>, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  return Math.min(lastRow(a, b, max)?.[b.length] ?? max + 1, max + 1);
}

/** The same for the beginning of `b` that is nearest to `a`. */
export function prefixDistance(a: ArrayLike<number>, b: ArrayLike<number>, max: number): number {
  if (a.length - b.length > max) return max + 1;
  const row = lastRow(a, b, max);
  let best = max + 1;
  if (row) for (let j = 0; j <= b.length; j++) best = Math.min(best, row[j] ?? best);
  return best;
}

/** The costs of turning all of `a` into each beginning of `b`; null where all are more than `max`. */
function lastRow(a: ArrayLike<number>, b: ArrayLike<number>, max: number): Uint16Array | null {
  const width = b.length + 1;
  let [older, old, row] = scratchRows(width);
  for (let j = 0; j < width; j++) old[j] = j;
  for (let i = 1; i <= a.length; i++) {
    // Only cells within `max` of the diagonal can stay within it.
    const from = Math.max(1, i - max);
    const to = Math.min(b.length, i + max);
    row.fill(max + 1, 0, width);
    if (i <= max) row[0] = i;
    let best = row[0] ?? 0;
    for (let j = from; j <= to; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((old[j - 1] ?? 0) + (same ? 0 : 1), (row[j - 1] ?? 0) + 1, (old[j] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (older[j - 2] ?? 0) + 1);
      }
      row[j] = cost;
      if (cost < best) best = cost;
    }
    if (best > max) return null;
    [older, old, row] = [old, row, older];
  }
  return old;
}

let scratch: [Uint16Array, Uint16Array, Uint16Array] | null = null;

/** Three rows that are used again by the next call: a search compares thousands of words. */
function scratchRows(width: number): [Uint16Array, Uint16Array, Uint16Array] {
  if (!scratch || scratch[0].length < width) {
    scratch = [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)];
  }
  return scratch;
}
