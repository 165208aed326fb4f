import { createHash } from 'node:crypto';
import { FLAG_HAS_IMAGE } from '../flags';
import { Bitset } from '../search/bitset';
import { CategoryMasks } from '../search/category-masks';
import type { SearchDirectory } from '../search/search-directory';
import { ArticleOrder, type Sort } from './article-orders';
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
  private readonly flags: Uint8Array;
  private readonly orders = new Map<Sort, ArticleOrder>();
  private readonly masks: CategoryMasks;
  private images: Bitset | null = null;

  constructor(
    private readonly directory: SearchDirectory,
    private readonly facets: Facets,
  ) {
    this.count = directory.count;
    this.masks = new CategoryMasks(directory);
    this.flags = directory.sections.u8('flags');
  }

  /**
   * One page. A cursor tells the sort value and title of the last article, not its place, so that it goes on
   * rightly in another dataset. Throws `BadCursor` where it is none of ours or of another sort.
   */
  list({ sort = 'title', after, limit, ...wanted }: ListOptions): ListPage {
    const matches = this.matching(wanted);
    const order = this.orderBy(sort);
    const from = after ? order.placeAfter(decodeCursor(after, sort)) : 0;
    const found = order.take(matches, from, limit + 1);
    const ordinals = found.slice(0, limit);
    const last = ordinals.at(-1);
    const next = found.length > limit && last !== undefined ? encodeCursor(sort, order.positionOf(last)) : null;
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

  private orderBy(sort: Sort): ArticleOrder {
    let order = this.orders.get(sort);
    if (!order) this.orders.set(sort, (order = new ArticleOrder(this.directory, sort)));
    return order;
  }

  /** A set of the caller's own. */
  private matching({ category, filters, hasImage }: Pick<ListOptions, 'category' | 'filters' | 'hasImage'>): Bitset {
    const matches = this.masks.byOrdinal(category)?.copy() ?? Bitset.full(this.count);
    for (const [field, values] of filters ?? []) matches.and(this.facets.filterSet(field, values));
    if (hasImage === undefined) return matches;
    this.images ??= Bitset.where(this.flags, FLAG_HAS_IMAGE, FLAG_HAS_IMAGE);
    return hasImage ? matches.and(this.images) : matches.andNot(this.images);
  }
}
