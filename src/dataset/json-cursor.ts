const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Walks through JSON as `JSON.stringify` writes it: UTF-8 without white space. Texts are handed out as ranges of the
 * buffer itself; the few with escapes are overwritten in place by what they stand for, which is never longer.
 */
export class JsonCursor {
  at = 0;
  /** The range of the last text. */
  start = 0;
  end = 0;

  constructor(public bytes: Buffer = Buffer.alloc(0)) {}

  /** Steps over `{`, `[` or a comma; false at the end of the object or list, which is stepped over. */
  next(): boolean {
    const byte = this.bytes[this.at++];
    if (byte === COMMA) return true;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      const closing = byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
      if (this.bytes[this.at] !== closing) return true;
      this.at++;
      return false;
    }
    if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) return false;
    throw new Error(`JSON of a row is broken at byte ${this.at - 1}`);
  }

  /** Whether a text follows. */
  get isText(): boolean {
    return this.bytes[this.at] === QUOTE;
  }

  get isList(): boolean {
    return this.bytes[this.at] === OPEN_BRACKET;
  }

  /** The text at hand, as range. */
  text(): void {
    const { bytes } = this;
    const start = this.at + 1;
    let at = start;
    while (bytes[at] !== QUOTE) {
      if (bytes[at] === BACKSLASH) return this.escapedText(start, at);
      if (at++ >= bytes.length) throw new Error('a text of a row has no end');
    }
    this.start = start;
    this.end = at;
    this.at = at + 1;
  }

  /** Steps over the text of a member's name, and the colon. */
  name(): void {
    this.text();
    this.at++;
  }

  /** Steps over so many bytes that are known. */
  skip(bytes: number): void {
    this.at += bytes;
  }

  /** Steps over a number, `null`, `true` or `false`. */
  scalar(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte === undefined) return;
      this.at++;
    }
  }

  /** Whether the last text is this one, of ASCII. */
  is(text: string): boolean {
    if (this.end - this.start !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[this.start + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** The last text as a string. */
  toText(): string {
    return this.bytes.toString('utf8', this.start, this.end);
  }

  private escapedText(start: number, firstEscape: number): void {
    const { bytes } = this;
    let end = firstEscape;
    while (bytes[end] !== QUOTE) {
      end += bytes[end] === BACKSLASH ? 2 : 1;
      if (end > bytes.length) throw new Error('a text of a row has no end');
    }
    const text = JSON.parse(bytes.toString('utf8', start - 1, end + 1)) as string;
    this.start = start;
    this.end = start + bytes.write(text, start, 'utf8');
    this.at = end + 1;
  }
}
