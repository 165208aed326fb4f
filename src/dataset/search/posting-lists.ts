import { varintLength } from './byte-sink';

/** Ascending numbers by list, as deltas in varints, with the offset at which each list begins. */
export interface PostingLists {
  offsets: Uint32Array;
  bytes: Uint8Array;
}

/**
 * Turns "which lists does document d stand in" into "which documents stand in list l". Documents must come in
 * ascending order, twice the same: once to measure, once to write, so that nothing is sorted or kept twice.
 */
export class PostingListsBuilder {
  private readonly last: Int32Array;
  private readonly cursors: Uint32Array;
  private bytes: Uint8Array | null = null;
  private offsets: Uint32Array;

  constructor(private readonly lists: number) {
    this.last = new Int32Array(lists).fill(-1);
    this.cursors = new Uint32Array(lists);
    this.offsets = new Uint32Array(lists + 1);
  }

  measure(list: number, document: number): void {
    const previous = this.last[list] ?? -1;
    if (previous === document) return;
    this.cursors[list]! += varintLength(document - previous - 1);
    this.last[list] = document;
  }

  startWriting(): void {
    let total = 0;
    for (let list = 0; list < this.lists; list++) {
      this.offsets[list] = total;
      total += this.cursors[list] ?? 0;
      this.cursors[list] = this.offsets[list] ?? 0;
    }
    this.offsets[this.lists] = total;
    this.bytes = new Uint8Array(total);
    this.last.fill(-1);
  }

  write(list: number, document: number): void {
    const previous = this.last[list] ?? -1;
    if (previous === document || !this.bytes) return;
    let delta = document - previous - 1;
    let at = this.cursors[list] ?? 0;
    while (delta > 0x7f) {
      this.bytes[at++] = (delta & 0x7f) | 0x80;
      delta >>>= 7;
    }
    this.bytes[at++] = delta;
    this.cursors[list] = at;
    this.last[list] = document;
  }

  finish(): PostingLists {
    return { offsets: this.offsets, bytes: this.bytes ?? new Uint8Array() };
  }
}

/** Calls `visit` with each number between two offsets of the bytes, ascending. */
export function eachPosting(bytes: Uint8Array, start: number, end: number, visit: (document: number) => void): void {
  let document = -1;
  for (let at = start; at < end;) {
    let byte = bytes[at++]!;
    let delta = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = bytes[at++]!;
      delta |= (byte & 0x7f) << shift;
    }
    document += delta + 1;
    visit(document);
  }
}
