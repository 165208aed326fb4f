import { fnv1a } from './fnv1a';

/** Texts as UTF-8, one behind the other, with n + 1 offsets. */
export interface PackedTexts {
  bytes: Buffer;
  offsets: Uint32Array;
}

/**
 * Numbers texts in the order in which they are first seen. They are kept as bytes in one array: a universe of a million
 * articles has millions of them, which as strings in a Map would take several times the memory.
 */
export class TextTable {
  size = 0;
  private bytes = Buffer.allocUnsafe(1 << 12);
  private offsets = new Uint32Array(1 << 8);
  private hashes = new Uint32Array(1 << 8);
  /** Open addressing; a slot holds number + 1, 0 is free. */
  private table = new Uint32Array(1 << 9);

  /** The number of the text; a new one where it was not there. */
  numberOf(text: string): number {
    const hash = fnv1a(text);
    const end = this.write(text);
    const mask = this.table.length - 1;
    let slot = hash & mask;
    for (let entry = this.table[slot]!; entry !== 0; entry = this.table[slot]!) {
      if (this.hashes[entry - 1] === hash && this.equalsWritten(entry - 1, end)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    this.table[slot] = this.size + 1;
    return this.append(hash, end);
  }

  text(number: number): string {
    return this.bytes.toString('utf8', this.offsets[number], this.offsets[number + 1]);
  }

  /** All texts, as views that the next new one may leave behind. */
  packed(): PackedTexts {
    const offsets = this.offsets.subarray(0, this.size + 1);
    return { bytes: this.bytes.subarray(0, offsets.at(-1)), offsets };
  }

  /** Writes a text behind all others, where it stays if it is new, and gives its end. */
  private write(text: string): number {
    const start = this.offsets[this.size]!;
    if (start + text.length * 3 > this.bytes.length) {
      const larger = Buffer.allocUnsafe((start + text.length * 3) * 2);
      this.bytes.copy(larger, 0, 0, start);
      this.bytes = larger;
    }
    return start + this.bytes.write(text, start);
  }

  private equalsWritten(number: number, end: number): boolean {
    const { bytes } = this;
    let at = this.offsets[number]!;
    const start = this.offsets[this.size]!;
    if (this.offsets[number + 1]! - at !== end - start) return false;
    for (let i = start; i < end; i++, at++) if (bytes[i] !== bytes[at]) return false;
    return true;
  }

  private append(hash: number, end: number): number {
    const number = this.size++;
    if (this.size + 1 > this.offsets.length) {
      this.offsets = doubled(this.offsets);
      this.hashes = doubled(this.hashes);
    }
    this.offsets[number + 1] = end;
    this.hashes[number] = hash;
    if (this.size * 2 > this.table.length) this.enlargeTable();
    return number;
  }

  private enlargeTable(): void {
    const table = new Uint32Array(this.table.length * 2);
    const mask = table.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = this.hashes[number]! & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = number + 1;
    }
    this.table = table;
  }
}

export function packTexts(texts: readonly string[]): PackedTexts {
  const offsets = new Uint32Array(texts.length + 1);
  for (let i = 0; i < texts.length; i++) offsets[i + 1] = offsets[i]! + Buffer.byteLength(texts[i]!);
  const bytes = Buffer.allocUnsafe(offsets.at(-1) ?? 0);
  for (let i = 0; i < texts.length; i++) bytes.write(texts[i]!, offsets[i]!);
  return { bytes, offsets };
}

function doubled(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
