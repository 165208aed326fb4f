import { inTurns, type Steps } from '../../event-loop/steps';
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
/** Rows that are compared at once, in well under a millisecond. */
const ROWS_AT_ONCE = 4096;

/** For a universe of which the table holds nothing. */
export function diffAgainstNothing(articles: number): RowsDiff {
  return { write: 'all', writes: articles, created: articles, updated: 0, unchanged: 0, drop: [], vanished: [] };
}

/** Compares the table's row hashes with those of a dataset. With `rewrite`, equal rows count as updated and are written. */
export function diffRows(rows: KnownRows, present: RowHashes, rewrite: boolean): Promise<RowsDiff> {
  return inTurns(new Comparison(rows, present, rewrite).run());
}

class Comparison {
  private readonly write: Uint8Array;
  private readonly kept: Uint8Array;
  private readonly drop: number[] = [];
  private created = 0;
  private updated = 0;

  constructor(
    private readonly rows: KnownRows,
    private readonly present: RowHashes,
    private readonly rewrite: boolean,
  ) {
    this.write = new Uint8Array(rows.count);
    this.kept = new Uint8Array(present.size);
  }

  *run(): Steps<RowsDiff> {
    const { rows, present, write, kept, drop, created, updated } = yield* this.compared();
    const vanished: number[] = [];
    for (let entry = kept.indexOf(0); entry >= 0; entry = kept.indexOf(0, entry + 1)) vanished.push(present.id(entry));
    const writes = created + updated;
    return {
      write: fewPlaces(rows, write, writes) ?? write,
      writes,
      created,
      updated,
      unchanged: rows.count - writes,
      drop: drop.concat(vanished),
      vanished,
    };
  }

  private *compared(): Steps<this> {
    const { count } = this.rows;
    for (let from = 0; from < count; from += ROWS_AT_ONCE) {
      this.compare(from, Math.min(count, from + ROWS_AT_ONCE));
      yield;
    }
    return this;
  }

  private compare(from: number, to: number): void {
    const { rows, present, kept } = this;
    for (let number = from; number < to; number++) {
      const id = rows.id(number);
      const entry = present.find(id);
      if (entry >= 0) {
        kept[entry] = 1;
        if (!this.rewrite && present.matches(entry, rows.hashHigh(number), rows.hashLow(number))) continue;
        this.updated++;
        this.drop.push(id);
      } else this.created++;
      this.write[number] = 1;
    }
  }
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
