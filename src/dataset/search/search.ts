import type { SearchDirectory } from './search-directory';

/** Why an article was found, the best kind first. */
export const MATCHES = ['name', 'alias', 'words', 'prefix', 'part', 'fuzzy', 'description'] as const;
export type Match = (typeof MATCHES)[number];

export interface SearchHit {
  ordinal: number;
  match: Match;
}

export interface SearchPage {
  /** Of all matches, not of this page. */
  total: number;
  hits: SearchHit[];
}

export interface SearchOptions {
  /** Index of the category in the directory's list; every category if left out. */
  category?: number;
  limit: number;
  offset?: number;
}

/** Answers questions by name over one directory. */
export class Search {
  constructor(private readonly directory: SearchDirectory) {}

  search(_query: string, _options: SearchOptions): SearchPage {
    return { total: 0, hits: [] };
  }

  /** Ordinals of what a person who typed this far may mean. */
  suggest(_typed: string, _options: { category?: number; limit: number }): number[] {
    return [];
  }

  /** Articles whose folded title contains the folded part, in title order. An empty part finds all. */
  listByTitlePart(_part: string, _options: SearchOptions): { total: number; ordinals: number[] } {
    return { total: 0, ordinals: [] };
  }

  /** Ordinals of the titles nearest to one that does not exist. */
  nearestTitles(_title: string, _limit: number): number[] {
    return [];
  }
}
