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
  /** Indexes of categories, of one of which it must be; every category if left out. */
  categories?: readonly number[];
  /** Content field to the values of which an article must have one; every field must match. */
  filters?: ReadonlyMap<string, readonly string[]>;
  hasImage?: boolean;
  /** Milliseconds since 1970. */
  updatedSince?: number;
  /** Ordinals of articles that are left out. */
  except?: readonly number[];
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

type Wanted = Omit<ListOptions, 'sort' | 'after' | 'limit'>;

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
    return pageOf(order.take(matches, from, limit + 1), limit, matches.count(), order);
  }

  /** A page of these articles, which are in title order. Throws `BadCursor`. */
  pageOf(ordinals: readonly number[], { after, limit }: Pick<ListOptions, 'after' | 'limit'>): ListPage {
    const order = this.orderBy('title');
    const from = after ? order.placeAfter(decodeCursor(after, order.sort)) : 0;
    const left = ordinals.filter((ordinal) => ordinal >= from);
    return pageOf(left.slice(0, limit + 1), limit, ordinals.length, order);
  }

  /** Ordinal of an article chosen by seed and dataset key alone; -1 where none qualifies. */
  random(seed: string, key: string, wanted: Wanted): number {
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
  private matching({ categories, filters, hasImage, updatedSince, except = [] }: Wanted): Bitset {
    const matches = this.ofCategories(categories);
    for (const [field, values] of filters ?? []) matches.and(this.facets.filterSet(field, values));
    if (updatedSince !== undefined) matches.and(this.updatedFrom(updatedSince));
    for (const ordinal of except) matches.delete(ordinal);
    if (hasImage === undefined) return matches;
    this.images ??= Bitset.where(this.flags, FLAG_HAS_IMAGE, FLAG_HAS_IMAGE);
    return hasImage ? matches.and(this.images) : matches.andNot(this.images);
  }

  private ofCategories(categories: readonly number[] | undefined): Bitset {
    if (!categories) return Bitset.full(this.count);
    const matches = new Bitset(this.count);
    for (const category of categories) matches.or(this.masks.byOrdinal(category)!);
    return matches;
  }

  private updatedFrom(timeMs: number): Bitset {
    const updated = this.directory.sections.f64('updated');
    const matches = new Bitset(this.count);
    updated.forEach((time, ordinal) => {
      if (time >= timeMs) matches.add(ordinal);
    });
    return matches;
  }
}

/** `found`: one more than the page has room for, where there are more. */
function pageOf(found: readonly number[], limit: number, total: number, order: ArticleOrder): ListPage {
  const ordinals = found.slice(0, limit);
  const last = ordinals.at(-1);
  const hasMore = found.length > limit && last !== undefined;
  return { ordinals, total, next: hasMore ? encodeCursor(order.sort, order.positionOf(last)) : null };
}
