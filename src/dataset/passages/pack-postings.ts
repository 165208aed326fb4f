import { bitCount } from '../search/bit-count';
import { Bitset } from '../search/bitset';
import { denseParts, isDense, RANK_WORDS, WEIGHT_BITS, WEIGHT_STEPS } from './passage-file';

/** The list of a word as the file has it; `postings` come as number × WEIGHT_STEPS + weight, in order. */
export function packPostings(postings: Uint32Array, passages: number): Buffer {
  return isDense(postings.length, passages) ? bitsAndWeights(postings, passages) : distances(postings);
}

function bitsAndWeights(postings: Uint32Array, passages: number): Buffer {
  const { ranks, words } = denseParts(passages);
  const bits = new Bitset(passages);
  const weights = new Uint8Array(Math.ceil(postings.length / 2));
  const before = new Uint32Array(ranks);
  for (let i = 0; i < postings.length; i++) {
    const passage = postings[i]! >>> WEIGHT_BITS;
    bits.add(passage);
    weights[i >>> 1]! |= (postings[i]! & (WEIGHT_STEPS - 1)) << (WEIGHT_BITS * (i & 1));
  }
  for (let i = 0, set = 0; i < words; i++) {
    if (i % RANK_WORDS === 0) before[i / RANK_WORDS] = set;
    set += bitCount(bits.words[i]!);
  }
  return Buffer.concat([Buffer.from(before.buffer), Buffer.from(bits.words.buffer), weights]);
}

function distances(postings: Uint32Array): Buffer {
  const list = Buffer.allocUnsafe(5 * postings.length);
  let at = 0;
  let last = 0;
  for (let i = 0; i < postings.length; i++) {
    const passage = postings[i]! >>> WEIGHT_BITS;
    let value = (passage - last) * WEIGHT_STEPS + (postings[i]! & (WEIGHT_STEPS - 1));
    last = passage;
    for (; value > 0x7f; value = Math.floor(value / 128)) list[at++] = (value & 0x7f) | 0x80;
    list[at++] = value;
  }
  return list.subarray(0, at);
}
