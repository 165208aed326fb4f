import { LoadFailed, type LoadSource } from './load-source';
import type { RowHashes } from './row-hashes';
import { scanRowsFile, type TupleView } from './rows-file';

/** What must be done to make the table hold a dataset. */
export interface RowsDiff {
  /** Which tuples must be written: all, those with a 1 by their number in the rows file, or these copies of a few. */
  write: 'all' | Uint8Array | Buffer[];
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

export interface CategoryCount {
  articles: number;
  withImages: number;
}

/** Tuples of so many bytes in all are kept from the comparison for the writing. */
const FEW_BYTES = 8 << 20;

/** Compares the table's row hashes with a rows file. With `rewrite`, equal rows count as updated and are written too. */
export async function diffRows(source: LoadSource, present: RowHashes, rewrite: boolean): Promise<RowsDiff> {
  if (present.size === 0) return { ...nothing(), write: 'all', writes: source.articles, created: source.articles };
  const diff = nothing();
  const marks = new Uint8Array(source.articles);
  const few = new FewTuples();
  const kept = new Set<number>();
  let rows = 0;
  const scan = scanRowsFile(source.rowsPath, (tuple, number) => {
    rows++;
    countCategory(diff.categories, tuple);
    const { id } = tuple;
    if (present.has(id)) {
      kept.add(id);
      if (!rewrite && present.matches(id, tuple.bytes, tuple.hashAt)) {
        diff.unchanged++;
        return;
      }
      diff.updated++;
      diff.drop.push(id);
    } else diff.created++;
    marks[number] = 1;
    few.add(tuple);
    diff.writes++;
  });
  for await (const _ of scan);
  if (rows !== source.articles) throw wrongCount(rows, source.articles);
  diff.write = few.copies ?? marks;
  if (kept.size < present.size) for (const id of present.ids()) if (!kept.has(id)) diff.vanished.push(id);
  for (const id of diff.vanished) diff.drop.push(id);
  return diff;
}

function nothing(): RowsDiff {
  return {
    write: [],
    writes: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    drop: [],
    vanished: [],
    categories: new Map(),
  };
}

/** Copies of tuples as long as they are few: then the rows file need not be read a second time. */
class FewTuples {
  copies: Buffer[] | null = [];
  private bytes = 0;

  add({ bytes, start, end }: TupleView): void {
    if (!this.copies) return;
    this.bytes += end - start;
    if (this.bytes > FEW_BYTES) this.copies = null;
    else this.copies.push(Buffer.from(bytes.subarray(start, end)));
  }
}

/** The rows file holds another number of articles than it should. */
export function wrongCount(found: number, expected: number): LoadFailed {
  return new LoadFailed('ROWS_FILE_BROKEN', `the index holds ${found} articles instead of ${expected}`);
}

/** Counts an article in its category. */
export function countCategory(categories: RowsDiff['categories'], tuple: TupleView): void {
  const { category } = tuple;
  let count = categories.get(category);
  if (!count) categories.set(category, (count = { articles: 0, withImages: 0 }));
  count.articles++;
  if (tuple.hasImage) count.withImages++;
}
