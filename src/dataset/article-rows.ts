import type { EncodedRows } from './article-encoder';
import { ByteTable } from './byte-table';
import { RowHead } from './row-head';
import { Column } from './search/column';

/** Further categories under which articles arrived again: number in input order to all their categories. */
export type FurtherCategories = ReadonlyMap<number, ReadonlySet<string>>;

/** Lets each title and each id through once, in input order. */
export class ArticleRows {
  private readonly titles = new ByteTable();
  private readonly ids = new Set<number>();
  private readonly categories = new ByteTable();
  private readonly categoryOf = new Column();
  private readonly alsoIn = new Map<number, Set<string>>();
  private readonly head = new RowHead();

  /** `take` gets tuples that lie one after another; the bytes are only lent. */
  constructor(private readonly take: (tuples: Buffer) => void) {}

  get count(): number {
    return this.categoryOf.length;
  }

  get furtherCategories(): FurtherCategories {
    return this.alsoIn;
  }

  /**
   * Takes rows. Those whose id or title is there already are left out, and the categories of the same title merged;
   * `onDouble` hears of each by its place and title. The bytes are used up.
   */
  add({ tuples, ends }: EncodedRows, onDouble: (place: number, title: string) => void): void {
    let kept = 0;
    for (let place = 0, start = 0; place < ends.length; place++) {
      const end = ends[place]!;
      this.head.read(tuples, start);
      if (this.enter()) {
        if (kept < start) tuples.copyWithin(kept, start, end);
        kept += end - start;
      } else onDouble(place, this.head.title);
      start = end;
    }
    if (kept > 0) this.take(tuples.subarray(0, kept));
  }

  /** Whether the row at hand is the first of its title and of its id. */
  private enter(): boolean {
    const { titles, ids, head } = this;
    const { bytes, id, titleStart, titleEnd } = head;
    const known = titles.find(bytes, titleStart, titleEnd);
    if (known >= 0) {
      this.meetAgain(known, head.category);
      return false;
    }
    const before = ids.size;
    if (ids.add(id).size === before) return false;
    titles.add(bytes, titleStart, titleEnd);
    this.categoryOf.push(this.categories.numberOf(bytes, head.categoryStart, head.categoryEnd));
    return true;
  }

  private meetAgain(seq: number, category: string): void {
    const first = this.categories.text(this.categoryOf.at(seq));
    if (category === first) return;
    const names = this.alsoIn.get(seq);
    if (names) names.add(category);
    else this.alsoIn.set(seq, new Set([first, category]));
  }
}
