import type { Bitset } from './bitset';
import { DocumentSet } from './document-set';
import { NameMatches } from './name-matches';
import type { Query } from './query';
import type { SearchIndex } from './search-index';
import { famousNames, wholeNames, type WholeName } from './whole-names';

/** Why an article was found, the best kind first. */
export const MATCHES = ['name', 'alias', 'words', 'prefix', 'part', 'fuzzy', 'description'] as const;
export type Match = (typeof MATCHES)[number];

export interface RankedHit {
  rank: number;
  match: Match;
}

/** Puts the articles that match a query in their order (docs/search.md). */
export class Ranking {
  private readonly matches: NameMatches;

  constructor(private readonly index: SearchIndex) {
    this.matches = new NameMatches(index);
  }

  /** `mask`: the articles in question, by rank; null for all. */
  rank(query: Query, mask: Bitset | null): Ranked {
    const ranked = new Ranked(this.index, wholeNames(this.index, query, mask), mask);
    ranked.addNames('words', this.matches.byWords(query));
    ranked.addWholeNames('words');
    ranked.putFirst(famousNames(this.index, ranked.whole, ranked.found));
    ranked.addNames('prefix', this.matches.byPrefix(query));
    ranked.addNames('part', this.matches.byPart(query));
    if (ranked.isEmpty) ranked.addNames('fuzzy', this.matches.bySpelling(query));
    ranked.add('description', this.matches.byDescription(query));
    return ranked;
  }

  /** The same for a query that is still being typed: words and beginnings of words are worth the same. */
  suggest(query: Query, mask: Bitset | null): Ranked {
    const ranked = new Ranked(this.index, wholeNames(this.index, query, mask), mask);
    ranked.addNames('prefix', this.matches.byPrefix(query));
    ranked.addWholeNames('prefix');
    ranked.putFirst(famousNames(this.index, ranked.whole, ranked.found));
    ranked.addNames('part', this.matches.byPart(query));
    if (ranked.isEmpty) ranked.addNames('fuzzy', this.matches.bySpelling(query));
    if (ranked.isEmpty) ranked.addNames('fuzzy', this.matches.byMisspeltPrefix(query));
    return ranked;
  }
}

/** Everything that matches, kind by kind; within a kind the order of ranks is the order of articles. */
export class Ranked {
  private readonly kinds: { match: Match; ranks: DocumentSet }[] = [];
  private first: readonly number[] = [];
  /** Ranks of all kinds. */
  found: DocumentSet;

  /** Names that have been looked at: each kind of match includes the better ones. */
  private seen: DocumentSet | null = null;

  constructor(
    private readonly index: SearchIndex,
    readonly whole: ReadonlyMap<number, WholeName>,
    private readonly mask: Bitset | null,
  ) {
    this.found = DocumentSet.empty(index.count);
  }

  get isEmpty(): boolean {
    return this.found.isEmpty;
  }

  get total(): number {
    return this.found.count;
  }

  /** Adds the articles of these names that no better kind has found. */
  addNames(match: Match, names: DocumentSet | null): void {
    if (!names) return;
    const fresh = this.seen ? names.andNot(this.seen) : names;
    if (fresh.isEmpty) return;
    this.add(match, this.index.names.ranksOf(fresh));
    this.seen = this.seen ? this.seen.or(fresh) : fresh;
  }

  /** The same of ranks. */
  add(match: Match, found: DocumentSet | null): void {
    if (!found) return;
    const ranks = (this.mask ? found.within(this.mask) : found).andNot(this.found);
    this.found = this.found.or(ranks);
    this.kinds.push({ match, ranks });
  }

  /** Whole names are at least of this kind. */
  addWholeNames(match: Match): void {
    if (this.whole.size === 0) return;
    const ranks = this.setOf([...this.whole.keys()]);
    const kind = this.kinds.find((its) => its.match === match);
    if (kind) kind.ranks = kind.ranks.or(ranks);
    else this.kinds.push({ match, ranks });
    this.found = this.found.or(ranks);
  }

  /** Puts these before all kinds, in this order. */
  putFirst(ranks: readonly number[]): void {
    this.first = ranks;
    if (ranks.length === 0) return;
    const taken = this.setOf(ranks);
    for (const kind of this.kinds) kind.ranks = kind.ranks.andNot(taken);
  }

  slice(offset: number, limit: number): RankedHit[] {
    const hits = this.first.slice(offset, offset + limit).map((rank) => this.hit(rank, 'name'));
    let skip = Math.max(0, offset - this.first.length);
    for (const { match, ranks } of this.kinds) {
      if (hits.length >= limit) break;
      const page = ranks.slice(skip, limit - hits.length);
      for (const rank of page) hits.push(this.hit(rank, match));
      skip = page.length > 0 ? 0 : Math.max(0, skip - ranks.count);
    }
    return hits;
  }

  private setOf(ranks: readonly number[]): DocumentSet {
    return DocumentSet.ofList(this.index.count, Uint32Array.from(ranks).sort());
  }

  private hit(rank: number, match: Match): RankedHit {
    const whole = this.whole.get(rank);
    return { rank, match: whole ? (whole.isTitle ? 'name' : 'alias') : match };
  }
}
