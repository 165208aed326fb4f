import type { RowHashes } from './row-hashes';
import type { TuplePlace } from './rows-file';
import type { CategoryCount, RowsIndex } from './rows-index';

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
  /** Of the dataset; where all is written, they are counted on the way. */
  categories: Map<string, CategoryCount>;
}

/** Up to so many tuples are read each by itself; for more the file is read whole. */
const FEW_TUPLES = 4096;
const FEW_BYTES = 16 << 20;

/** For a universe of which the table holds nothing. */
export function diffAgainstNothing(articles: number): RowsDiff {
  return {
    write: 'all',
    writes: articles,
    created: articles,
    updated: 0,
    unchanged: 0,
    drop: [],
    vanished: [],
    categories: new Map(),
  };
}

/** Compares the table's row hashes with a rows file. With `rewrite`, equal rows count as updated and are written too. */
export function diffRows(index: RowsIndex, present: RowHashes, rewrite: boolean): RowsDiff {
  const write = new Uint8Array(index.articles);
  const diff: RowsDiff = { ...diffAgainstNothing(0), write, categories: index.categories };
  const kept = new Uint8Array(present.size);
  for (const [number, id] of index.ids.entries()) {
    const entry = present.find(id);
    if (entry !== undefined) {
      kept[entry] = 1;
      if (!rewrite && present.matches(entry, index.hashes, 2 * number)) {
        diff.unchanged++;
        continue;
      }
      diff.updated++;
      diff.drop.push(id);
    } else diff.created++;
    write[number] = 1;
    diff.writes++;
  }
  for (const [entry, isKept] of kept.entries()) if (isKept === 0) diff.vanished.push(present.id(entry));
  for (const id of diff.vanished) diff.drop.push(id);
  diff.write = fewPlaces(index, write, diff.writes) ?? write;
  return diff;
}

function fewPlaces(index: RowsIndex, write: Uint8Array, writes: number): TuplePlace[] | null {
  if (writes > FEW_TUPLES) return null;
  const places: TuplePlace[] = [];
  let total = 0;
  for (let number = write.indexOf(1); number >= 0; number = write.indexOf(1, number + 1)) {
    const place = index.place(number);
    places.push(place);
    total += place.bytes;
  }
  return total > FEW_BYTES ? null : places;
}
