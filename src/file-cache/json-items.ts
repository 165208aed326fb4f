import { BrokenFile } from './regular-file';

/** An item of a categorised file, still as text, with the category under which it stands. */
export interface RawItem {
  category: string;
  /** null: larger than the limit. */
  json: string | null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What gives `{category: [item, …], …}` its shape, where it does not stand in a string. */
const STRUCTURE = Uint8Array.from({ length: 256 }, (_, byte) => ('{}[],'.includes(String.fromCharCode(byte)) ? 1 : 0));
/** How deep what stands in the file's object lies, and what stands in a category's list. */
const IN_OBJECT = 1;
const IN_LIST = 2;

/**
 * Splits `{category: [item, …]}` into its items without parsing them, whatever the file's size.
 * Chunk by chunk: `push` returns the items that became whole; `finish` throws BrokenFile where the file was cut.
 */
export class JsonItemSplitter {
  private category = '';
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  /** What stands behind the last structural byte of the two outer levels. */
  private pieces: Buffer[] = [];
  private bytes = 0;
  private isEnded = false;
  private failure: BrokenFile | null = null;
  private items: RawItem[] = [];

  constructor(private readonly maxItemBytes = 8 << 20) {}

  push(chunk: Buffer): RawItem[] {
    this.items = [];
    let start = 0;
    for (let at = 0; at < chunk.length && !this.failure; at++) {
      const byte = chunk[at]!;
      if (this.isInString) {
        if (this.isEscaped) this.isEscaped = false;
        else if (byte === BACKSLASH) this.isEscaped = true;
        else if (byte === QUOTE) this.isInString = false;
      } else if (byte === QUOTE) this.isInString = true;
      else if (STRUCTURE[byte] === 1) {
        const sign = String.fromCharCode(byte);
        const opens = sign === '{' || sign === '[';
        if (this.depth < IN_LIST || (this.depth === IN_LIST && !opens)) {
          this.keep(chunk.subarray(start, at));
          this.step(sign);
          start = at + 1;
        } else if (sign !== ',') this.depth += opens ? 1 : -1;
      }
    }
    if (!this.failure) this.keep(chunk.subarray(start));
    return this.items;
  }

  finish(): void {
    // Items in front of a broken place are handed out, so the failure waits until here.
    if (this.failure) throw this.failure;
    const rest = this.takeText()?.trim() ?? '?';
    if (this.isEnded && rest !== '') throw new BrokenFile('BAD_JSON', 'there is something behind the end of the JSON');
    if (this.isEnded) return;
    if (this.depth > 0) throw new BrokenFile('TRUNCATED', 'the file ends in the middle of its JSON');
    throw rest.replace('\uFEFF', '') === '' ? new BrokenFile('NOT_AN_OBJECT', 'the file is empty') : notAnObject();
  }

  /** One structural byte of the two outer levels, and the text in front of it. */
  private step(sign: string): void {
    const isItem = this.depth === IN_LIST;
    const text = this.takeText();
    const isBlank = text !== null && text.trim() === '';
    if (isItem) {
      if (sign === ',' || !isBlank) this.items.push({ category: this.category, json: text });
      if (sign === ']') this.depth = IN_OBJECT;
      else if (sign === '}') this.fail('a comma was expected between items');
    } else if (this.isEnded) this.fail('there is something behind the end of the JSON');
    else if (this.depth === 0) {
      if (sign === '{' && text?.trim().replace(/^\uFEFF/, '') === '') this.depth = IN_OBJECT;
      else this.failure = notAnObject();
    } else if (sign === '[') this.beginCategory(text ?? '');
    else if (!isBlank) this.fail('a category is not a list of items');
    else if (sign === '}') {
      this.depth = 0;
      this.isEnded = true;
    } else if (sign !== ',') this.fail('a category name was expected');
  }

  private beginCategory(text: string): void {
    const name = /^\s*("[^]*")\s*:\s*$/.exec(text)?.[1];
    if (name === undefined) return this.fail('a category name and a colon were expected');
    this.depth = IN_LIST;
    try {
      this.category = String(JSON.parse(name));
    } catch {
      this.category = name.slice(1, -1);
    }
  }

  private fail(reason: string): void {
    this.failure = new BrokenFile('BAD_JSON', reason);
  }

  private keep(piece: Buffer): void {
    this.bytes += piece.length;
    if (this.bytes <= this.maxItemBytes) this.pieces.push(piece);
  }

  /** null: larger than the limit. */
  private takeText(): string | null {
    const text = this.bytes > this.maxItemBytes ? null : Buffer.concat(this.pieces).toString('utf8');
    this.pieces = [];
    this.bytes = 0;
    return text;
  }
}

function notAnObject(): BrokenFile {
  return new BrokenFile('NOT_AN_OBJECT', 'the file is not an object {category: [item, …]}');
}
