import { ByteTable } from '../byte-table';
import type { SectionFileWriter } from '../section-file';
import { WordParts } from './word-parts';
import { writeShapes } from './word-shapes';

/** The letters whose presence is known of every name. */
export const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LETTER_OF_BYTE = Int8Array.from({ length: 256 }, (_, byte) => LETTERS.indexOf(String.fromCharCode(byte)));

/** Numbers words in the order in which they are first seen, and writes them sorted by their UTF-8 bytes. */
export class VocabularyBuilder extends ByteTable {
  /** Writes the words and gives, by number, each word's place in the sorted vocabulary. */
  finish(writer: SectionFileWriter, name: string): Uint32Array {
    const order = sortedByBytes(this.arena, this.offsets, this.size);
    const placeOf = new Uint32Array(this.size);
    const data = Buffer.allocUnsafe(this.offsets[this.size] ?? 0);
    const offsets = new Uint32Array(this.size + 1);
    let end = 0;
    for (let place = 0; place < order.length; place++) {
      const number = order[place] ?? 0;
      placeOf[number] = place;
      const stop = this.offsets[number + 1] ?? 0;
      for (let at = this.offsets[number] ?? 0; at < stop; at++) data[end++] = this.arena[at] ?? 0;
      offsets[place + 1] = end;
    }
    writer.add(`${name}.offsets`, offsets);
    writer.add(`${name}.bytes`, data);
    WordParts.write(writer, name, { data, offsets });
    writeShapes(writer, name, { data, offsets });
    return placeOf;
  }

  /** By number, which of LETTERS a word has: the first 32 in `low`, the rest in `high`. */
  letters(): { low: Uint32Array; high: Uint32Array } {
    const low = new Uint32Array(this.size);
    const high = new Uint32Array(this.size);
    for (let number = 0; number < this.size; number++) {
      const end = this.offsets[number + 1] ?? 0;
      for (let at = this.offsets[number] ?? 0; at < end; at++) {
        const letter = LETTER_OF_BYTE[this.arena[at] ?? 0] ?? -1;
        if (letter >= 32) high[number]! |= 1 << (letter - 32);
        else if (letter >= 0) low[number]! |= 1 << letter;
      }
    }
    return { low, high };
  }
}

/**
 * Numbers sorted by the bytes between their offsets. The first bytes and the number make one float, which sorts
 * natively and ten times as fast as strings do; only runs that share their first bytes are compared.
 */
function sortedByBytes(data: Buffer, offsets: Uint32Array, count: number): Uint32Array {
  const numbers = 2 ** Math.ceil(Math.log2(count + 1));
  const headBytes = Math.floor((53 - Math.log2(numbers)) / 8);
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    keys[i] = headOf(data, offsets[i] ?? 0, offsets[i + 1] ?? 0, headBytes) * numbers + i;
  }
  keys.sort();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = (keys[i] ?? 0) % numbers;
  const compare = (a: number, b: number) => compareBytes(data, offsets, a, b) || a - b;
  for (let start = 0; start < count;) {
    const head = Math.floor((keys[start] ?? 0) / numbers);
    let end = start + 1;
    while (end < count && Math.floor((keys[end] ?? 0) / numbers) === head) end++;
    if (end - start > 1) order.subarray(start, end).sort(compare);
    start = end;
  }
  return order;
}

function headOf(data: Buffer, start: number, end: number, bytes: number): number {
  let head = 0;
  for (let i = start; i < start + bytes; i++) head = head * 256 + (i < end ? (data[i] ?? 0) : 0);
  return head;
}

function compareBytes(data: Buffer, offsets: Uint32Array, a: number, b: number): number {
  let at = offsets[a] ?? 0;
  let other = offsets[b] ?? 0;
  const end = offsets[a + 1] ?? 0;
  const otherEnd = offsets[b + 1] ?? 0;
  for (; at < end && other < otherEnd; at++, other++) {
    if (data[at] !== data[other]) return (data[at] ?? 0) - (data[other] ?? 0);
  }
  return end - at - (otherEnd - other);
}
