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
  /** In the order of `places`: which letters a word has, by `letterBit`. */
  letters: Uint32Array;
}

/** A bit for each of a-z, 5 bits for digits and signs. */
export function letterBit(byte: number): number {
  if (byte >= 0x80) return FOREIGN;
  return byte >= 0x61 && byte <= 0x7a ? 1 << (byte - 0x61) : 1 << (26 + (byte % 5));
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
  const lettersOf = new Uint32Array(size);
  const starts = new Uint32Array(LONGEST + 2);
  for (let place = 0; place < size; place++) {
    const end = offsets[place + 1]!;
    let length = 0;
    let letters = 0;
    for (let at = offsets[place]!; at < end; at++) {
      const byte = data[at]!;
      if ((byte & 0xc0) !== 0x80) length++;
      letters |= letterBit(byte);
    }
    lengths[place] = Math.min(length, LONGEST);
    lettersOf[place] = letters;
    starts[Math.min(length, LONGEST) + 1]!++;
  }
  for (let length = 0; length <= LONGEST; length++) starts[length + 1]! += starts[length]!;
  const next = starts.slice();
  const places = new Uint32Array(size);
  const letters = new Uint32Array(size);
  for (let place = 0; place < size; place++) {
    const at = next[lengths[place]!]!++;
    places[at] = place;
    letters[at] = lettersOf[place]!;
  }
  return { places, starts, letters };
}
