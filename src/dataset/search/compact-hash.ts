import { isWord } from './tokens';

const BASIS = 0x811c9dc5;

/** Two hashes of a whole name. */
export interface CompactHash {
  hash: number;
  check: number;
}

/**
 * Two hashes of a name written without spaces, signs and a leading "the", by which whole names are compared: "Death
 * Star", "Death-Star" and "deathstar" are the same, and "hearth" is the whole of "The Hearth". Words are given unit by
 * unit; a name of signs alone is hashed by these.
 */
export class CompactHasher {
  hash = BASIS;
  check = 0;
  private words = 0;
  private readonly signs: number[] = [];

  start(): void {
    this.restart();
    this.words = 0;
    this.signs.length = 0;
  }

  startWord(): void {
    if (this.words === 1 && this.hash === ARTICLE.hash && this.check === ARTICLE.check) this.restart();
    this.words++;
  }

  unit(unit: number): void {
    this.hash = Math.imul(this.hash ^ unit, 0x01000193);
    this.check = (Math.imul(this.check, 31) + unit) | 0;
  }

  sign(unit: number): void {
    this.signs.push(unit);
  }

  token(token: string): void {
    const word = isWord(token);
    if (word) this.startWord();
    for (let i = 0; i < token.length; i++) {
      if (word) this.unit(token.charCodeAt(i));
      else this.sign(token.charCodeAt(i));
    }
  }

  finish(): void {
    if (this.words === 0) for (const unit of this.signs) this.unit(unit);
    this.check = (this.check ^ (this.check >>> 16)) & 0xffff;
    this.hash >>>= 0;
  }

  private restart(): void {
    this.hash = BASIS;
    this.check = 0;
  }
}

/** The state after the word "the". */
const ARTICLE = { hash: 0, check: 0 };
{
  const hasher = new CompactHasher();
  hasher.token('the');
  ARTICLE.hash = hasher.hash;
  ARTICLE.check = hasher.check;
}

/** The hashes of the tokens of one text. */
export function compactHash(tokens: readonly string[]): CompactHash {
  const hasher = new CompactHasher();
  hasher.start();
  for (const token of tokens) hasher.token(token);
  hasher.finish();
  return { hash: hasher.hash, check: hasher.check };
}
