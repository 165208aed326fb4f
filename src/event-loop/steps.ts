import { pauseDue } from './pauses';

/** Work that pauses now and then, so that whoever runs it can let others in between. */
export type Steps<T> = Generator<void, T, void>;

/** Elements that are sorted, or merged, in one step. */
const SORTED_AT_ONCE = 256;

/** Runs steps in as many turns of the event loop as they take. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    const pause = pauseDue();
    if (pause) await pause;
  }
}

/** Runs steps to their end. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** As `toSorted`, in steps: pieces are sorted, then merged two by two. */
export function* sorted<T>(values: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < values.length; from += SORTED_AT_ONCE) {
    runs.push(values.slice(from, from + SORTED_AT_ONCE).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const longer: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) longer.push(yield* merged(runs[i] ?? [], runs[i + 1] ?? [], compare));
    runs = longer;
  }
  return runs[0] ?? [];
}

function* merged<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  const all: T[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const isLeft = j === b.length || (i < a.length && compare(a[i]!, b[j]!) <= 0);
    all.push(isLeft ? a[i++]! : b[j++]!);
    if (all.length % SORTED_AT_ONCE === 0) yield;
  }
  return all;
}
