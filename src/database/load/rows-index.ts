import type { LoadSource } from './load-source';
import { LoadFailed } from './load-source';
import { scanRowsFile, type TuplePlace, type TupleView } from './rows-file';

export interface CategoryCount {
  articles: number;
  withImages: number;
}

/** What a comparison needs to know of a rows file: ids, row hashes and places by number of the tuple. */
export class RowsIndex {
  readonly ids: Float64Array;
  /** The upper and the lower half of each row hash. */
  readonly hashes: Int32Array;
  readonly categories = new Map<string, CategoryCount>();
  private readonly positions: Float64Array;
  private readonly lengths: Uint32Array;

  private constructor(readonly articles: number) {
    this.ids = new Float64Array(articles);
    this.hashes = new Int32Array(2 * articles);
    this.positions = new Float64Array(articles);
    this.lengths = new Uint32Array(articles);
  }

  /** Reads the file once. Throws LoadFailed where it is not whole. */
  static async read(source: LoadSource): Promise<RowsIndex> {
    const index = new RowsIndex(source.articles);
    let rows = 0;
    const scan = scanRowsFile(source.rowsPath, (tuple, number, position) => {
      rows++;
      if (number < source.articles) index.put(tuple, number, position);
    });
    for await (const _ of scan);
    if (rows !== source.articles) throw wrongCount(rows, source.articles);
    return index;
  }

  place(number: number): TuplePlace {
    return { position: this.positions[number] ?? 0, bytes: this.lengths[number] ?? 0 };
  }

  private put(tuple: TupleView, number: number, position: number): void {
    this.ids[number] = tuple.id;
    this.hashes[2 * number] = tuple.bytes.readInt32BE(tuple.hashAt);
    this.hashes[2 * number + 1] = tuple.bytes.readInt32BE(tuple.hashAt + 4);
    this.positions[number] = position;
    this.lengths[number] = tuple.end - tuple.start;
    countCategory(this.categories, tuple);
  }
}

/** Counts an article in its category. */
export function countCategory(categories: Map<string, CategoryCount>, tuple: TupleView): void {
  const { category } = tuple;
  let count = categories.get(category);
  if (!count) categories.set(category, (count = { articles: 0, withImages: 0 }));
  count.articles++;
  if (tuple.hasImage) count.withImages++;
}

/** The rows file holds another number of articles than it should. */
export function wrongCount(found: number, expected: number): LoadFailed {
  return new LoadFailed('ROWS_FILE_BROKEN', `the index holds ${found} articles instead of ${expected}`);
}
