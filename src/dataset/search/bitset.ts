import { bitCount } from './bit-count';

/** A set of numbers below `size`, one bit each. */
export class Bitset {
  constructor(
    readonly size: number,
    readonly words: Uint32Array = new Uint32Array((size + 31) >>> 5),
  ) {}

  static full(size: number): Bitset {
    const set = new Bitset(size);
    set.words.fill(0xffffffff);
    if ((size & 31) !== 0) set.words[set.words.length - 1] = 2 ** (size & 31) - 1;
    return set;
  }

  /** The numbers at which a column holds a value, under a mask of its bits. A word at a time, for long columns. */
  static where(column: Uint8Array | Uint16Array, value: number, mask = 0xffff): Bitset {
    const set = new Bitset(column.length);
    for (let i = 0, at = 0; i < set.words.length; i++) {
      let word = 0;
      for (let bit = 0; bit < 32 && at < column.length; bit++, at++)
        if ((column[at]! & mask) === value) word |= 1 << bit;
      set.words[i] = word;
    }
    return set;
  }

  add(value: number): void {
    this.words[value >>> 5]! |= 1 << (value & 31);
  }

  delete(value: number): void {
    this.words[value >>> 5]! &= ~(1 << (value & 31));
  }

  /** Takes a value out; whether it was there. */
  take(value: number): boolean {
    const word = this.words[value >>> 5]!;
    const bit = 1 << (value & 31);
    this.words[value >>> 5] = word & ~bit;
    return (word & bit) !== 0;
  }

  has(value: number): boolean {
    return ((this.words[value >>> 5] ?? 0) & (1 << (value & 31))) !== 0;
  }

  and(other: Bitset): this {
    const { words } = this;
    const others = other.words;
    for (let i = 0; i < words.length; i++) words[i]! &= others[i]!;
    return this;
  }

  andNot(other: Bitset): this {
    const { words } = this;
    const others = other.words;
    for (let i = 0; i < words.length; i++) words[i]! &= ~others[i]!;
    return this;
  }

  or(other: Bitset): this {
    const { words } = this;
    const others = other.words;
    for (let i = 0; i < words.length; i++) words[i]! |= others[i]!;
    return this;
  }

  copy(): Bitset {
    const set = new Bitset(this.size);
    set.words.set(this.words);
    return set;
  }

  get isEmpty(): boolean {
    const { words } = this;
    for (let i = 0; i < words.length; i++) if (words[i] !== 0) return false;
    return true;
  }

  count(): number {
    const { words } = this;
    let count = 0;
    for (let i = 0; i < words.length; i++) count += bitCount(words[i] ?? 0);
    return count;
  }

  /** Calls `visit` with each value, ascending, until it returns false. */
  each(visit: (value: number) => boolean | void): void {
    const { words } = this;
    for (let i = 0; i < words.length; i++) {
      for (let word = words[i] ?? 0; word !== 0; word &= word - 1) {
        if (visit((i << 5) + 31 - Math.clz32(word & -word)) === false) return;
      }
    }
  }

  /** The values from the one at `offset`, at most `limit` of them. */
  slice(offset: number, limit: number): number[] {
    const { words } = this;
    const values: number[] = [];
    let skip = offset;
    for (let i = 0; i < words.length && values.length < limit; i++) {
      let word = words[i] ?? 0;
      if (word === 0) continue;
      const bits = skip > 0 ? bitCount(word) : 0;
      if (skip > 0 && bits <= skip) {
        skip -= bits;
        continue;
      }
      for (; word !== 0 && values.length < limit; word &= word - 1) {
        if (skip > 0) skip--;
        else values.push((i << 5) + 31 - Math.clz32(word & -word));
      }
    }
    return values;
  }
}
