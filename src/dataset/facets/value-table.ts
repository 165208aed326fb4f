import { foldedHash } from './folded-hash';

/**
 * Numbers the distinct values of fields, compared folded, in the order in which they are first seen. In typed arrays:
 * a universe of a million articles has millions of values that occur once.
 */
export class ValueTable {
  size = 0;
  fields = new Uint16Array(1 << 14);
  hashes = new Uint32Array(1 << 14);
  private checks = new Uint32Array(1 << 14);
  /** Where each value's text begins; a value that is only compared, never shown, has none. */
  private offsets = new Uint32Array((1 << 14) + 1);
  private texts = Buffer.allocUnsafe(1 << 18);
  /** Open addressing; a slot holds number + 1, 0 is free. */
  private table = new Uint32Array(1 << 16);

  /** Number of a value, or -1 where it folds to nothing. `shown`: its text is kept. */
  numberOf(field: number, value: string, shown: boolean): number {
    const { hash, check, length } = foldedHash(value);
    if (length === 0) return -1;
    const mask = this.table.length - 1;
    let slot = mix(hash, field) & mask;
    for (let entry = this.table[slot]!; entry !== 0; entry = this.table[slot]!) {
      const number = entry - 1;
      if (this.hashes[number] === hash && this.checks[number] === check && this.fields[number] === field) return number;
      slot = (slot + 1) & mask;
    }
    this.table[slot] = this.size + 1;
    return this.append(field, hash, check, shown ? value : '');
  }

  text(number: number): Buffer {
    return this.texts.subarray(this.offsets[number], this.offsets[number + 1]);
  }

  private append(field: number, hash: number, check: number, text: string): number {
    const number = this.size++;
    if (this.size === this.fields.length) this.growColumns();
    this.fields[number] = field;
    this.hashes[number] = hash;
    this.checks[number] = check;
    const start = this.offsets[number]!;
    if (start + text.length * 3 > this.texts.length) {
      this.texts = Buffer.concat([this.texts.subarray(0, start), Buffer.allocUnsafe(start + text.length * 3)]);
    }
    this.offsets[number + 1] = start + this.texts.write(text, start);
    if (this.size * 2 > this.table.length) this.growTable();
    return number;
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
