import { singular } from '../../universe/singular';
import type { Bitset } from './bitset';
import type { DocumentSet } from './document-set';
import { MAX_LOOSE_TOKENS, type Query } from './query';
import type { SearchIndex } from './search-index';
import { isWord } from './tokens';

/** Words that tell nothing of what is meant. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  'the a an of in on at to for from by with and or is are was were be it its that this who what where when which'.split(
    ' ',
  ),
);
/** A word in what an article is, or where, or whose, counts less than one in its names. */
const CONTEXT_WEIGHT = 0.7;
const LINKS_WEIGHT = 0.35;
const MAX_FOUND = 1000;

/** Finds articles by some of the words of a query: in their names, and in their category, place, type and affiliation. */
export class SomeWords {
  constructor(private readonly index: SearchIndex) {}

  /** Ranks, the best first: of articles with half of the words or more, one of them in a name or all in the rest. */
  find(query: Query, mask: Bitset | null): number[] {
    const words = (query.bare ?? query).tokens.filter((word) => isWord(word) && !EMPTY_WORDS.has(word));
    if (words.length === 0 || words.length > MAX_LOOSE_TOKENS) return [];
    const tally = new Tally(this.index.count);
    for (const word of words) {
      const { names, contexts } = this.holding(word);
      const rarity = Math.log(1 + this.index.count / (1 + names.count));
      tally.add(names, rarity, true);
      tally.add(contexts.andNot(names), rarity * CONTEXT_WEIGHT, false);
    }
    return this.best(tally, words.length, mask);
  }

  private holding(word: string): { names: DocumentSet; contexts: DocumentSet } {
    const one = singular(word);
    const forms = [word, one === word ? `${word}s` : one];
    const [first, ...more] = forms.map((form) => ({
      names: this.index.names.ranksOf(this.index.namesWithWord(form)),
      contexts: this.index.contextsWith(form),
    }));
    return more.reduce(
      (all, { names, contexts }) => ({ names: all.names.or(names), contexts: all.contexts.or(contexts) }),
      first!,
    );
  }

  private best(tally: Tally, words: number, mask: Bitset | null): number[] {
    const found: { rank: number; words: number; score: number }[] = [];
    tally.all.forEach((rank) => {
      const held = tally.words[rank]!;
      if (held * 2 < words || (tally.inNames[rank] === 0 && held < Math.max(2, words))) return;
      if (!this.index.isOfUniverse(rank) || (mask && !mask.has(rank))) return;
      const score = tally.weights[rank]! + LINKS_WEIGHT * Math.log2(1 + this.index.linksOf(rank));
      found.push({ rank, words: held, score });
    });
    found.sort((a, b) => b.words - a.words || b.score - a.score || a.rank - b.rank);
    return found.slice(0, MAX_FOUND).map(({ rank }) => rank);
  }
}

/** How many of the words each article has, and what they weigh. By rank. */
class Tally {
  readonly words: Uint8Array;
  readonly inNames: Uint8Array;
  readonly weights: Float32Array;
  readonly all: number[] = [];

  constructor(count: number) {
    this.words = new Uint8Array(count);
    this.inNames = new Uint8Array(count);
    this.weights = new Float32Array(count);
  }

  add(ranks: DocumentSet, weight: number, inNames: boolean): void {
    ranks.each((rank) => {
      if (this.words[rank]!++ === 0) this.all.push(rank);
      this.weights[rank]! += weight;
      if (inNames) this.inNames[rank] = 1;
    });
  }
}
