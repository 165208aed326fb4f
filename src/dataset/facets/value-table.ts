import type { SectionFileWriter } from '../section-file';
import { foldedHashOfBytes } from './folded-hash';

/**
 * Numbers the distinct values of fields, compared folded, in the order in which they are first seen. In typed arrays:
 * a universe of a million articles has millions of values that occur once. Small at first, as `ByteTable` is.
 */
export class ValueTable {
  size = 0;
  fields = new Uint16Array(1 << 4);
  hashes = new Uint32Array(1 << 4);
  private checks = new Uint32Array(1 << 4);
  /** Where each value's text begins; a value that is only compared, never shown, has none. */
  private offsets = new Uint32Array((1 << 4) + 1);
  private texts = Buffer.allocUnsafe(1 << 8);
  /** Open addressing; a slot holds number + 1, 0 is free. */
  private table = new Uint32Array(1 << 6);

  /** Number of a value (UTF-8), or -1 where it folds to nothing. `shown`: its text is kept. */
  numberOf(field: number, bytes: Buffer, start: number, end: number, shown: boolean): number {
    const { hash, check, length } = foldedHashOfBytes(bytes, start, end);
    if (length === 0) return -1;
    const mask = this.table.length - 1;
    let slot = mix(hash, field) & mask;
    for (let entry = this.table[slot]!; entry !== 0; entry = this.table[slot]!) {
      const number = entry - 1;
      if (this.hashes[number] === hash && this.checks[number] === check && this.fields[number] === field) return number;
      slot = (slot + 1) & mask;
    }
    this.table[slot] = this.size + 1;
    const number = this.append(field, hash, check);
    if (shown) this.keepText(number, bytes, start, end);
    return number;
  }

  /** Gives the fields other numbers. No value can be looked for or added afterwards. */
  renumberFields(numbers: Uint16Array): void {
    for (let value = 0; value < this.size; value++) this.fields[value] = numbers[this.fields[value]!]!;
  }

  /** The values by field, then by hash, and where each of `fields` begins. */
  sorted(fields: number): { order: Uint32Array; starts: Uint32Array } {
    const starts = new Uint32Array(fields + 1);
    for (let number = 0; number < this.size; number++) starts[this.fields[number]! + 1]!++;
    for (let field = 0; field < fields; field++) starts[field + 1]! += starts[field]!;
    const next = starts.slice();
    const byField = new Uint32Array(this.size);
    for (let number = 0; number < this.size; number++) byField[next[this.fields[number]!]!++] = number;
    // 32 bits of hash and 21 of the place within the field make one number, which sorts natively.
    const PLACES = 2 ** 21;
    const keys = new Float64Array(this.size);
    const order = new Uint32Array(this.size);
    for (let field = 0; field < fields; field++) {
      const [start, end] = [starts[field]!, starts[field + 1]!];
      for (let i = start; i < end; i++) keys[i] = this.hashes[byField[i]!]! * PLACES + (i - start);
      keys.subarray(start, end).sort();
      for (let i = start; i < end; i++) order[i] = byField[start + (keys[i]! % PLACES)]!;
    }
    return { order, starts };
  }

  writeTexts(writer: SectionFileWriter, section: string, order: Uint32Array): void {
    const data = Buffer.allocUnsafe(this.offsets[this.size]!);
    const offsets = new Uint32Array(order.length + 1);
    let end = 0;
    for (let place = 0; place < order.length; place++) {
      const stop = this.offsets[order[place]! + 1]!;
      for (let at = this.offsets[order[place]!]!; at < stop; at++) data[end++] = this.texts[at]!;
      offsets[place + 1] = end;
    }
    writer.add(`${section}.offsets`, offsets);
    writer.add(`${section}.bytes`, data);
  }

  private append(field: number, hash: number, check: number): number {
    const number = this.size++;
    if (this.size === this.fields.length) this.growColumns();
    this.fields[number] = field;
    this.hashes[number] = hash;
    this.checks[number] = check;
    this.offsets[number + 1] = this.offsets[number]!;
    if (this.size * 2 > this.table.length) this.growTable();
    return number;
  }

  /** The text of the number given last. */
  private keepText(number: number, bytes: Buffer, start: number, end: number): void {
    const at = this.offsets[number]!;
    const stop = at + end - start;
    if (stop > this.texts.length) {
      const larger = Buffer.allocUnsafe(stop * 2);
      this.texts.copy(larger, 0, 0, at);
      this.texts = larger;
    }
    for (let i = start, to = at; i < end; i++) this.texts[to++] = bytes[i]!;
    this.offsets[number + 1] = stop;
  }

  private growColumns(): void {
    const length = this.fields.length * 2;
    this.fields = copied(this.fields, new Uint16Array(length));
    this.hashes = copied(this.hashes, new Uint32Array(length));
    this.checks = copied(this.checks, new Uint32Array(length));
    this.offsets = copied(this.offsets, new Uint32Array(length + 1));
  }

  private growTable(): void {
    this.table = new Uint32Array(this.table.length * 4);
    const mask = this.table.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = mix(this.hashes[number]!, this.fields[number]!) & mask;
      while (this.table[slot] !== 0) slot = (slot + 1) & mask;
      this.table[slot] = number + 1;
    }
  }
}

function mix(hash: number, field: number): number {
  const mixed = Math.imul(hash ^ field, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

function copied<T extends Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
