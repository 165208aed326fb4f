import type { Facets } from './facets';
import type { SearchDirectory } from '../search/search-directory';

export const SORTS = ['title', '-title', 'links', '-links', 'updated', '-updated'] as const;
export type Sort = (typeof SORTS)[number];

export interface ListOptions {
  category?: number;
  /** Content field to the values of which an article must have one; every field must match. */
  filters?: Readonly<Record<string, readonly string[]>> | ReadonlyMap<string, readonly string[]>;
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

/** A cursor that no page gave. */
export class BadCursor extends Error {}

/** Pages of articles by filter and order, and one at random. */
export class ArticleList {
  constructor(
    private readonly directory: SearchDirectory,
    private readonly facets: Facets,
  ) {}

  /** Throws `BadCursor` where `after` is none of ours (also one of another sort). */
  list(_options: ListOptions): ListPage {
    return { ordinals: [], total: 0, next: null };
  }

  /** Ordinal of an article chosen by seed and dataset key alone; -1 where none qualifies. */
  random(_seed: string, _key: string, _options: { category?: number; hasImage?: boolean }): number {
    return -1;
  }
}
