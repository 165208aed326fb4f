import type { SectionFile, StringTable } from '../section-file';
import { compareBytes } from '../sorted-by-bytes';
import { WordParts } from './word-parts';
import { openShapes, type WordShapes } from './word-shapes';

/** Parts of the words of one query, or of two. */
const MAX_REMEMBERED = 16;

/** The words of an index, sorted by their UTF-8 bytes; a word's number is its place. */
export class Vocabulary {
  private readonly remembered = new Map<string, number[]>();
  private readonly words: StringTable;
  private readonly parts: WordParts;
  private knownShapes: WordShapes | null = null;

  constructor(
    private readonly sections: SectionFile,
    private readonly name: string,
  ) {
    this.words = sections.strings(name);
    this.parts = WordParts.open(sections, name, this.words);
  }

  /** By the length of the words. */
  get shapes(): WordShapes {
    return (this.knownShapes ??= openShapes(this.sections, this.name));
  }

  get size(): number {
    return this.words.length;
  }

  word(place: number): string {
    return this.words.get(place);
  }

  bytes(): { data: Buffer; offsets: Uint32Array } {
    return { data: this.words.data, offsets: this.words.offsets };
  }

  /** Place of a word (its UTF-8 bytes), or -1. */
  find(word: Buffer): number {
    const place = this.lowerBound(word);
    return place < this.size && this.words.bytesOf(place).equals(word) ? place : -1;
  }

  /** Places [from, to) of the word itself: one or none. */
  wordRange(word: Buffer): { from: number; to: number } {
    const place = this.find(word);
    return { from: place, to: place < 0 ? place : place + 1 };
  }

  /** Places [from, to) of the words that begin so. */
  prefixRange(prefix: Buffer): { from: number; to: number } {
    const from = this.lowerBound(prefix);
    let low = from;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.beginsWith(middle, prefix)) low = middle + 1;
      else high = middle;
    }
    return { from, to: low };
  }

  /** Places of the words that contain the part, ascending. */
  containing(part: string): readonly number[] {
    // Names and descriptions are asked for the same parts, one after the other.
    let places = this.remembered.get(part);
    if (!places) {
      const bytes = Buffer.from(part);
      places = bytes.length === 1 ? this.containingByte(bytes[0] ?? 0) : this.parts.containing(bytes);
      if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
      this.remembered.set(part, places);
    }
    return places;
  }

  private containingByte(byte: number): number[] {
    const { data, offsets } = this.words;
    const places: number[] = [];
    for (let place = 0; place < this.size; place++) {
      const end = offsets[place + 1]!;
      for (let at = offsets[place]!; at < end; at++) {
        if (data[at] !== byte) continue;
        places.push(place);
        break;
      }
    }
    return places;
  }

  private beginsWith(place: number, bytes: Buffer): boolean {
    const { data, offsets } = this.words;
    const start = offsets[place]!;
    return compareBytes(bytes, 0, bytes.length, data, start, Math.min(offsets[place + 1]!, start + bytes.length)) === 0;
  }

  private lowerBound(bytes: Buffer): number {
    const { data, offsets } = this.words;
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareBytes(bytes, 0, bytes.length, data, offsets[middle]!, offsets[middle + 1]!) > 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
