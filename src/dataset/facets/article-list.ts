import { createHash } from 'node:crypto';
import { FLAG_HAS_IMAGE } from '../directory';
import { Bitset } from '../search/bitset';
import type { SearchDirectory } from '../search/search-directory';
import { ArticleOrders, type Sort } from './article-orders';
import { decodeCursor, encodeCursor } from './cursor';
import type { Facets } from './facets';

export { BadCursor } from './cursor';
export { SORTS, type Sort } from './article-orders';

export interface ListOptions {
  category?: number;
  /** Content field to the values of which an article must have one; every field must match. */
  filters?: ReadonlyMap<string, readonly string[]>;
  hasImage?: boolean;
  sort?: Sort;
  /** A cursor that an earlier page gave; null or undefined: from the start. */
  after?: string | null;
  limit: number;
}

export interface ListPage {
  ordinals: number[];
  total: number;
  /** Cursor of the next page; null at the end. */
  next: string | null;
}

/** Pages of articles by filter and order, and one at random. */
export class ArticleList {
  private readonly count: number;
  private readonly categoryOf: Uint16Array;
  private readonly flags: Uint8Array;
  private readonly orders: ArticleOrders;

  constructor(
    directory: SearchDirectory,
    private readonly facets: Facets,
  ) {
    this.count = directory.count;
    this.categoryOf = directory.sections.u16('category');
    this.flags = directory.sections.u8('flags');
    this.orders = new ArticleOrders(directory);
  }

  /**
   * One page. A cursor tells the sort value and title of the last article, not its place, so that it goes on
   * rightly in another dataset. Throws `BadCursor` where it is none of ours or of another sort.
   */
  list({ sort = 'title', after, limit, ...wanted }: ListOptions): ListPage {
    const matches = this.matching(wanted);
    const order = this.orders.by(sort);
    const ordinals: number[] = [];
    let more = false;
    for (let at = after ? order.placeAfter(decodeCursor(after, sort)) : 0; at < this.count && !more; at++) {
      const ordinal = order.ordinalAt(at);
      if (!matches.has(ordinal)) continue;
      if (ordinals.length < limit) ordinals.push(ordinal);
      else more = true;
    }
    const last = ordinals.at(-1);
    const next = more && last !== undefined ? encodeCursor(sort, order.positionOf(last)) : null;
    return { ordinals, total: matches.count(), next };
  }

  /** Ordinal of an article chosen by seed and dataset key alone; -1 where none qualifies. */
  random(seed: string, key: string, wanted: { category?: number; hasImage?: boolean }): number {
    const matches = this.matching(wanted);
    const total = matches.count();
    if (total === 0) return -1;
    const digest = createHash('sha256').update(`${key}\0${seed}`).digest();
    return matches.slice(digest.readUIntBE(0, 6) % total, 1)[0] ?? -1;
  }

  private matching({ category, filters, hasImage }: Pick<ListOptions, 'category' | 'filters' | 'hasImage'>): Bitset {
    const matches = Bitset.full(this.count);
    for (const [field, values] of filters ?? []) matches.and(this.facets.filterSet(field, values));
    if (category === undefined && hasImage === undefined) return matches;
    matches.each((ordinal) => {
      const image = (this.flags[ordinal]! & FLAG_HAS_IMAGE) !== 0;
      const wanted =
        (category ?? this.categoryOf[ordinal]) === this.categoryOf[ordinal] && (hasImage ?? image) === image;
      if (!wanted) matches.delete(ordinal);
    });
    return matches;
  }
}
