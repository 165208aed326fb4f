import type { SectionFileWriter } from '../section-file';
import { sortedByBytes } from '../sorted-by-bytes';
import { TextTable } from '../text-table';
import { WordParts } from './word-parts';
import { writeShapes } from './word-shapes';

/** The letters whose presence is known of every name. */
export const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LETTER_OF_BYTE = Int8Array.from({ length: 256 }, (_, byte) => LETTERS.indexOf(String.fromCharCode(byte)));

/** Numbers words in the order in which they are first seen, and writes them sorted by their UTF-8 bytes. */
export class VocabularyBuilder {
  private readonly words = new TextTable();

  get size(): number {
    return this.words.size;
  }

  /** The number of the word in `bytes` from `start` to `end`; a new one where it was not there. */
  numberOf(bytes: Buffer, start: number, end: number): number {
    return this.words.numberOf(bytes.toString('utf8', start, end));
  }

  /** Writes the words and gives, by number, each word's place in the sorted vocabulary. */
  finish(writer: SectionFileWriter, name: string): Uint32Array {
    const words = this.words.packed();
    const order = sortedByBytes(words.bytes, words.offsets, this.size);
    const placeOf = new Uint32Array(this.size);
    const data = Buffer.allocUnsafe(words.bytes.length);
    const offsets = new Uint32Array(this.size + 1);
    let end = 0;
    for (let place = 0; place < order.length; place++) {
      const number = order[place] ?? 0;
      placeOf[number] = place;
      const stop = words.offsets[number + 1] ?? 0;
      for (let at = words.offsets[number] ?? 0; at < stop; at++) data[end++] = words.bytes[at] ?? 0;
      offsets[place + 1] = end;
    }
    writer.add(`${name}.offsets`, offsets);
    writer.add(`${name}.bytes`, data);
    WordParts.write(writer, name, { data, offsets });
    writeShapes(writer, name, { data, offsets });
    return placeOf;
  }

  /** By number, which of LETTERS a word has: the first 32 in `low`, the rest in `high`. */
  letters(): { low: Uint32Array; high: Uint32Array } {
    const { bytes, offsets } = this.words.packed();
    const low = new Uint32Array(this.size);
    const high = new Uint32Array(this.size);
    for (let number = 0; number < this.size; number++) {
      const end = offsets[number + 1] ?? 0;
      for (let at = offsets[number] ?? 0; at < end; at++) {
        const letter = LETTER_OF_BYTE[bytes[at] ?? 0] ?? -1;
        if (letter >= 32) high[number]! |= 1 << (letter - 32);
        else if (letter >= 0) low[number]! |= 1 << letter;
      }
    }
    return { low, high };
  }
}
