import { fold } from '../../universe/fold';
import { compactName } from './compact-name';
import { parseQuery } from './query';
import { Ranking, type Match } from './ranking';
import type { SearchDirectory } from './search-directory';
import { SearchIndex } from './search-index';
import { CategoryMasks } from './category-masks';
import { tokensOf } from './tokens';
import { TitleParts } from './title-parts';

export interface SearchHit {
  ordinal: number;
  match: Match;
  /** The name that matched where it is not the title; else null. */
  matched: string | null;
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
  private readonly index: SearchIndex;
  private readonly masks: CategoryMasks;
  private readonly ranking: Ranking;
  private readonly titleParts: TitleParts;

  constructor(directory: SearchDirectory) {
    this.index = new SearchIndex(directory);
    this.masks = new CategoryMasks(directory);
    this.ranking = new Ranking(this.index);
    this.titleParts = new TitleParts(directory, this.index);
  }

  /** Best kind of match first; a query that folds to nothing finds nothing. */
  search(text: string, { category, limit, offset = 0 }: SearchOptions): SearchPage {
    const query = parseQuery(text);
    if (!query) return { total: 0, hits: [] };
    const ranked = this.ranking.rank(query, this.masks.byRank(category));
    const hits = ranked.slice(offset, limit).map(({ rank, match, name }) => ({
      ordinal: this.index.ordinal(rank),
      match,
      matched: name < 0 ? null : this.index.names.textOf(name) || null,
    }));
    return { total: ranked.total, hits };
  }

  /** Ordinals of what a person who typed this far may mean. */
  suggest(typed: string, { category, limit }: { category?: number; limit: number }): number[] {
    const query = parseQuery(typed);
    if (!query) return [];
    const ranked = this.ranking.suggest(query, this.masks.byRank(category));
    return ranked.slice(0, limit).map(({ rank }) => this.index.ordinal(rank));
  }

  /** Articles whose folded title contains the folded part, in title order. An empty part finds all. */
  listByTitlePart(part: string, { category, limit, offset = 0 }: SearchOptions): { total: number; ordinals: number[] } {
    const found = this.titleParts.containing(fold(part));
    const mask = this.masks.byOrdinal(category);
    const all = mask ? found.copy().and(mask) : found;
    return { total: all.count(), ordinals: all.slice(offset, limit) };
  }

  /** Every name that is no title, with the ordinal of its article. */
  *otherNames(): Generator<{ ordinal: number; text: string }> {
    const { names } = this.index;
    for (let name = 0; name < names.size; name++) {
      if (!names.isTitle(name)) yield { ordinal: this.index.ordinal(names.rankOf(name)), text: names.textOf(name) };
    }
  }

  /** Ordinals of the articles one of whose names is this, folded. */
  bearersOf(name: string): number[] {
    const folded = fold(name);
    const { names } = this.index;
    const bearers = new Set<number>();
    for (const number of names.whole(compactName(tokensOf(folded)))) {
      if (fold(names.nameOf(number)) === folded) bearers.add(this.index.ordinal(names.rankOf(number)));
    }
    return [...bearers];
  }

  /** Ordinals of the titles nearest to one that does not exist. */
  nearestTitles(title: string, limit: number): number[] {
    return this.search(title, { limit }).hits.map(({ ordinal }) => ordinal);
  }
}
