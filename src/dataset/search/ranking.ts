import { Bitset } from './bitset';
import { MAX_LOOSE_TOKENS, withoutImplied, type Query } from './query';
import type { SearchIndex } from './search-index';

/** Why an article was found, the best kind first. */
export const MATCHES = ['name', 'alias', 'words', 'prefix', 'part', 'fuzzy', 'description'] as const;
export type Match = (typeof MATCHES)[number];

/** A whole-name match that fewer than this part of the links lead to than to the best match by words is one of those. */
const WHOLE_NAME_WEIGHT = 8;
/** Letters of a query for each letter that may be wrong. */
const LETTERS_PER_EDIT = 4;

export interface RankedHit {
  rank: number;
  match: Match;
}

/** Everything that matches, in order. */
export interface Ranked {
  total: number;
  slice(offset: number, limit: number): RankedHit[];
}

interface Kind {
  match: Match;
  ranks: Bitset;
}

/** Puts the articles that match a query in their order (docs/search.md). */
export class Ranking {
  constructor(
    private readonly index: SearchIndex,
    /** By ordinal. */
    private readonly links: Uint32Array,
  ) {}

  /** `mask`: the articles in question, by rank; null for all. */
  rank(query: Query, mask: Bitset | null): Ranked {
    const whole = this.wholeNames(query, mask);
    const kinds: Kind[] = [{ match: 'words', ranks: this.byWords(query, whole, mask) }];
    const seen = kinds[0]!.ranks.copy();
    const famous = this.famousWholeNames(whole, kinds[0]!.ranks);
    for (const rank of famous) kinds[0]!.ranks.delete(rank);
    this.addKind(kinds, 'prefix', this.byPrefix(query), mask, seen);
    this.addKind(kinds, 'part', this.byPart(query), mask, seen);
    if (seen.isEmpty) this.addKind(kinds, 'fuzzy', this.bySpelling(query), mask, seen);
    this.addKind(kinds, 'description', this.index.textsWith(partTokens(query)), mask, seen);
    return { total: seen.count(), slice: (offset, limit) => pageOf(famous, kinds, whole, offset, limit) };
  }

  /** Ranks of what may be meant by what was typed so far. */
  suggest(query: Query, mask: Bitset | null, limit: number): number[] {
    return this.rank(query, mask)
      .slice(0, limit)
      .map(({ rank }) => rank);
  }

  /** By rank: whether the title or another name is the whole query, and by how many links it is called so. */
  private wholeNames(query: Query, mask: Bitset | null): Map<number, { match: Match; strength: number }> {
    const whole = new Map<number, { match: Match; strength: number }>();
    for (const name of this.index.wholeNames(query.compact)) {
      const rank = this.index.rankOf(name);
      if ((mask && !mask.has(rank)) || whole.has(rank)) continue;
      const links = this.linksOf(rank);
      const uses = this.index.usesOf(name);
      whole.set(rank, {
        match: this.index.isTitle(name) ? 'name' : 'alias',
        strength: uses > 0 ? Math.min(uses, links) : links,
      });
    }
    return whole;
  }

  private byWords(query: Query, whole: Map<number, unknown>, mask: Bitset | null): Bitset {
    const ranks = new Bitset(this.index.count);
    for (const tokens of [query.tokens, ...query.variants]) {
      const names = this.index.namesWith(tokens, 'word');
      if (names) ranks.or(this.index.ranksOf(names));
    }
    if (mask) ranks.and(mask);
    for (const rank of whole.keys()) ranks.add(rank);
    return ranks;
  }

  /** Ranks, in order, of the whole names that are not outshone by an article that carries the words. */
  private famousWholeNames(whole: Map<number, { strength: number }>, words: Bitset): number[] {
    let brightest = 0;
    words.each((rank) => {
      if (whole.has(rank)) return true;
      brightest = this.linksOf(rank);
      return false;
    });
    const famous = [...whole].filter(([, { strength }]) => (strength + 1) * WHOLE_NAME_WEIGHT > brightest);
    return famous.map(([rank]) => rank).sort((a, b) => a - b);
  }

  private byPrefix(query: Query): Bitset | null {
    const ranks = new Bitset(this.index.count);
    for (const tokens of [query.tokens, ...query.variants]) {
      if (tokens.length > MAX_LOOSE_TOKENS) continue;
      const kept = withoutImplied(tokens, (longer, token) => longer.startsWith(token));
      const names = this.index.namesWith(kept, 'prefix');
      if (names) ranks.or(this.index.ranksOf(names));
    }
    return ranks;
  }

  private byPart(query: Query): Bitset | null {
    const tokens = partTokens(query);
    if (tokens.length > MAX_LOOSE_TOKENS) return null;
    const names = this.index.namesWith(tokens, 'part');
    return names && this.index.ranksOf(names);
  }

  private bySpelling({ tokens }: Query): Bitset | null {
    if (tokens.length > MAX_LOOSE_TOKENS) return null;
    const names = this.index.namesNear(tokens, (token) => Math.floor(token.length / LETTERS_PER_EDIT));
    return names && this.index.ranksOf(names);
  }

  private addKind(kinds: Kind[], match: Match, found: Bitset | null, mask: Bitset | null, seen: Bitset): void {
    if (!found) return;
    if (mask) found.and(mask);
    found.andNot(seen);
    seen.or(found);
    kinds.push({ match, ranks: found });
  }

  private linksOf(rank: number): number {
    return this.links[this.index.ordinal(rank)] ?? 0;
  }
}

function partTokens(query: Query): string[] {
  return withoutImplied(query.tokens, (longer, token) => longer.includes(token));
}

function pageOf(
  famous: readonly number[],
  kinds: readonly Kind[],
  whole: ReadonlyMap<number, { match: Match }>,
  offset: number,
  limit: number,
): RankedHit[] {
  const matchOf = (rank: number, match: Match): RankedHit => ({ rank, match: whole.get(rank)?.match ?? match });
  const hits = famous.slice(offset, offset + limit).map((rank) => matchOf(rank, 'name'));
  let skip = Math.max(0, offset - famous.length);
  for (const { match, ranks } of kinds) {
    if (hits.length >= limit) break;
    const page = ranks.slice(skip, limit - hits.length);
    for (const rank of page) hits.push(matchOf(rank, match));
    skip = page.length > 0 ? 0 : Math.max(0, skip - ranks.count());
  }
  return hits;
}
