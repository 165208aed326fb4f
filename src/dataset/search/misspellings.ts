import { AsciiDistance, MAX_PATTERN } from './ascii-distance';
import { bitCount } from './bit-count';
import { editDistance, prefixDistance } from './edit-distance';
import type { Vocabulary } from './vocabulary';
import { FOREIGN, letterBit, LONGEST } from './word-shapes';

/** With more, the swaps to be tried would be too many; words so long are few, and all of them are compared. */
const MOST_EDITS_BY_PIECES = 3;

/** Finds the words of a vocabulary that differ from a token in few letters. */
export class Misspellings {
  constructor(private readonly vocabulary: Vocabulary) {}

  /** Places of the words at most `edits` letters off. */
  near(token: string, edits: number): number[] {
    return this.collect(new Wanted(token), edits, false);
  }

  /** Places of the words that begin with something at most `edits` letters off. */
  nearPrefix(token: string, edits: number): number[] {
    return this.collect(new Wanted(token), edits, true);
  }

  private collect(wanted: Wanted, edits: number, ofPrefix: boolean): number[] {
    const found = new Set<number>();
    if (wanted.letters.length > LONGEST) return [];
    const consider = (place: number) => {
      if (!found.has(place) && this.distance(wanted, place, edits, ofPrefix) <= edits) found.add(place);
    };
    const byPieces = edits <= MOST_EDITS_BY_PIECES;
    if (!byPieces || !this.eachByPieces(wanted.letters, edits, ofPrefix, consider)) {
      this.eachByShape(wanted, edits, ofPrefix, consider);
    }
    return [...found];
  }

  /**
   * Of a token cut into one piece more than there are edits, one piece at least is as it was: the first at the
   * beginning of the word, the last at its end. Only a swap of neighbours spoils two pieces, where it goes over a cut:
   * so each such swap is undone and costs an edit. False where the pieces are too short to look for.
   */
  private eachByPieces(
    letters: readonly string[],
    edits: number,
    ofPrefix: boolean,
    visit: (place: number) => void,
  ): boolean {
    const { vocabulary } = this;
    const cuts = cutsOf(letters.length, edits);
    const pieces = cuts.map((cut, i) => Buffer.from(letters.slice(cut, cuts[i + 1]).join('')));
    if (pieces.some((piece, i) => piece.length < (i === 0 ? 1 : 2))) return false;
    pieces.forEach((piece, i) => {
      if (i === 0) {
        const { from, to } = edits > 0 || ofPrefix ? vocabulary.prefixRange(piece) : vocabulary.wordRange(piece);
        for (let place = from; place < to; place++) visit(place);
      } else {
        const isEnd = i === edits && !ofPrefix;
        for (const place of isEnd ? vocabulary.endingIn(piece) : vocabulary.holding(piece)) visit(place);
      }
    });
    for (const cut of cuts.slice(1)) {
      const swapped = [...letters];
      swapped[cut] = letters[cut - 1]!;
      swapped[cut - 1] = letters[cut]!;
      if (!this.eachByPieces(swapped, edits - 1, ofPrefix, visit)) return false;
    }
    return true;
  }

  /** Words of about the same length that have about the same letters. */
  private eachByShape(wanted: Wanted, edits: number, ofPrefix: boolean, visit: (place: number) => void): void {
    const { places, starts, letters: lettersAt } = this.vocabulary.shapes;
    const { length } = wanted.letters;
    const from = starts[Math.max(1, length - edits)] ?? 0;
    const to = starts[(ofPrefix ? LONGEST : Math.min(LONGEST, length + edits)) + 1] ?? 0;
    // One letter put in or left out changes one bit at most, one exchanged two.
    const mayDiffer = ofPrefix ? edits : 2 * edits;
    for (let i = from; i < to; i++) {
      const bits = lettersAt[i]!;
      const different = ofPrefix ? wanted.bits & ~bits : bits ^ wanted.bits;
      if (bitCount(different & ~FOREIGN) <= mayDiffer) visit(places[i]!);
    }
  }

  private distance({ letters, ascii }: Wanted, place: number, max: number, ofPrefix: boolean): number {
    const { data, offsets } = this.vocabulary.bytes();
    const start = offsets[place]!;
    const end = offsets[place + 1]!;
    if (end - start < letters.length - max) return max + 1;
    if (ascii && isAscii(data, start, end)) {
      if (ofPrefix) return ascii.prefix(data, start, end);
      return end - start > letters.length + max ? max + 1 : ascii.whole(data, start, end);
    }
    const other = pointsOf(data.toString('utf8', start, end));
    return ofPrefix ? prefixDistance(pointsOf(letters), other, max) : editDistance(pointsOf(letters), other, max);
  }
}

/** A token as it is compared. */
class Wanted {
  readonly letters: string[];
  readonly ascii: AsciiDistance | null;
  bits = 0;

  constructor(token: string) {
    this.letters = Array.from(token);
    const bytes = Buffer.from(token);
    for (const byte of bytes) this.bits |= letterBit(byte);
    const fits = (this.bits & FOREIGN) === 0 && token.length >= 1 && token.length <= MAX_PATTERN;
    this.ascii = fits ? new AsciiDistance(bytes) : null;
  }
}

/** Where the pieces begin, the shorter ones first: a beginning tells most. */
function cutsOf(length: number, edits: number): number[] {
  return Array.from({ length: edits + 1 }, (_, i) => Math.floor((length * i) / (edits + 1)));
}

function pointsOf(letters: Iterable<string>): number[] {
  return Array.from(letters, (letter) => letter.codePointAt(0) ?? 0);
}

function isAscii(data: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (data[at]! >= 0x80) return false;
  return true;
}
