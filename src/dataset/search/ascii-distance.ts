/** Letters of the longest pattern: one bit each. */
export const MAX_PATTERN = 31;

/**
 * The distances of `editDistance` and `prefixDistance` from one short ASCII word to many, a column of the table at a
 * time in the bits of one number (Hyyrö 2003, optimal string alignment): ten times as fast as cell by cell.
 */
export class AsciiDistance {
  private readonly masks = new Int32Array(128);
  private readonly last: number;

  /** `pattern`: 1 to MAX_PATTERN ASCII codes. */
  constructor(private readonly pattern: ArrayLike<number>) {
    for (let i = 0; i < pattern.length; i++) this.masks[pattern[i]!]! |= 1 << i;
    this.last = 1 << (pattern.length - 1);
  }

  /** To the ASCII text in `data` from `start` to `end`. */
  whole(data: Uint8Array, start: number, end: number): number {
    return this.run(data, start, end, false);
  }

  /** To the nearest beginning of that text. */
  prefix(data: Uint8Array, start: number, end: number): number {
    return this.run(data, start, end, true);
  }

  private run(data: Uint8Array, start: number, end: number, ofPrefix: boolean): number {
    const { masks, last } = this;
    let rising = ~0;
    let falling = 0;
    let diagonal = 0;
    let before = 0;
    let distance = this.pattern.length;
    let best = distance;
    for (let at = start; at < end; at++) {
      const same = masks[data[at]!]!;
      const swapped = ((~diagonal & same) << 1) & before;
      diagonal = ((((same & rising) + rising) | 0) ^ rising) | same | falling | swapped;
      let right = falling | ~(diagonal | rising);
      let left = diagonal & rising;
      if ((right & last) !== 0) distance++;
      if ((left & last) !== 0) distance--;
      if (distance < best) best = distance;
      right = (right << 1) | 1;
      left <<= 1;
      rising = left | ~(diagonal | right);
      falling = right & diagonal;
      before = same;
    }
    return ofPrefix ? best : distance;
  }
}
