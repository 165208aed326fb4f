import type { SectionFileWriter } from '../section-file';
import { sortedByBytes } from '../sorted-by-bytes';
import { TextTable } from '../text-table';
import { WordParts } from './word-parts';
import { writeShapes } from './word-shapes';

/** Numbers words in the order in which they are first seen, and writes them sorted by their UTF-8 bytes. */
export class VocabularyBuilder {
  private readonly words = new TextTable();

  get size(): number {
    return this.words.size;
  }

  /** The number of the word; a new one where it was not there. */
  numberOf(word: string): number {
    return this.words.numberOf(word);
  }

  /** Writes the words and gives, by number, each word's place in the sorted vocabulary. */
  finish(writer: SectionFileWriter, name: string): Uint32Array {
    const words = this.words.packed();
    const order = sortedByBytes(words);
    const placeOf = new Uint32Array(this.size);
    const data = Buffer.allocUnsafe(words.bytes.length);
    const offsets = new Uint32Array(this.size + 1);
    order.forEach((number, place) => {
      placeOf[number] = place;
      const [start, end] = [words.offsets[number]!, words.offsets[number + 1]!];
      offsets[place + 1] = offsets[place]! + words.bytes.copy(data, offsets[place], start, end);
    });
    writer.add(`${name}.offsets`, offsets);
    writer.add(`${name}.bytes`, data);
    WordParts.write(writer, name, { data, offsets });
    writeShapes(writer, name, { data, offsets });
    return placeOf;
  }
}
