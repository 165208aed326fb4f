const WORD = 4;
const NO_BYTES: Buffer = Buffer.alloc(0);

/**
 * Numbers texts in the order in which they are first seen. Texts are given as bytes and kept in one array: millions of
 * them cost no objects. It begins small on purpose: V8 compiles what grows it while it still often does, and need not
 * throw the code away at the first growth after that.
 */
export class ByteTable {
  size = 0;
  private arena = Buffer.allocUnsafe(1 << 8);
  private arenaView = viewOf(this.arena);
  private offsets = new Uint32Array(1 << 4);
  private hashes = new Uint32Array(1 << 4);
  /** Open addressing; a slot holds number + 1, 0 is free. */
  private table = new Uint32Array(1 << 5);

  /** The bytes that were looked at last. */
  private viewed = NO_BYTES;
  private view = viewOf(NO_BYTES);

  /** Of the text looked for last: its hash, and the free slot where it would be. */
  private hash = 0;
  private slot = 0;

  /** The number of the text in `bytes` from `start` to `end`; a new one where it was not there. */
  numberOf(bytes: Buffer, start: number, end: number): number {
    const known = this.find(bytes, start, end);
    return known >= 0 ? known : this.add(bytes, start, end);
  }

  /** Numbers the text that `find` was asked for last and did not know. */
  add(bytes: Buffer, start: number, end: number): number {
    this.table[this.slot] = this.size + 1;
    return this.append(bytes, start, end, this.hash);
  }

  /** The number of the text, or -1. */
  find(bytes: Buffer, start: number, end: number): number {
    const view = this.viewOf(bytes);
    const hash = hashOf(view, start, end);
    const mask = this.table.length - 1;
    let slot = hash & mask;
    for (let entry = this.table[slot]!; entry !== 0; entry = this.table[slot]!) {
      if (this.hashes[entry - 1] === hash && this.equals(entry - 1, view, start, end)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    this.hash = hash;
    this.slot = slot;
    return -1;
  }

  text(number: number): string {
    return this.arena.toString('utf8', this.offsets[number], this.offsets[number + 1]);
  }

  /** The texts from a number on, packed, with n + 1 offsets: a view and a copy. */
  packedFrom(number: number): { offsets: Uint32Array; bytes: Buffer } {
    const start = this.offsets[number]!;
    const offsets = this.offsets.slice(number, this.size + 1).map((offset) => offset - start);
    return { offsets, bytes: this.arena.subarray(start, this.offsets[this.size]) };
  }

  /** Of the bytes: whoever asks asks for many texts of the same. */
  private viewOf(bytes: Buffer): DataView {
    if (bytes !== this.viewed) {
      this.viewed = bytes;
      this.view = viewOf(bytes);
    }
    return this.view;
  }

  private equals(number: number, view: DataView, start: number, end: number): boolean {
    const { arenaView } = this;
    let at = this.offsets[number]!;
    if (this.offsets[number + 1]! - at !== end - start) return false;
    let i = start;
    for (; i + WORD <= end; i += WORD, at += WORD) if (view.getInt32(i) !== arenaView.getInt32(at)) return false;
    for (; i < end; i++, at++) if (view.getUint8(i) !== arenaView.getUint8(at)) return false;
    return true;
  }

  private append(bytes: Buffer, start: number, end: number, hash: number): number {
    const number = this.size++;
    const at = this.offsets[number]!;
    const stop = at + end - start;
    if (stop > this.arena.length) {
      this.arena = grown(this.arena, Buffer.allocUnsafe(Math.max(stop, at * 2)));
      this.arenaView = viewOf(this.arena);
    }
    if (number + 2 > this.offsets.length) {
      this.offsets = grown(this.offsets, new Uint32Array(this.offsets.length * 2));
      this.hashes = grown(this.hashes, new Uint32Array(this.hashes.length * 2));
    }
    for (let i = start, to = at; i < end; i++) this.arena[to++] = bytes[i]!;
    this.offsets[number + 1] = stop;
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

/** Four bytes at a time. */
function hashOf(view: DataView, start: number, end: number): number {
  let hash = Math.imul(end - start, 0x9e3779b1);
  let at = start;
  for (; at + WORD <= end; at += WORD) {
    hash = Math.imul(hash ^ view.getInt32(at), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return (hash ^ (hash >>> 14)) >>> 0;
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}

function grown<T extends Uint8Array | Uint32Array>(array: T, larger: T): T {
  larger.set(array);
  return larger;
}
