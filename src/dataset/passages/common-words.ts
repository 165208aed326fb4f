import { Bitset } from '../search/bitset';
import { DensePostings, type PostingList } from './posting-list';

/** Scores are added up in single precision: what is a sum in theory may be a little more. */
export const ROUNDING = 1.00001;

/** Those words of a question that many passages have. */
export class CommonWords {
  private readonly lists: readonly Bitset[];
  /** What each of them gives at most. */
  private readonly weights: readonly number[];
  /** By number of words, from none on: no passage that has so many of them and nothing else scores more. */
  private readonly most = [0];

  constructor(lists: readonly PostingList[]) {
    const dense = lists.filter((list) => list instanceof DensePostings);
    this.lists = dense.map(({ bits }) => bits);
    this.weights = dense.map(({ mostWeight }) => mostWeight * ROUNDING);
    for (const weight of [...this.weights].sort((a, b) => b - a)) this.most.push(this.most.at(-1)! + weight);
  }

  get count(): number {
    return this.lists.length;
  }

  /** What all of them together give at most. */
  get mostOfAll(): number {
    return this.most.at(-1)!;
  }

  /** How many of the words a passage needs for a score, one at least; more than there are where all are not enough. */
  neededFor(score: number): number {
    const enough = this.most.findIndex((most, words) => words > 0 && most >= score);
    return enough < 0 ? this.count + 1 : enough;
  }

  /** What these words give a passage at most. */
  mostIn(passage: number): number {
    let most = 0;
    for (let i = 0; i < this.lists.length; i++) if (this.lists[i]!.has(passage)) most += this.weights[i]!;
    return most;
  }

  /** Those of `among` that have at least so many of the words. */
  passagesWith(words: number, among: Bitset): Bitset {
    // Those that lack none of the words so far, those that lack one at most, and so on.
    const lacking = Array.from({ length: this.count - words + 1 }, () => among.copy());
    for (const list of this.lists) {
      for (let i = lacking.length - 1; i > 0; i--) lacking[i]!.and(list).or(lacking[i - 1]!);
      lacking[0]!.and(list);
    }
    return lacking.at(-1)!;
  }
}
