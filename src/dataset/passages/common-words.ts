import { Bitset } from '../search/bitset';
import { DensePostings, type PostingList } from './posting-list';

/** Scores are added up in single precision: what is a sum in theory may be a little more. */
const ROUNDING = 1.00001;

/** Those words of a question that many passages have. */
export class CommonWords {
  private readonly lists: readonly Bitset[];
  /** By number of words, from none on: no passage that has so many of them and nothing else scores more. */
  private readonly most = [0];

  constructor(
    lists: readonly PostingList[],
    private readonly passages: number,
  ) {
    const dense = lists.filter((list) => list instanceof DensePostings);
    this.lists = dense.map(({ bits }) => bits);
    const weights = dense.map(({ mostWeight }) => mostWeight * ROUNDING);
    for (const weight of weights.sort((a, b) => b - a)) this.most.push(this.most.at(-1)! + weight);
  }

  get count(): number {
    return this.lists.length;
  }

  /** How many of the words a passage needs for a score, one at least; more than there are where all are not enough. */
  neededFor(score: number): number {
    const enough = this.most.findIndex((most, words) => words > 0 && most >= score);
    return enough < 0 ? this.count + 1 : enough;
  }

  /** The passages that have at least so many of the words. */
  passagesWith(words: number): Bitset {
    // Those that have at least one of the words so far, at least two, and so on.
    const having = Array.from({ length: words }, () => new Bitset(this.passages));
    for (const list of this.lists) {
      for (let i = words - 1; i > 0; i--) having[i]!.or(having[i - 1]!.copy().and(list));
      having[0]!.or(list);
    }
    return having[words - 1]!;
  }
}
