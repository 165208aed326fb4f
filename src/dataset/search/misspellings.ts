import { bitCount } from './bit-count';
import { EditDistance } from './edit-distance';
import type { Vocabulary } from './vocabulary';
import { FOREIGN, lettersOf, LONGEST } from './word-shapes';

/** Finds the words of a vocabulary that differ from a token in few letters, among those of about its length and letters. */
export class Misspellings {
  constructor(private readonly vocabulary: Vocabulary) {}

  /** Places of the words at most `edits` letters off, or (`ofPrefix`) of those that begin so. */
  near(token: string, edits: number, ofPrefix: boolean): number[] {
    const points = pointsOf(token);
    const found: number[] = [];
    if (points.length === 0 || points.length > LONGEST) return found;
    const wanted = lettersOf(Buffer.from(token));
    const distance = new EditDistance(points);
    const { places, starts, letters } = this.vocabulary.shapes;
    const from = starts[Math.max(1, points.length - edits)] ?? 0;
    const to = starts[(ofPrefix ? LONGEST : Math.min(LONGEST, points.length + edits)) + 1] ?? 0;
    // One letter put in or left out changes one bit at most, one exchanged two.
    const mayDiffer = ofPrefix ? edits : 2 * edits;
    for (let i = from; i < to; i++) {
      const different = ofPrefix ? wanted & ~letters[i]! : letters[i]! ^ wanted;
      if (bitCount(different & ~FOREIGN) > mayDiffer) continue;
      if (this.distanceTo(places[i]!, distance, ofPrefix) <= edits) found.push(places[i]!);
    }
    return found;
  }

  private distanceTo(place: number, distance: EditDistance, ofPrefix: boolean): number {
    const { data, offsets } = this.vocabulary.bytes();
    const [start, end] = [offsets[place]!, offsets[place + 1]!];
    let isAscii = true;
    for (let at = start; at < end && isAscii; at++) isAscii = data[at]! < 0x80;
    if (isAscii) return distance.to(data, start, end, ofPrefix);
    const points = pointsOf(data.toString('utf8', start, end));
    return distance.to(points, 0, points.length, ofPrefix);
  }
}

function pointsOf(text: string): number[] {
  return Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
}
