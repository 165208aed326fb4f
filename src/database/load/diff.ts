import { LoadFailed, type LoadSource } from './load-source';
import type { RowHashes } from './row-hashes';
import { scanRowsFile, type TupleView } from './rows-file';

/** What must be done to make the table hold a dataset. */
export interface RowsDiff {
  /** By number of the tuple in the rows file: 1 where it must be written. */
  write: Uint8Array;
  writes: number;
  created: number;
  updated: number;
  unchanged: number;
  /** Ids whose present rows go, because they vanished or are written anew. */
  drop: number[];
  /** Those among them that the dataset no longer has. */
  vanished: number[];
  /** Of the dataset. */
  categories: Map<string, CategoryCount>;
}

export interface CategoryCount {
  articles: number;
  withImages: number;
}

/** Compares the table's row hashes with a rows file. With `rewrite`, equal rows count as updated and are written too. */
export async function diffRows(source: LoadSource, present: RowHashes, rewrite: boolean): Promise<RowsDiff> {
  const diff: RowsDiff = {
    write: new Uint8Array(source.articles),
    writes: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    drop: [],
    vanished: [],
    categories: new Map(),
  };
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
    diff.write[number] = 1;
    diff.writes++;
  });
  for await (const _ of scan);
  if (rows !== source.articles) {
    throw new LoadFailed('ROWS_FILE_BROKEN', `the index holds ${rows} articles instead of ${source.articles}`);
  }
  if (kept.size < present.size) for (const id of present.ids()) if (!kept.has(id)) diff.vanished.push(id);
  for (const id of diff.vanished) diff.drop.push(id);
  return diff;
}

function countCategory(categories: RowsDiff['categories'], tuple: TupleView): void {
  const { category } = tuple;
  let count = categories.get(category);
  if (!count) categories.set(category, (count = { articles: 0, withImages: 0 }));
  count.articles++;
  if (tuple.hasImage) count.withImages++;
}
