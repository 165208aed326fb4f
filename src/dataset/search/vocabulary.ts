import type { StringTable } from '../section-file';

/** The words of an index, sorted by their UTF-8 bytes; a word's number is its place. */
export class Vocabulary {
  private last: { part: string; places: number[] } | null = null;

  constructor(private readonly words: StringTable) {}

  get size(): number {
    return this.words.length;
  }

  word(place: number): string {
    return this.words.get(place);
  }

  bytes(): { data: Buffer; offsets: Uint32Array } {
    return { data: this.words.data, offsets: this.words.offsets };
  }

  /** Place of a word, or -1. */
  find(word: string): number {
    const bytes = Buffer.from(word);
    const place = this.lowerBound(bytes);
    return place < this.size && this.words.bytesOf(place).equals(bytes) ? place : -1;
  }

  /** Places [from, to) of the word itself: one or none. */
  wordRange(word: string): { from: number; to: number } {
    const place = this.find(word);
    return { from: place, to: place < 0 ? place : place + 1 };
  }

  /** Places [from, to) of the words that begin so. */
  prefixRange(prefix: string): { from: number; to: number } {
    const bytes = Buffer.from(prefix);
    const from = this.lowerBound(bytes);
    let low = from;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.beginsWith(middle, bytes)) low = middle + 1;
      else high = middle;
    }
    return { from, to: low };
  }

  /** Places of the words that contain the part, ascending. */
  containing(part: string): readonly number[] {
    // Names and descriptions are asked for the same part, one after the other.
    if (this.last?.part !== part) {
      const bytes = Buffer.from(part);
      const places = bytes.length <= 2 ? this.containingShort(bytes) : this.containingLong(bytes);
      this.last = { part, places };
    }
    return this.last.places;
  }

  /** Nearly every word has such a part: looking at each costs less than a native search per hit. */
  private containingShort(part: Buffer): number[] {
    const { data, offsets } = this.words;
    const [first, second] = [part[0], part[1]];
    const places: number[] = [];
    for (let place = 0; place < this.size; place++) {
      const last = offsets[place + 1]! - part.length;
      for (let at = offsets[place]!; at <= last; at++) {
        if (data[at] !== first || (second !== undefined && data[at + 1] !== second)) continue;
        places.push(place);
        break;
      }
    }
    return places;
  }

  private containingLong(part: Buffer): number[] {
    const { data, offsets } = this.words;
    const places: number[] = [];
    let place = 0;
    for (let at = data.indexOf(part); at >= 0; at = data.indexOf(part, at)) {
      place = this.placeAt(at, place);
      const end = offsets[place + 1]!;
      if (at + part.length <= end) {
        places.push(place);
        at = end;
      } else at++; // lies across the border of two words
    }
    return places;
  }

  private beginsWith(place: number, bytes: Buffer): boolean {
    const start = this.words.offsets[place] ?? 0;
    const end = Math.min(this.words.offsets[place + 1] ?? 0, start + bytes.length);
    return bytes.compare(this.words.data, start, end) === 0;
  }

  private lowerBound(bytes: Buffer): number {
    const { data, offsets } = this.words;
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (bytes.compare(data, offsets[middle], offsets[middle + 1]) > 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The word that byte `at` belongs to, not before `from`: gallops, because callers go forward. */
  private placeAt(at: number, from: number): number {
    const { offsets } = this.words;
    let step = 1;
    let low = from;
    while (low + step < this.size && (offsets[low + step] ?? 0) <= at) {
      low += step;
      step *= 2;
    }
    let high = Math.min(low + step, this.size);
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if ((offsets[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return low;
  }
}
