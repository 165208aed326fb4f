import type { SectionFile, SectionFileWriter } from '../section-file';
import type { PackedWords } from './word-parts';

/** Longer words count as so long. */
export const LONGEST = 255;
/** The bit of words that have letters of other scripts. */
export const FOREIGN = 1 << 31;

/** Words by their length, with what can be told of each without reading it: misspellings are looked for here first. */
export interface WordShapes {
  /** Places of the words in order of their length in code points. */
  places: Uint32Array;
  /** Where each length begins in `places`. */
  starts: Uint32Array;
  /** In the order of `places`: which letters a word has, by `lettersOf`. */
  letters: Uint32Array;
}

/** The letters a-z, of which each has a bit of its own: the lowest ones. */
export const LETTERS = 26;

/** What letters there are in UTF-8 bytes: a bit for each of a-z, 5 bits for digits and signs. */
export function lettersOf(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let letters = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x80) letters |= FOREIGN;
    else letters |= byte >= 0x61 && byte <= 0x7a ? 1 << (byte - 0x61) : 1 << (LETTERS + (byte % 5));
  }
  return letters;
}

export function writeShapes(writer: SectionFileWriter, name: string, words: PackedWords): void {
  const { places, starts, letters } = shapesOf(words);
  writer.add(`${name}.shapes`, places);
  writer.add(`${name}.shapes.starts`, starts);
  writer.add(`${name}.shapes.letters`, letters);
}

export function openShapes(sections: SectionFile, name: string): WordShapes {
  return {
    places: sections.u32(`${name}.shapes`),
    starts: sections.u32(`${name}.shapes.starts`),
    letters: sections.u32(`${name}.shapes.letters`),
  };
}

function shapesOf({ data, offsets }: PackedWords): WordShapes {
  const size = Math.max(0, offsets.length - 1);
  const lengths = new Uint8Array(size);
  const starts = new Uint32Array(LONGEST + 2);
  for (let place = 0; place < size; place++) {
    const end = offsets[place + 1]!;
    let length = 0;
    for (let at = offsets[place]!; at < end; at++) if ((data[at]! & 0xc0) !== 0x80) length++;
    lengths[place] = Math.min(length, LONGEST);
    starts[Math.min(length, LONGEST) + 1]!++;
  }
  for (let length = 0; length <= LONGEST; length++) starts[length + 1]! += starts[length]!;
  const next = starts.slice();
  const places = new Uint32Array(size);
  const letters = new Uint32Array(size);
  for (let place = 0; place < size; place++) {
    const at = next[lengths[place]!]!++;
    places[at] = place;
    letters[at] = lettersOf(data, offsets[place], offsets[place + 1]);
  }
  return { places, starts, letters };
}
