import type { Bitset } from './bitset';
import { DocumentSet } from './document-set';
import { NameMatches } from './name-matches';
import type { Query } from './query';
import type { SearchIndex } from './search-index';
import { SomeWords } from './some-words';
import { famousNames, wholeNames, type WholeName } from './whole-names';

/** Why an article was found, the best kind first. */
export const MATCHES = ['name', 'alias', 'words', 'prefix', 'part', 'fuzzy', 'some_words', 'description'] as const;
export type Match = (typeof MATCHES)[number];

export interface RankedHit {
  rank: number;
  match: Match;
  /** Number of the name that matched; -1 where none did. */
  name: number;
}

/** So many of the most linked articles of a kind are put in order by how much of a name the query is, too. */
const WEIGHED = 100;
/** A name that the query is the whole of counts as much as one of an article with so many doublings of links. */
const COVERAGE_WEIGHT = 2;
/** So many doublings of links a person counts more where a rank stands before the name. */
const PERSON_WEIGHT = 3;

/** Puts the articles that match a query in their order (docs/search.md). */
export class Ranking {
  private readonly matches: NameMatches;
  private readonly someWords: SomeWords;

  constructor(private readonly index: SearchIndex) {
    this.matches = new NameMatches(index);
    this.someWords = new SomeWords(index);
  }

  /** `mask`: the articles in question, by rank; null for all. */
  rank(query: Query, mask: Bitset | null): Ranked {
    const ranked = new Ranked(this.index, query, mask);
    ranked.addNames('words', this.matches.byWords(query));
    ranked.addWholeNames('words');
    ranked.addNames('prefix', this.matches.byPrefix(query));
    ranked.addNames('part', this.matches.byPart(query));
    if (ranked.isEmpty) ranked.addNames('fuzzy', this.matches.bySpelling(query));
    if (!ranked.hasUniverse) ranked.addInOrder('some_words', this.someWords.find(query, mask));
    ranked.addRanks('description', this.matches.byDescription(query));
    return ranked;
  }

  /** The same for a query that is still being typed: words and beginnings of words are worth the same. */
  suggest(query: Query, mask: Bitset | null): Ranked {
    const ranked = new Ranked(this.index, query, mask);
    ranked.addNames('prefix', this.matches.byPrefix(query));
    ranked.addWholeNames('prefix');
    ranked.addNames('part', this.matches.byPart(query));
    if (ranked.isEmpty) ranked.addNames('fuzzy', this.matches.bySpelling(query));
    if (ranked.isEmpty) ranked.addNames('fuzzy', this.matches.byMisspeltPrefix(query));
    if (!ranked.hasUniverse) ranked.addInOrder('some_words', this.someWords.find(query, mask));
    return ranked;
  }
}

/** The articles of one kind: the first ones in an order of their own, the rest by rank. */
interface Kind {
  match: Match;
  first: RankedHit[];
  rest: DocumentSet;
}

/** Everything that matches, kind by kind; within a kind the order of ranks is the order of articles. */
export class Ranked {
  private readonly kinds: Kind[] = [];
  private readonly whole: ReadonlyMap<number, WholeName>;
  private famous: RankedHit[] = [];
  /** Ranks of all kinds. */
  private found: DocumentSet;
  /** Names that have been looked at: each kind of match includes the better ones. */
  private seen: DocumentSet;

  constructor(
    private readonly index: SearchIndex,
    private readonly query: Query,
    private readonly mask: Bitset | null,
  ) {
    this.whole = wholeNames(index, query, mask);
    this.found = DocumentSet.empty(index.count);
    this.seen = DocumentSet.empty(index.names.size);
  }

  get isEmpty(): boolean {
    return this.found.isEmpty;
  }

  /** Whether an article of the universe itself was found. */
  get hasUniverse(): boolean {
    const [first] = this.found.slice(0, 1);
    return first !== undefined && this.index.isOfUniverse(first);
  }

  get total(): number {
    return this.found.count;
  }

  /** Adds the articles of these names that no better kind has found. */
  addNames(match: Match, names: DocumentSet | null): void {
    if (!names) return;
    const fresh = names.andNot(this.seen);
    this.seen = this.seen.or(fresh);
    const ranks = this.unfound(this.index.names.ranksOf(fresh));
    if (ranks.isEmpty) return;
    this.found = this.found.or(ranks);
    const first = this.weighed(match, fresh, ranks);
    this.kinds.push({ match, first, rest: ranks.andNot(this.setOf(first)) });
  }

  /** Adds articles by rank, those left that no better kind has found. */
  addRanks(match: Match, found: DocumentSet | null): void {
    if (!found) return;
    const rest = this.unfound(found);
    this.found = this.found.or(rest);
    this.kinds.push({ match, first: [], rest });
  }

  /** Adds articles in the order given. */
  addInOrder(match: Match, ranks: readonly number[]): void {
    const first = ranks.filter((rank) => !this.found.has(rank)).map((rank) => ({ rank, match, name: -1 }));
    this.found = this.found.or(this.setOf(first));
    this.kinds.push({ match, first, rest: DocumentSet.empty(this.index.count) });
  }

  /** Puts the articles whose whole name the query is before all, or at least among those of this kind. */
  addWholeNames(match: Match): void {
    if (this.whole.size === 0) return;
    this.famous = famousNames(this.index, this.whole, this.found).map((rank) => this.wholeHit(rank));
    const others = [...this.whole.keys()].filter((rank) => !this.famous.some((hit) => hit.rank === rank));
    const missing = others.filter((rank) => !this.found.has(rank)).map((rank) => this.wholeHit(rank));
    const taken = this.setOf(this.famous);
    for (const kind of this.kinds) {
      kind.first = kind.first.filter(({ rank }) => !taken.has(rank));
      kind.rest = kind.rest.andNot(taken);
    }
    const kind = this.kinds.find((its) => its.match === match);
    if (kind) kind.rest = kind.rest.or(this.setOf(missing));
    else this.kinds.push({ match, first: missing, rest: DocumentSet.empty(this.index.count) });
    this.found = this.found.or(taken).or(this.setOf(missing));
  }

  slice(offset: number, limit: number): RankedHit[] {
    const hits: RankedHit[] = [];
    let skip = offset;
    const take = (from: readonly RankedHit[]) => {
      for (const hit of from.slice(skip, skip + limit - hits.length)) hits.push(hit);
      skip = Math.max(0, skip - from.length);
    };
    take(this.famous);
    for (const { match, first, rest } of this.kinds) {
      take(first);
      if (hits.length >= limit) break;
      for (const rank of rest.slice(skip, limit - hits.length)) hits.push({ rank, match, name: -1 });
      skip = Math.max(0, skip - rest.count);
    }
    return hits.map((hit) => (this.whole.has(hit.rank) ? this.wholeHit(hit.rank) : hit));
  }

  /** The most linked articles of a kind, those first of whose names the query is more. */
  private weighed(match: Match, names: DocumentSet, ranks: DocumentSet): RankedHit[] {
    const best = new Map<number, { name: number; weight: number }>();
    names.each((name) => {
      const rank = this.index.names.rankOf(name);
      if (!ranks.has(rank)) return true;
      const known = best.get(rank);
      if (!known && best.size === WEIGHED) return false;
      const weight = this.weightOf(rank, name);
      if (!known || weight > known.weight) best.set(rank, { name, weight });
      return true;
    });
    const groupOf = (rank: number) => this.index.groupOf(rank);
    return [...best]
      .sort(([a, x], [b, y]) => groupOf(a) - groupOf(b) || y.weight - x.weight || a - b)
      .map(([rank, { name }]) => ({ rank, match, name }));
  }

  private weightOf(rank: number, name: number): number {
    const coverage = Math.min(1, this.query.tokens.length / Math.max(1, this.index.names.wordsOf(name)));
    const isMeant = this.query.isOfPerson && this.index.isPerson(rank);
    return Math.log2(2 + this.index.linksOf(rank)) + COVERAGE_WEIGHT * coverage + (isMeant ? PERSON_WEIGHT : 0);
  }

  private unfound(ranks: DocumentSet): DocumentSet {
    return (this.mask ? ranks.within(this.mask) : ranks).andNot(this.found);
  }

  private setOf(hits: readonly { rank: number }[]): DocumentSet {
    return DocumentSet.ofList(this.index.count, Uint32Array.from(hits, ({ rank }) => rank).sort());
  }

  private wholeHit(rank: number): RankedHit {
    const { isTitle, name } = this.whole.get(rank)!;
    return { rank, match: isTitle ? 'name' : 'alias', name };
  }
}
