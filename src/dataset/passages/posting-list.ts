import { bitCount } from '../search/bit-count';
import { Bitset } from '../search/bitset';
import { denseParts, isDense, RANK_WORDS, WEIGHT_BITS, WEIGHT_STEPS } from './passage-file';

/** The passages that have a word, and how much it weighs in each. */
export interface PostingList {
  /** Of the word, by how many passages lack it. */
  readonly rarity: number;
  /** No passage gets more for the word. */
  readonly mostWeight: number;
  /** Memory that it takes. */
  readonly bytes: number;
  addTo(set: Bitset): void;
  /** Adds what the word weighs in each of these passages, which come in order, to its score at the same place. */
  addWeights(scores: Float32Array, passages: Uint32Array): void;
}

/** Of a list as the file has it, with `count` postings of `passages` passages. */
export function openPostingList(bytes: Buffer, count: number, passages: number): PostingList {
  const rarity = Math.log(1 + (passages - count + 0.5) / (count + 0.5));
  return isDense(count, passages)
    ? new DensePostings(bytes, passages, rarity)
    : new SparsePostings(bytes, count, rarity);
}

/** Each posting as number × WEIGHT_STEPS + weight, in order. */
export class SparsePostings implements PostingList {
  readonly bytes: number;
  readonly mostWeight: number;
  private readonly postings: Uint32Array;
  private readonly weights: Float64Array;

  constructor(
    packed: Buffer,
    count: number,
    readonly rarity: number,
  ) {
    this.postings = unpacked(packed, count);
    this.bytes = this.postings.byteLength;
    this.weights = weightsOf(rarity);
    let most = 0;
    for (let i = 0; i < count; i++) most = Math.max(most, this.postings[i]! & (WEIGHT_STEPS - 1));
    this.mostWeight = this.weights[most]!;
  }

  addTo(set: Bitset): void {
    const { postings } = this;
    for (let i = 0; i < postings.length; i++) set.add(postings[i]! >>> WEIGHT_BITS);
  }

  addWeights(scores: Float32Array, passages: Uint32Array): void {
    const { postings, weights } = this;
    for (let at = 0, i = 0; at < passages.length; at++) {
      i = firstFrom(postings, passages[at]! * WEIGHT_STEPS, i);
      if (i === postings.length) return;
      if (postings[i]! >>> WEIGHT_BITS === passages[at]) scores[at]! += weights[postings[i]! & (WEIGHT_STEPS - 1)]!;
    }
  }

  /** Calls `visit` with each passage, ascending, and what the word weighs in it. */
  each(visit: (passage: number, weight: number) => void): void {
    const { postings, weights } = this;
    for (let i = 0; i < postings.length; i++) {
      visit(postings[i]! >>> WEIGHT_BITS, weights[postings[i]! & (WEIGHT_STEPS - 1)]!);
    }
  }
}

/** A bit for each passage that has the word, and the weights in the order of the bits. */
export class DensePostings implements PostingList {
  readonly bytes: number;
  readonly bits: Bitset;
  readonly mostWeight: number;
  /** How many bits are set before each stretch of words. */
  private readonly ranks: Uint32Array;
  /** Two in a byte. */
  private readonly steps: Uint8Array;
  private readonly weights: Float64Array;

  constructor(
    packed: Buffer,
    passages: number,
    readonly rarity: number,
  ) {
    this.bytes = packed.length;
    const { ranks, words } = denseParts(passages);
    // Bytes of their own begin where numbers of four bytes may begin.
    const own = packed.length === packed.buffer.byteLength ? packed : new Uint8Array(packed);
    this.ranks = new Uint32Array(own.buffer, 0, ranks);
    this.bits = new Bitset(passages, new Uint32Array(own.buffer, 4 * ranks, words));
    this.steps = own.subarray(4 * (ranks + words));
    this.weights = weightsOf(rarity);
    let most = 0;
    for (let i = 0; i < this.steps.length; i++) {
      most = Math.max(most, this.steps[i]! & (WEIGHT_STEPS - 1), this.steps[i]! >>> WEIGHT_BITS);
    }
    this.mostWeight = this.weights[most]!;
  }

  addTo(set: Bitset): void {
    set.or(this.bits);
  }

  addWeights(scores: Float32Array, passages: Uint32Array): void {
    const { ranks, steps, weights } = this;
    const { words } = this.bits;
    for (let at = 0; at < passages.length; at++) {
      const passage = passages[at]!;
      const word = passage >>> 5;
      const bit = 1 << (passage & 31);
      if ((words[word]! & bit) === 0) continue;
      const stretch = Math.floor(word / RANK_WORDS);
      let place = ranks[stretch]! + bitCount(words[word]! & (bit - 1));
      for (let i = stretch * RANK_WORDS; i < word; i++) place += bitCount(words[i]!);
      scores[at]! += weights[(steps[place >>> 1]! >>> (WEIGHT_BITS * (place & 1))) & (WEIGHT_STEPS - 1)]!;
    }
  }
}

function unpacked(packed: Buffer, count: number): Uint32Array {
  const postings = new Uint32Array(count);
  let passage = 0;
  for (let i = 0, at = 0; i < count; i++) {
    let byte = packed[at++]!;
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = packed[at++]!;
      value |= (byte & 0x7f) << shift;
    }
    passage += value >>> WEIGHT_BITS;
    postings[i] = (passage << WEIGHT_BITS) | (value & (WEIGHT_STEPS - 1));
  }
  return postings;
}

/** Where numbers from this one on begin, in ascending ones, at a place or behind it: quick where it is near. */
export function firstFrom(numbers: Uint32Array, least: number, from = 0): number {
  let [low, high] = [from, from];
  for (let step = 1; high < numbers.length && numbers[high]! < least; step *= 2) {
    low = high + 1;
    high += step;
  }
  high = Math.min(high, numbers.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function weightsOf(rarity: number): Float64Array {
  return Float64Array.from({ length: WEIGHT_STEPS }, (_, step) => (rarity * (step + 1)) / WEIGHT_STEPS);
}
