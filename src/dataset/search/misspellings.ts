import { AsciiDistance, MAX_PATTERN } from './ascii-distance';
import { editDistance, prefixDistance } from './edit-distance';
import type { Vocabulary } from './vocabulary';

const LONGEST = 255;

/** Finds the words of a vocabulary that differ from a token in few letters. */
export class Misspellings {
  /** Places by length of the word in code points, and where each length begins. */
  private readonly byLength: Uint32Array;
  private readonly starts: Uint32Array;
  /** Which letters a word has; one letter put in or left out changes one bit at most, one exchanged two. */
  private readonly letters: Uint32Array;

  constructor(private readonly vocabulary: Vocabulary) {
    const { data, offsets } = vocabulary.bytes();
    const lengths = new Uint8Array(vocabulary.size);
    this.letters = new Uint32Array(vocabulary.size);
    this.starts = new Uint32Array(LONGEST + 2);
    for (let place = 0; place < vocabulary.size; place++) {
      const end = offsets[place + 1] ?? 0;
      let length = 0;
      let letters = 0;
      for (let at = offsets[place] ?? 0; at < end; at++) {
        const byte = data[at] ?? 0;
        if ((byte & 0xc0) !== 0x80) length++;
        letters |= letterBit(byte);
      }
      lengths[place] = Math.min(length, LONGEST);
      this.letters[place] = letters;
      this.starts[Math.min(length, LONGEST) + 1]!++;
    }
    for (let length = 0; length <= LONGEST; length++) this.starts[length + 1]! += this.starts[length] ?? 0;
    const next = this.starts.slice();
    this.byLength = new Uint32Array(vocabulary.size);
    for (let place = 0; place < vocabulary.size; place++) this.byLength[next[lengths[place] ?? 0]!++] = place;
  }

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
    const from = this.starts[Math.max(1, wanted.points.length - edits)] ?? 0;
    const to = this.starts[Math.min(LONGEST, longest) + 1] ?? 0;
    for (let i = from; i < to; i++) {
      const place = this.byLength[i]!;
      const letters = this.letters[place]!;
      const tooMany = ofPrefix
        ? bitCount(wanted.letters & ~letters & ~FOREIGN) > edits
        : bitCount((letters ^ wanted.letters) & ~FOREIGN) > 2 * edits;
      if (!tooMany && this.distance(wanted, place, letters, edits, ofPrefix) <= edits) places.push(place);
    }
    return places;
  }

  private distance({ points, ascii }: Wanted, place: number, letters: number, max: number, ofPrefix: boolean): number {
    const { data, offsets } = this.vocabulary.bytes();
    const start = offsets[place]!;
    const end = offsets[place + 1]!;
    if (ascii && (letters & FOREIGN) === 0) {
      return ofPrefix ? ascii.prefix(data, start, end) : ascii.whole(data, start, end);
    }
    const other = Array.from(data.toString('utf8', start, end), (letter) => letter.codePointAt(0) ?? 0);
    return ofPrefix ? prefixDistance(points, other, max) : editDistance(points, other, max);
  }
}

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

/** The bit of words that have letters of other scripts. */
const FOREIGN = 1 << 31;

/** A bit for each of a-z, 5 bits for digits and signs. */
function letterBit(byte: number): number {
  if (byte >= 0x80) return FOREIGN;
  return byte >= 0x61 && byte <= 0x7a ? 1 << (byte - 0x61) : 1 << (26 + (byte % 5));
}

function bitCount(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
