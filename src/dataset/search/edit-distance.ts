/** One bit each; of longer patterns, so many letters count. */
const MAX_LETTERS = 31;

/**
 * How many letters must be put in, left out, exchanged or swapped with their neighbour to turn one word into others: a
 * column of the table at a time in the bits of one number (Hyyrö 2003, optimal string alignment).
 */
export class EditDistance {
  private readonly ascii = new Int32Array(128);
  private readonly others = new Map<number, number>();
  private readonly length: number;
  private readonly isCut: boolean;

  /** `pattern`: at least one code point. */
  constructor(pattern: readonly number[]) {
    this.length = Math.min(pattern.length, MAX_LETTERS);
    this.isCut = pattern.length > MAX_LETTERS;
    for (let i = 0; i < this.length; i++) {
      const letter = pattern[i]!;
      if (letter < 128) this.ascii[letter]! |= 1 << i;
      else this.others.set(letter, (this.others.get(letter) ?? 0) | (1 << i));
    }
  }

  /** To the code points from `start` to `end`; `ofPrefix`: to the nearest beginning of them. */
  to(codes: ArrayLike<number>, start: number, end: number, ofPrefix: boolean): number {
    const { ascii, others, length } = this;
    const last = 1 << (length - 1);
    let rising = ~0;
    let falling = 0;
    let diagonal = 0;
    let before = 0;
    let distance = length;
    let best = length;
    for (let at = start; at < end; at++) {
      const code = codes[at]!;
      const same = code < 128 ? ascii[code]! : (others.get(code) ?? 0);
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
    return ofPrefix || this.isCut ? best : distance;
  }
}
