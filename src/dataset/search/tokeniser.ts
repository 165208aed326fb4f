import { fold } from '../../universe/fold';
import type { ByteSink } from './byte-sink';
import { CompactHasher } from './compact-hash';
import { foldSpaced, MAX_TOKEN, tokensOf } from './tokens';
import type { VocabularyBuilder } from './vocabulary-builder';

/** All others are signs. */
const LETTER = 1;
const SPACE = 2;
const HYPHEN = 3;
const APOSTROPHE = 4;

/** What `fold` and `tokensOf` do with each ASCII character. */
const KINDS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code);
  if (/[a-z0-9]/i.test(char)) KINDS[code] = LETTER;
  else if (/[\s_]/.test(char)) KINDS[code] = SPACE;
  else if (char === '-') KINDS[code] = HYPHEN;
  else if (char === "'" || char === '`') KINDS[code] = APOSTROPHE;
}

/**
 * Turns texts into runs of word numbers, as `nameTokens`, `tokensOf` and `compactHash` define them, but for plain ASCII
 * (nearly every text of a wiki) in one pass without making strings.
 */
export class Tokeniser {
  private scratch = Buffer.allocUnsafe(1 << 12);
  private readonly tokens: number[] = [];
  private readonly halves: number[] = [];
  /** Of the last text: its hashes as a whole name. */
  readonly compact = new CompactHasher();

  constructor(
    private readonly vocabulary: VocabularyBuilder,
    private readonly runs: ByteSink,
  ) {}

  /** Of the last text: how many words and signs it has. */
  get words(): number {
    return this.tokens.length;
  }

  /** Appends the run of a text (UTF-8) and gives its start. `halves`: also those of what a hyphen joins. */
  add(bytes: Buffer, start: number, end: number, halves: boolean): number {
    this.tokens.length = 0;
    this.halves.length = 0;
    this.compact.start();
    this.scan(bytes, start, end);
    this.compact.finish();
    const run = this.runs.length;
    this.runs.varint(this.tokens.length + (halves ? this.halves.length : 0));
    for (const token of this.tokens) this.runs.varint(token);
    if (halves) for (const token of this.halves) this.runs.varint(token);
    return run;
  }

  /** What stands between two spaces folds by itself, so that only what is not ASCII takes the long way. */
  private scan(bytes: Buffer, from: number, to: number): void {
    for (let start = from; start < to;) {
      let end = start;
      let ascii = true;
      for (; end < to; end++) {
        const byte = bytes[end]!;
        if (byte > 0x7f) ascii = false;
        else if (KINDS[byte] === SPACE) break;
      }
      if (ascii) this.scanAscii(bytes, start, end);
      else this.scanAny(bytes.toString('utf8', start, end));
      start = end + 1;
    }
  }

  private scanAny(text: string): void {
    for (const token of tokensOf(fold(text))) {
      this.tokens.push(this.numberOf(token));
      this.compact.token(token);
    }
    const spaced = foldSpaced(text);
    if (spaced !== null) for (const token of tokensOf(spaced)) this.halves.push(this.numberOf(token));
  }

  private numberOf(token: string): number {
    const bytes = Buffer.from(token);
    return this.vocabulary.numberOf(bytes, 0, bytes.length);
  }

  private scanAscii(bytes: Buffer, start: number, end: number): void {
    if (end - start > this.scratch.length) this.scratch = Buffer.allocUnsafe((end - start) * 2);
    const word = this.scratch;
    let length = 0;
    let half = 0;
    for (let i = start; i < end; i++) {
      const code = bytes[i]!;
      const kind = KINDS[code];
      if (kind === LETTER) word[length++] = code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
      else if (kind === APOSTROPHE) continue;
      else if (kind === HYPHEN) half = this.addHalf(half, length);
      else {
        this.endWord(half, length);
        length = half = 0;
        this.addSign(code);
      }
    }
    this.endWord(half, length);
  }

  private addHalf(start: number, end: number): number {
    if (end > start) this.halves.push(this.vocabulary.numberOf(this.scratch, start, Math.min(end, start + MAX_TOKEN)));
    return end;
  }

  private endWord(half: number, length: number): void {
    if (length === 0) return;
    if (half > 0) this.addHalf(half, length);
    const end = Math.min(length, MAX_TOKEN);
    this.tokens.push(this.vocabulary.numberOf(this.scratch, 0, end));
    this.compact.startWord();
    for (let i = 0; i < end; i++) this.compact.unit(this.scratch[i] ?? 0);
  }

  private addSign(code: number): void {
    this.compact.sign(code);
    this.scratch[0] = code;
    this.tokens.push(this.vocabulary.numberOf(this.scratch, 0, 1));
  }
}
