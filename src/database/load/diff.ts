import { setImmediate as turn } from 'node:timers/promises';
import type { KnownRows } from './load-source';
import type { RowHashes } from './row-hashes';
import type { TuplePlace } from './rows-file';

/** What must be done to make the table hold a dataset. */
export interface RowsDiff {
  /** Which tuples of the rows file must be written: all, those with a 1 by their number, or a few by their places. */
  write: 'all' | Uint8Array | TuplePlace[];
  writes: number;
  created: number;
  updated: number;
  unchanged: number;
  /** Ids whose present rows go, because they vanished or are written anew. */
  drop: number[];
  /** Those among them that the dataset no longer has. */
  vanished: number[];
}

/** Up to so many tuples are read each by itself; for more the file is read whole. */
const FEW_TUPLES = 4096;
const FEW_BYTES = 16 << 20;
/** Rows that are compared before other work gets its turn. */
const TURN_ROWS = 1 << 15;

/** For a universe of which the table holds nothing. */
export function diffAgainstNothing(articles: number): RowsDiff {
  return { write: 'all', writes: articles, created: articles, updated: 0, unchanged: 0, drop: [], vanished: [] };
}

/** Compares the table's row hashes with those of a dataset. With `rewrite`, equal rows count as updated and are written. */
export async function diffRows(rows: KnownRows, present: RowHashes, rewrite: boolean): Promise<RowsDiff> {
  const write = new Uint8Array(rows.count);
  const diff: RowsDiff = { ...diffAgainstNothing(0), write };
  const kept = new Uint8Array(present.size);
  for (let number = 0; number < write.length; number++) {
    if (number % TURN_ROWS === TURN_ROWS - 1) await turn();
    const id = rows.id(number);
    const entry = present.find(id);
    if (entry >= 0) {
      kept[entry] = 1;
      if (!rewrite && present.matches(entry, rows.hashHigh(number), rows.hashLow(number))) {
        diff.unchanged++;
        continue;
      }
      diff.updated++;
      diff.drop.push(id);
    } else diff.created++;
    write[number] = 1;
    diff.writes++;
  }
  for (let entry = kept.indexOf(0); entry >= 0; entry = kept.indexOf(0, entry + 1)) {
    diff.vanished.push(present.id(entry));
    diff.drop.push(present.id(entry));
  }
  diff.write = fewPlaces(rows, write, diff.writes) ?? write;
  return diff;
}

function fewPlaces(rows: KnownRows, write: Uint8Array, writes: number): TuplePlace[] | null {
  if (writes > FEW_TUPLES) return null;
  const places: TuplePlace[] = [];
  let total = 0;
  for (let number = write.indexOf(1); number >= 0; number = write.indexOf(1, number + 1)) {
    const { offset, length } = rows.place(number);
    places.push({ position: offset, bytes: length, id: rows.id(number) });
    total += length;
  }
  return total > FEW_BYTES ? null : places;
}
