const WORD = 4;

/** A text of ASCII, at least four letters long, that is looked for in bytes: four of them at a time. */
export class Literal {
  readonly length: number;
  private readonly words: number[] = [];
  private readonly offsets: number[] = [];

  constructor(text: string) {
    const bytes = Buffer.from(text);
    this.length = bytes.length;
    for (let at = 0; at < bytes.length; at += WORD) {
      // The last one may overlap the one before it.
      const offset = Math.min(at, bytes.length - WORD);
      this.offsets.push(offset);
      this.words.push(bytes.readInt32BE(offset));
    }
  }

  /** Whether it lies there. */
  isAt(view: DataView, at: number): boolean {
    if (at + this.length > view.byteLength) return false;
    const { words, offsets } = this;
    for (let i = 0; i < words.length; i++) if (view.getInt32(at + offsets[i]!) !== words[i]) return false;
    return true;
  }
}

/** Whether these bytes lie there. */
export function isAt(bytes: Buffer, at: number, expected: Buffer): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
  return true;
}

/** Whether the same bytes lie at two places. */
export function isSame(bytes: Buffer, start: number, end: number, otherStart: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - otherStart) return false;
  for (let i = start, other = otherStart; i < end; i++, other++) if (bytes[i] !== bytes[other]) return false;
  return true;
}
