import { Bitset } from './bitset';

/** A list takes 32 bits a number, bits take as many for 32 numbers of the range: here both are as large. */
const RANGE_PER_LISTED = 32;

/** Numbers below `size`, ascending: few of them as a list, many as bits. It never changes once it is made. */
export class DocumentSet {
  private counted = -1;

  /** One of `list` and `bits` is there; both belong to the set from here on. */
  private constructor(
    readonly size: number,
    private readonly list: Uint32Array | null,
    private readonly bits: Bitset | null,
  ) {}

  static empty(size: number): DocumentSet {
    return new DocumentSet(size, NONE, null);
  }

  /** Of numbers in ascending order, none twice. */
  static ofList(size: number, list: Uint32Array): DocumentSet {
    return new DocumentSet(size, list, null);
  }

  static ofBits(bits: Bitset): DocumentSet {
    return new DocumentSet(bits.size, null, bits);
  }

  /** Numbers that a set of this size may have to be a list. */
  static longestList(size: number): number {
    return Math.floor(size / RANGE_PER_LISTED);
  }

  get isEmpty(): boolean {
    return this.list ? this.list.length === 0 : this.bits!.isEmpty;
  }

  get count(): number {
    if (this.counted < 0) this.counted = this.list ? this.list.length : this.bits!.count();
    return this.counted;
  }

  /** Memory that it takes. */
  get bytes(): number {
    return (this.list ?? this.bits!.words).byteLength;
  }

  has(value: number): boolean {
    if (this.bits) return this.bits.has(value);
    const list = this.list!;
    const at = lowerBound(list, value, 0);
    return at < list.length && list[at] === value;
  }

  and(other: DocumentSet): DocumentSet {
    if (this.isEmpty || other.isEmpty) return DocumentSet.empty(this.size);
    if (this.list && other.list) {
      const [few, many] = this.list.length <= other.list.length ? [this.list, other.list] : [other.list, this.list];
      return DocumentSet.ofList(this.size, common(few, many));
    }
    if (this.list) return this.filtered(other.bits!, true);
    if (other.list) return other.filtered(this.bits!, true);
    return DocumentSet.ofBits(this.bits!.copy().and(other.bits!)).packed();
  }

  andNot(other: DocumentSet): DocumentSet {
    if (this.isEmpty || other.isEmpty) return this;
    if (this.list) {
      return other.list
        ? DocumentSet.ofList(this.size, without(this.list, other.list))
        : this.filtered(other.bits!, false);
    }
    const bits = this.bits!.copy();
    if (other.bits) bits.andNot(other.bits);
    else for (const value of other.list!) bits.delete(value);
    return DocumentSet.ofBits(bits).packed();
  }

  or(other: DocumentSet): DocumentSet {
    if (other.isEmpty) return this;
    if (this.isEmpty) return other;
    if (this.list && other.list) {
      const list = merged(this.list, other.list);
      if (list.length <= DocumentSet.longestList(this.size)) return DocumentSet.ofList(this.size, list);
    }
    const bits = (this.bits ?? other.bits)?.copy() ?? new Bitset(this.size);
    for (const { list } of [this, other]) if (list) for (const value of list) bits.add(value);
    if (this.bits && other.bits) bits.or(other.bits);
    return DocumentSet.ofBits(bits);
  }

  /** Those of its numbers that are in `bits`. */
  within(bits: Bitset): DocumentSet {
    return this.and(DocumentSet.ofBits(bits));
  }

  /** Calls `visit` with each value, ascending, until it returns false. */
  each(visit: (value: number) => boolean | void): void {
    if (this.bits) {
      this.bits.each(visit);
      return;
    }
    for (const value of this.list!) if (visit(value) === false) return;
  }

  /** The values from the one at `offset`, at most `limit` of them. */
  slice(offset: number, limit: number): number[] {
    return this.list ? Array.from(this.list.subarray(offset, offset + limit)) : this.bits!.slice(offset, limit);
  }

  /** The set of what `column` holds for each number; it must hold rising numbers below `size`. */
  mapped(column: Uint32Array, size: number): DocumentSet {
    if (this.list) return DocumentSet.ofList(size, distinctOf(this.list, column));
    const found = new Bitset(size);
    const { words } = this.bits!;
    for (let i = 0; i < words.length; i++) {
      for (let word = words[i]!; word !== 0; word &= word - 1) {
        const value = column[(i << 5) + 31 - Math.clz32(word & -word)]!;
        found.words[value >>> 5]! |= 1 << (value & 31);
      }
    }
    return DocumentSet.ofBits(found);
  }

  private filtered(bits: Bitset, wanted: boolean): DocumentSet {
    const from = this.list!;
    const { words } = bits;
    const out = outputOf(from.length);
    let length = 0;
    for (let i = 0; i < from.length; i++) {
      const value = from[i]!;
      if (((words[value >>> 5]! & (1 << (value & 31))) !== 0) === wanted) out[length++] = value;
    }
    return length === from.length ? this : DocumentSet.ofList(this.size, out.slice(0, length));
  }

  /** The same as a list where it has become small. */
  private packed(): DocumentSet {
    const longest = DocumentSet.longestList(this.size);
    // Half of what would do, so that a set at the limit is not turned back and forth.
    if (this.count * 2 > longest) return this;
    return DocumentSet.ofList(this.size, Uint32Array.from(this.bits!.slice(0, this.count)));
  }
}

const NONE = new Uint32Array();

let output = new Uint32Array(1 << 10);

/** A place to write a result of at most so many numbers, used again by the next one. */
function outputOf(length: number): Uint32Array {
  if (output.length < length) output = new Uint32Array(2 * length);
  return output;
}

/** First place from `from` on whose number is at least `value`. */
function lowerBound(list: Uint32Array, value: number, from: number): number {
  let step = 1;
  let low = from;
  while (low + step < list.length && list[low + step]! < value) {
    low += step;
    step <<= 1;
  }
  let high = Math.min(low + step, list.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function common(few: Uint32Array, many: Uint32Array): Uint32Array {
  const out = outputOf(few.length);
  let length = 0;
  let at = 0;
  for (let i = 0; i < few.length && at < many.length; i++) {
    const value = few[i]!;
    if (many[at]! < value) at = lowerBound(many, value, at);
    if (at < many.length && many[at] === value) out[length++] = value;
  }
  return out.slice(0, length);
}

function without(from: Uint32Array, others: Uint32Array): Uint32Array {
  const out = outputOf(from.length);
  let length = 0;
  let at = 0;
  for (let i = 0; i < from.length; i++) {
    const value = from[i]!;
    if (at < others.length && others[at]! < value) at = lowerBound(others, value, at);
    if (at >= others.length || others[at] !== value) out[length++] = value;
  }
  return out.slice(0, length);
}

function merged(a: Uint32Array, b: Uint32Array): Uint32Array {
  const out = outputOf(a.length + b.length);
  let length = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a[i]!;
    const right = b[j]!;
    out[length++] = left <= right ? left : right;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  while (i < a.length) out[length++] = a[i++]!;
  while (j < b.length) out[length++] = b[j++]!;
  return out.slice(0, length);
}

function distinctOf(list: Uint32Array, column: Uint32Array): Uint32Array {
  const out = outputOf(list.length);
  let length = 0;
  for (let i = 0; i < list.length; i++) {
    const value = column[list[i]!]!;
    if (length === 0 || out[length - 1] !== value) out[length++] = value;
  }
  return out.slice(0, length);
}
