import type { SectionFile, SectionFileWriter } from '../section-file';
import { PostingUnion } from './posting-union';
import { containsBytes } from './contains-bytes';
import { buildPostingLists, eachPosting, type PostingLists } from './posting-lists';

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
    const { data, offsets } = this.words;
    const places: number[] = [];
    this.eachWithTrigrams(part, (place) => {
      if (containsBytes(data, offsets[place]!, offsets[place + 1]!, part)) places.push(place);
    });
    return places;
  }

  /** The words that have the rarest trigram of the part. */
  private eachWithTrigrams(part: Uint8Array, visit: (place: number) => void): void {
    const { keys, offsets, bytes } = this.trigrams;
    let rarest = 0;
    let fewest = Infinity;
    for (let at = 0; at + 2 < part.length; at++) {
      const key = keyOf(part[at]!, part[at + 1]!, part[at + 2]!);
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
}

function keyOf(first: number, second: number, third: number): number {
  return (first << 16) | (second << 8) | third;
}

function trigramsOf(words: PackedWords): Trigrams {
  const found = new Set<number>();
  eachTrigram(words, (key) => found.add(key));
  const keys = Uint32Array.from(found).sort();
  const listOf = new Map(Array.from(keys, (key, list) => [key, list]));
  const lists = buildPostingLists(keys.length, (visit) =>
    eachTrigram(words, (key, place) => visit(listOf.get(key)!, place)),
  );
  return { keys, ...lists };
}

function eachTrigram({ data, offsets }: PackedWords, visit: (key: number, place: number) => void): void {
  for (let place = 0; place + 1 < offsets.length; place++) {
    const last = offsets[place + 1]! - 1;
    for (let at = offsets[place]!; at < last; at++) {
      visit(keyOf(data[at]!, data[at + 1]!, at + 1 < last ? data[at + 2]! : 0), place);
    }
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
