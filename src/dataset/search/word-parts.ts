import type { SectionFile, SectionFileWriter } from '../section-file';
import { eachPosting, PostingListsBuilder, type PostingLists } from './posting-lists';

/** Words sorted by their UTF-8 bytes, one behind the other, with n + 1 offsets. */
export interface PackedWords {
  data: Uint8Array;
  offsets: Uint32Array;
}

/** Classes of bytes: a letter or digit each, the others together by 28. */
const CLASSES = 64;
const PLAIN = 'abcdefghijklmnopqrstuvwxyz0123456789';
const CLASS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const plain = PLAIN.indexOf(String.fromCharCode(byte));
  return plain >= 0 ? plain : PLAIN.length + (byte % (CLASSES - PLAIN.length));
});

/**
 * Which words have which two bytes side by side. The words that hold a part are looked for among those that have its
 * rarest pair: a few thousand of a million.
 */
export class WordParts {
  private constructor(
    private readonly words: PackedWords,
    private readonly pairs: PostingLists,
  ) {}

  /** Adds the sections that `open` reads. */
  static write(writer: SectionFileWriter, name: string, words: PackedWords): void {
    const { offsets, bytes } = pairsOf(words);
    writer.add(`${name}.pairs`, offsets);
    writer.add(`${name}.pairs.bytes`, bytes);
  }

  /** A directory without these sections is of an older version: they are made anew. */
  static open(sections: SectionFile, name: string, words: PackedWords): WordParts {
    const offsets = sections.u32(`${name}.pairs`);
    const bytes = sections.bytes(`${name}.pairs.bytes`);
    return new WordParts(words, offsets.length > 0 ? { offsets, bytes } : pairsOf(words));
  }

  /** Places of the words that hold the part, ascending; it has two bytes or more. */
  containing(part: Uint8Array): number[] {
    const { offsets, bytes } = this.pairs;
    let rarest = 0;
    let fewest = Infinity;
    for (let at = 0; at + 1 < part.length; at++) {
      const pair = pairAt(part, at);
      const length = offsets[pair + 1]! - offsets[pair]!;
      if (length >= fewest) continue;
      fewest = length;
      rarest = pair;
    }
    const places: number[] = [];
    const isPlain = part.length === 2 && CLASS[part[0]!]! < PLAIN.length && CLASS[part[1]!]! < PLAIN.length;
    eachPosting(bytes, offsets[rarest]!, offsets[rarest + 1]!, (place) => {
      if (isPlain || this.holds(place, part)) places.push(place);
    });
    return places;
  }

  private holds(place: number, part: Uint8Array): boolean {
    const { data, offsets } = this.words;
    const last = offsets[place + 1]! - part.length;
    const first = part[0];
    for (let at = offsets[place]!; at <= last; at++) {
      if (data[at] !== first) continue;
      let same = 1;
      while (same < part.length && data[at + same] === part[same]) same++;
      if (same === part.length) return true;
    }
    return false;
  }
}

function pairAt(bytes: Uint8Array, at: number): number {
  return CLASS[bytes[at]!]! * CLASSES + CLASS[bytes[at + 1]!]!;
}

function pairsOf({ data, offsets }: PackedWords): PostingLists {
  const lists = new PostingListsBuilder(CLASSES * CLASSES);
  for (const writing of [false, true]) {
    if (writing) lists.startWriting();
    for (let place = 0; place + 1 < offsets.length; place++) {
      const last = offsets[place + 1]! - 1;
      for (let at = offsets[place]!; at < last; at++) {
        if (writing) lists.write(pairAt(data, at), place);
        else lists.measure(pairAt(data, at), place);
      }
    }
  }
  return lists.finish();
}
