import { ByteTable } from '../byte-table';
import type { SectionFileWriter } from '../section-file';
import { sortedByBytes } from '../sorted-by-bytes';
import { WordParts } from './word-parts';
import { writeShapes } from './word-shapes';

/** The letters whose presence is known of every name. */
export const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LETTER_OF_BYTE = Int8Array.from({ length: 256 }, (_, byte) => LETTERS.indexOf(String.fromCharCode(byte)));

/** Numbers words in the order in which they are first seen, and writes them sorted by their UTF-8 bytes. */
export class VocabularyBuilder extends ByteTable {
  /** Writes the words and gives, by number, each word's place in the sorted vocabulary. */
  finish(writer: SectionFileWriter, name: string): Uint32Array {
    const order = sortedByBytes(this.arena, this.offsets, this.size);
    const placeOf = new Uint32Array(this.size);
    const data = Buffer.allocUnsafe(this.offsets[this.size] ?? 0);
    const offsets = new Uint32Array(this.size + 1);
    let end = 0;
    for (let place = 0; place < order.length; place++) {
      const number = order[place] ?? 0;
      placeOf[number] = place;
      const stop = this.offsets[number + 1] ?? 0;
      for (let at = this.offsets[number] ?? 0; at < stop; at++) data[end++] = this.arena[at] ?? 0;
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
    const low = new Uint32Array(this.size);
    const high = new Uint32Array(this.size);
    for (let number = 0; number < this.size; number++) {
      const end = this.offsets[number + 1] ?? 0;
      for (let at = this.offsets[number] ?? 0; at < end; at++) {
        const letter = LETTER_OF_BYTE[this.arena[at] ?? 0] ?? -1;
        if (letter >= 32) high[number]! |= 1 << (letter - 32);
        else if (letter >= 0) low[number]! |= 1 << letter;
      }
    }
    return { low, high };
  }
}
