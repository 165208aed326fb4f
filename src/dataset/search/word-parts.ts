import type { SectionFile, SectionFileWriter } from '../section-file';
import { bitCount } from './bit-count';
import { PostingUnion } from './posting-union';
import { eachPosting, PostingListsBuilder, type PostingLists } from './posting-lists';

/** Words sorted by their UTF-8 bytes, one behind the other, with n + 1 offsets. */
export interface PackedWords {
  data: Uint8Array;
  offsets: Uint32Array;
}

/** A list of words for each three bytes that stand side by side in any; the end of a word counts as a zero. */
interface Trigrams extends PostingLists {
  /** The trigrams that occur, ascending: the first byte is the highest. */
  keys: Uint32Array;
}

const KEYS = 2 ** 24;

/**
 * Finds the words that hold a part: they are looked for among those that have its rarest trigram, a few dozen of a
 * hundred thousand.
 */
export class WordParts {
  private readonly union: PostingUnion;

  private constructor(
    private readonly words: PackedWords,
    private readonly trigrams: Trigrams,
  ) {
    this.union = new PostingUnion(Math.max(0, words.offsets.length - 1));
  }

  /** Adds the sections that `open` reads. */
  static write(writer: SectionFileWriter, name: string, words: PackedWords): void {
    const { keys, offsets, bytes } = trigramsOf(words);
    writer.add(`${name}.trigrams`, keys);
    writer.add(`${name}.trigrams.lists`, offsets);
    writer.add(`${name}.trigrams.bytes`, bytes);
  }

  static open(sections: SectionFile, name: string, words: PackedWords): WordParts {
    return new WordParts(words, {
      keys: sections.u32(`${name}.trigrams`),
      offsets: sections.u32(`${name}.trigrams.lists`),
      bytes: sections.bytes(`${name}.trigrams.bytes`),
    });
  }

  /** Places of the words that hold the part, ascending; it has two bytes or more. */
  containing(part: Uint8Array): number[] {
    if (part.length === 2) return this.withPair(part);
    const places: number[] = [];
    this.eachWithTrigrams(part, part.length, (place) => {
      if (part.length === 3 || this.holds(place, part)) places.push(place);
    });
    return places;
  }

  /** Places of the words that end so, ascending; in two bytes or more. */
  endingIn(end: Uint8Array): number[] {
    const places: number[] = [];
    this.eachWithTrigrams(end, end.length + 1, (place) => {
      if (this.isAt(this.words.offsets[place + 1]! - end.length, place, end)) places.push(place);
    });
    return places;
  }

  /** The words that have the rarest trigram of the part's first `length` bytes; a byte beyond it counts as its end. */
  private eachWithTrigrams(part: Uint8Array, length: number, visit: (place: number) => void): void {
    const { keys, offsets, bytes } = this.trigrams;
    let rarest = 0;
    let fewest = Infinity;
    for (let at = 0; at + 2 < length; at++) {
      const key = keyOf(part[at]!, part[at + 1]!, part[at + 2] ?? 0);
      const list = lowerBound(keys, key);
      if (keys[list] !== key) return;
      const size = offsets[list + 1]! - offsets[list]!;
      if (size >= fewest) continue;
      fewest = size;
      rarest = list;
    }
    eachPosting(bytes, offsets[rarest]!, offsets[rarest + 1]!, visit);
  }

  /** The trigrams that begin with two given bytes lie side by side. */
  private withPair([first, second]: Uint8Array): number[] {
    const { keys, offsets, bytes } = this.trigrams;
    const to = lowerBound(keys, keyOf(first!, second!, 0xff) + 1);
    for (let list = lowerBound(keys, keyOf(first!, second!, 0)); list < to; list++) {
      this.union.add(bytes, offsets[list]!, offsets[list + 1]!);
    }
    const found = this.union.take();
    return found.slice(0, found.count);
  }

  private holds(place: number, part: Uint8Array): boolean {
    const { offsets } = this.words;
    const last = offsets[place + 1]! - part.length;
    for (let at = offsets[place]!; at <= last; at++) if (this.isAt(at, place, part)) return true;
    return false;
  }

  private isAt(at: number, place: number, part: Uint8Array): boolean {
    const { data, offsets } = this.words;
    if (at < offsets[place]! || data[at] !== part[0]) return false;
    let same = 1;
    while (same < part.length && data[at + same] === part[same]) same++;
    return same === part.length;
  }
}

function keyOf(first: number, second: number, third: number): number {
  return (first << 16) | (second << 8) | third;
}

function trigramsOf(words: PackedWords): Trigrams {
  const ranks = new KeyRanks();
  eachTrigram(words, (key) => ranks.add(key));
  const keys = ranks.finish();
  const lists = new PostingListsBuilder(keys.length);
  eachTrigram(words, (key, place) => lists.measure(ranks.rankOf(key), place));
  lists.startWriting();
  eachTrigram(words, (key, place) => lists.write(ranks.rankOf(key), place));
  return { keys, ...lists.finish() };
}

function eachTrigram({ data, offsets }: PackedWords, visit: (key: number, place: number) => void): void {
  for (let place = 0; place + 1 < offsets.length; place++) {
    const last = offsets[place + 1]! - 1;
    for (let at = offsets[place]!; at < last; at++) {
      visit(keyOf(data[at]!, data[at + 1]!, at + 1 < last ? data[at + 2]! : 0), place);
    }
  }
}

/** Numbers the keys that occur in their order, in a bit each. */
class KeyRanks {
  private readonly bits = new Uint32Array(KEYS / 32);
  /** Keys before each word of bits. */
  private readonly before = new Uint32Array(KEYS / 32);

  add(key: number): void {
    this.bits[key >>> 5]! |= 1 << (key & 31);
  }

  /** The keys, ascending. */
  finish(): Uint32Array {
    const keys: number[] = [];
    for (let i = 0; i < this.bits.length; i++) {
      this.before[i] = keys.length;
      for (let word = this.bits[i]!; word !== 0; word &= word - 1) keys.push((i << 5) + 31 - Math.clz32(word & -word));
    }
    return Uint32Array.from(keys);
  }

  rankOf(key: number): number {
    return this.before[key >>> 5]! + bitCount(this.bits[key >>> 5]! & ((1 << (key & 31)) - 1));
  }
}

function lowerBound(keys: Uint32Array, key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
