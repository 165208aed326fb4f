import { AsciiDistance, MAX_PATTERN } from './ascii-distance';
import { editDistance, prefixDistance } from './edit-distance';
import type { PackedWords } from './word-parts';
import { FOREIGN, letterBit, LONGEST, type WordShapes } from './word-shapes';

/** Finds the words of a vocabulary that differ from a token in few letters. */
export class Misspellings {
  constructor(
    private readonly words: PackedWords,
    private readonly shapes: WordShapes,
  ) {}

  /** Places of the words at most `edits` letters off. */
  near(token: string, edits: number): number[] {
    const wanted = new Wanted(token);
    return this.collect(wanted, edits, wanted.points.length + edits, false);
  }

  /** Places of the words that begin with something at most `edits` letters off. */
  nearPrefix(token: string, edits: number): number[] {
    return this.collect(new Wanted(token), edits, LONGEST, true);
  }

  private collect(wanted: Wanted, edits: number, longest: number, ofPrefix: boolean): number[] {
    const places: number[] = [];
    if (wanted.points.length > LONGEST) return places;
    const { places: placeAt, starts, letters: lettersAt } = this.shapes;
    const from = starts[Math.max(1, wanted.points.length - edits)] ?? 0;
    const to = starts[Math.min(LONGEST, longest) + 1] ?? 0;
    // One letter put in or left out changes one bit at most, one exchanged two.
    const mayDiffer = ofPrefix ? edits : 2 * edits;
    for (let i = from; i < to; i++) {
      const letters = lettersAt[i]!;
      const different = ofPrefix ? wanted.letters & ~letters : letters ^ wanted.letters;
      if (bitCount(different & ~FOREIGN) > mayDiffer) continue;
      const place = placeAt[i]!;
      if (this.distance(wanted, place, letters, edits, ofPrefix) <= edits) places.push(place);
    }
    return places;
  }

  private distance({ points, ascii }: Wanted, place: number, letters: number, max: number, ofPrefix: boolean): number {
    const { data, offsets } = this.words;
    const start = offsets[place]!;
    const end = offsets[place + 1]!;
    if (ascii && (letters & FOREIGN) === 0) {
      return ofPrefix ? ascii.prefix(data, start, end) : ascii.whole(data, start, end);
    }
    const other = Array.from(decoder.decode(data.subarray(start, end)), (letter) => letter.codePointAt(0) ?? 0);
    return ofPrefix ? prefixDistance(points, other, max) : editDistance(points, other, max);
  }
}

const decoder = new TextDecoder();

/** A token as it is compared. */
class Wanted {
  readonly points: number[];
  readonly ascii: AsciiDistance | null;
  letters = 0;

  constructor(token: string) {
    this.points = Array.from(token, (letter) => letter.codePointAt(0) ?? 0);
    for (const byte of Buffer.from(token)) this.letters |= letterBit(byte);
    const fits = (this.letters & FOREIGN) === 0 && token.length >= 1 && token.length <= MAX_PATTERN;
    this.ascii = fits ? new AsciiDistance(Buffer.from(token)) : null;
  }
}

function bitCount(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
