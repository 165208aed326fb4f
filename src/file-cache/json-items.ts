import { BrokenFile } from './regular-file';

/** An item of a categorised file, still as text, with the category under which it stands. */
export interface RawItem {
  category: string;
  /** null: larger than the limit. */
  json: string | null;
}

const enum Byte {
  Quote = 0x22,
  Comma = 0x2c,
  Colon = 0x3a,
  OpenBracket = 0x5b,
  Backslash = 0x5c,
  CloseBracket = 0x5d,
  OpenBrace = 0x7b,
  CloseBrace = 0x7d,
}

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const BOM = [0xef, 0xbb, 0xbf];

/** Where the scanner stands in `{category: [item, …], …}`. */
type State = 'start' | 'key' | 'inKey' | 'colon' | 'value' | 'item' | 'inItem' | 'afterItem' | 'afterValue' | 'end';

/**
 * Splits `{category: [item, …]}` into its items without parsing them, whatever the file's size.
 * Chunk by chunk: `push` returns the items that became whole; `finish` throws BrokenFile where the file was cut.
 */
export class JsonItemSplitter {
  private state: State = 'start';
  private category = '';
  private pieces: Buffer[] = [];
  private pieceBytes = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private bomAt = 0;
  private failure: BrokenFile | null = null;

  constructor(private readonly maxItemBytes = 8 << 20) {}

  push(chunk: Buffer): RawItem[] {
    if (this.failure) return [];
    const items: RawItem[] = [];
    let start = this.state === 'inItem' || this.state === 'inKey' ? 0 : -1;
    let i = 0;
    while (i < chunk.length) {
      if (this.state === 'inItem') {
        i = this.scanItem(chunk, i);
        if ((this.state as State) === 'inItem') break;
        this.keep(chunk, start, i);
        items.push(this.takeItem());
        continue;
      }
      const byte = chunk[i] as number;
      if (this.state === 'inKey') {
        if (this.escaped) this.escaped = false;
        else if (byte === Byte.Backslash) this.escaped = true;
        else if (byte === Byte.Quote) {
          this.keep(chunk, start, i + 1);
          this.category = this.takeKey();
          this.state = 'colon';
        }
        i++;
        continue;
      }
      if (isSpace(byte) || (this.state === 'start' && this.isBom(byte))) {
        i++;
        continue;
      }
      if (!this.stepSafely(byte)) break;
      const now = this.state as State;
      if (now === 'inItem' || now === 'inKey') start = i;
      if (now !== 'inItem') i++;
    }
    if ((this.state === 'inItem' || this.state === 'inKey') && start >= 0) this.keep(chunk, start, chunk.length);
    return items;
  }

  finish(): void {
    if (this.failure) throw this.failure;
    if (this.state === 'end') return;
    if (this.state === 'start') throw new BrokenFile('NOT_AN_OBJECT', 'the file is empty');
    throw new BrokenFile('TRUNCATED', 'the file ends in the middle of its JSON');
  }

  private isBom(byte: number): boolean {
    if (byte !== BOM[this.bomAt]) return false;
    this.bomAt++;
    return true;
  }

  /** Items in front of a broken place are still handed out, so the failure waits for `finish`. */
  private stepSafely(byte: number): boolean {
    try {
      this.step(byte);
      return true;
    } catch (error) {
      if (!(error instanceof BrokenFile)) throw error;
      this.failure = error;
      return false;
    }
  }

  /** One structural byte outside of items and keys. */
  private step(byte: number): void {
    switch (this.state) {
      case 'start':
        if (byte !== Byte.OpenBrace)
          throw new BrokenFile('NOT_AN_OBJECT', 'the file is not an object {category: [item, …]}');
        this.state = 'key';
        return;
      case 'key':
        if (byte === Byte.Quote) this.state = 'inKey';
        else if (byte === Byte.CloseBrace) this.state = 'end';
        else throw new BrokenFile('BAD_JSON', 'a category name was expected');
        return;
      case 'colon':
        if (byte !== Byte.Colon) throw new BrokenFile('BAD_JSON', 'a colon was expected behind a category name');
        this.state = 'value';
        return;
      case 'value':
        if (byte !== Byte.OpenBracket) throw new BrokenFile('BAD_JSON', 'a category is not a list of items');
        this.state = 'item';
        return;
      case 'item':
        if (byte === Byte.CloseBracket) this.state = 'afterValue';
        else this.beginItem();
        return;
      case 'afterItem':
        if (byte === Byte.Comma) this.state = 'item';
        else if (byte === Byte.CloseBracket) this.state = 'afterValue';
        else throw new BrokenFile('BAD_JSON', 'a comma was expected between items');
        return;
      case 'afterValue':
        if (byte === Byte.Comma) this.state = 'key';
        else if (byte === Byte.CloseBrace) this.state = 'end';
        else throw new BrokenFile('BAD_JSON', 'a comma was expected between categories');
        return;
      case 'end':
        throw new BrokenFile('BAD_JSON', 'there is something behind the end of the JSON');
      case 'inItem':
      case 'inKey':
        return;
      default:
        this.state satisfies never;
    }
  }

  private beginItem(): void {
    this.state = 'inItem';
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
  }

  /** Moves on to the end of the item; returns the index behind it, or the chunk's length. */
  private scanItem(chunk: Buffer, from: number): number {
    let { depth, inString, escaped } = this;
    let i = from;
    for (; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === Byte.Backslash) escaped = true;
        else if (byte === Byte.Quote) inString = false;
        continue;
      }
      if (byte === Byte.Quote) inString = true;
      else if (byte === Byte.OpenBrace || byte === Byte.OpenBracket) depth++;
      else if (byte === Byte.CloseBrace || byte === Byte.CloseBracket) {
        if (depth === 0) break;
        depth--;
      } else if (byte === Byte.Comma && depth === 0) break;
    }
    if (i < chunk.length) this.state = 'afterItem';
    this.depth = depth;
    this.inString = inString;
    this.escaped = escaped;
    return i;
  }

  private keep(chunk: Buffer, start: number, end: number): void {
    this.pieceBytes += end - start;
    if (this.pieceBytes <= this.maxItemBytes) this.pieces.push(chunk.subarray(start, end));
  }

  private takeItem(): RawItem {
    const json = this.pieceBytes > this.maxItemBytes ? null : this.takeText();
    this.pieces = [];
    this.pieceBytes = 0;
    return { category: this.category, json };
  }

  private takeKey(): string {
    const text = this.takeText();
    this.pieces = [];
    this.pieceBytes = 0;
    try {
      return String(JSON.parse(text));
    } catch {
      return text.slice(1, -1);
    }
  }

  private takeText(): string {
    const only = this.pieces.length === 1 ? this.pieces[0] : undefined;
    return (only ?? Buffer.concat(this.pieces)).toString('utf8');
  }
}
