/**
 * How many letters must be put in, left out, exchanged or swapped with their neighbour to turn one text into the
 * other (optimal string alignment); `max + 1` as soon as it is more than `max`.
 */
export function editDistance(a: ArrayLike<number>, b: ArrayLike<number>, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
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
    if (best > max) return max + 1;
    [older, old, row] = [old, row, older];
  }
  return Math.min(old[b.length] ?? 0, max + 1);
}

let scratch: [Uint16Array, Uint16Array, Uint16Array] | null = null;

/** Three rows that are used again by the next call: a search compares thousands of words. */
function scratchRows(width: number): [Uint16Array, Uint16Array, Uint16Array] {
  if (!scratch || scratch[0].length < width) {
    scratch = [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)];
  }
  return scratch;
}
