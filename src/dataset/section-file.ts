import { open } from 'node:fs/promises';
import { endianness } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { packTexts, type PackedTexts } from './text-table';

const MAGIC = 'LKDIR2\n\0';
const PREFIX_BYTES = 24;
/** Bytes that are checked before other work gets its turn: a millisecond. */
const CHECKED_AT_ONCE = 4 << 20;
const ALIGNMENT = 8;

interface SectionEntry {
  name: string;
  offset: number;
  bytes: number;
}

interface SectionHeader {
  /** Free-form facts that are needed before anything else is (counts, key, …). */
  info: unknown;
  sections: SectionEntry[];
}

/**
 * A file of named binary sections that is used as it lies in memory: typed arrays are views, nothing is parsed.
 * Layout: magic (8 bytes), length of the header (u32 LE), length of the file / 8 (u32 LE), CRC-32 of all that follows the
 * prefix (u32 LE), 4 bytes of nothing, header (JSON), sections aligned to 8.
 */
export class SectionFile {
  private readonly entries = new Map<string, SectionEntry>();
  readonly info: unknown;

  private constructor(
    private readonly buffer: Buffer,
    header: SectionHeader,
  ) {
    this.info = header.info;
    for (const entry of header.sections) this.entries.set(entry.name, entry);
  }

  /** Throws where the bytes are not those that were written. `buffer` must start at an offset divisible by 8. */
  static async open(buffer: Buffer): Promise<SectionFile> {
    headerBytesOf(buffer, buffer.length);
    if ((await checksumOf(buffer)) !== buffer.readUInt32LE(16)) throw new Error('the section file is damaged');
    return SectionFile.over(buffer);
  }

  /** `open` of bytes that were just made, without the check. */
  static over(buffer: Buffer): SectionFile {
    const header = buffer.toString('utf8', PREFIX_BYTES, PREFIX_BYTES + headerBytesOf(buffer, buffer.length));
    return new SectionFile(buffer, JSON.parse(header) as SectionHeader);
  }

  /** The whole file in pieces that begin anew with each section: one that did not change keeps its pieces. */
  *pieces(maxBytes: number): Generator<Buffer> {
    const limits = [...this.entries.values()].map(({ offset }) => offset).sort((a, b) => a - b);
    let start = 0;
    for (const limit of [...limits, this.buffer.length]) {
      for (; start < limit; start = Math.min(start + maxBytes, limit)) {
        yield this.buffer.subarray(start, Math.min(start + maxBytes, limit));
      }
    }
  }

  /** The bytes of a section; empty where there is none of that name. */
  bytes(name: string): Buffer {
    const entry = this.entries.get(name);
    return entry ? this.buffer.subarray(entry.offset, entry.offset + entry.bytes) : Buffer.alloc(0);
  }

  u8(name: string): Uint8Array {
    return this.view(name, Uint8Array);
  }

  u16(name: string): Uint16Array {
    return this.view(name, Uint16Array);
  }

  u32(name: string): Uint32Array {
    return this.view(name, Uint32Array);
  }

  i32(name: string): Int32Array {
    return this.view(name, Int32Array);
  }

  f64(name: string): Float64Array {
    return this.view(name, Float64Array);
  }

  strings(name: string): StringTable {
    return new StringTable(this.u32(`${name}.offsets`), this.bytes(`${name}.bytes`));
  }

  private view<T>(name: string, type: TypedArrayOf<T>): T {
    const bytes = this.bytes(name);
    return new type(bytes.buffer, bytes.byteOffset, bytes.byteLength / type.BYTES_PER_ELEMENT);
  }
}

/** The facts of a section file, without reading the sections. Throws where it is not a whole section file. */
export async function readInfo(path: string): Promise<unknown> {
  const file = await open(path);
  try {
    const prefix = Buffer.alloc(PREFIX_BYTES);
    await file.read(prefix, 0, PREFIX_BYTES, 0);
    const header = Buffer.alloc(headerBytesOf(prefix, (await file.stat()).size));
    await file.read(header, 0, header.length, PREFIX_BYTES);
    return (JSON.parse(header.toString('utf8')) as SectionHeader).info;
  } finally {
    await file.close();
  }
}

/** Length of the header behind a prefix. Throws where a file of this size is not a whole section file. */
function headerBytesOf(prefix: Buffer, fileBytes: number): number {
  if (endianness() !== 'LE') throw new Error('the directory format needs a little-endian machine');
  if (prefix.length < PREFIX_BYTES || prefix.toString('latin1', 0, 8) !== MAGIC) throw new Error('not a section file');
  if (prefix.readUInt32LE(12) * ALIGNMENT !== fileBytes) throw new Error('the section file is cut short');
  return prefix.readUInt32LE(8);
}

async function checksumOf(file: Buffer): Promise<number> {
  let sum = 0;
  for (let at = PREFIX_BYTES; at < file.length; at += CHECKED_AT_ONCE) {
    sum = crc32(file.subarray(at, at + CHECKED_AT_ONCE), sum);
    await nextTurn();
  }
  return sum;
}

type TypedArrayOf<T> = {
  new (buffer: ArrayBufferLike, offset: number, length: number): T;
  BYTES_PER_ELEMENT: number;
};

/** Strings packed as UTF-8 bytes with n + 1 offsets. */
export class StringTable {
  constructor(
    readonly offsets: Uint32Array,
    readonly data: Buffer,
  ) {}

  get length(): number {
    return Math.max(0, this.offsets.length - 1);
  }

  get(index: number): string {
    return this.data.toString('utf8', this.offsets[index], this.offsets[index + 1]);
  }

  /** The UTF-8 bytes of one string, a view. */
  bytesOf(index: number): Buffer {
    return this.data.subarray(this.offsets[index], this.offsets[index + 1]);
  }
}

/** Collects named sections and lays them out as the chunks of a section file. */
export class SectionFileWriter {
  private readonly sections: { name: string; data: Buffer }[] = [];

  add(name: string, data: ArrayBufferView): void {
    this.sections.push({ name, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength) });
  }

  addStrings(name: string, strings: readonly string[]): void {
    this.addPacked(name, packTexts(strings));
  }

  addPacked(name: string, { offsets, bytes }: PackedTexts): void {
    this.add(`${name}.offsets`, offsets);
    this.add(`${name}.bytes`, bytes);
  }

  /** The whole file, in order, as chunks to be written one after another. */
  chunks(info: unknown): Buffer[] {
    // Offsets stand in the header, whose length depends on them: lay out with the widest numbers first.
    const headerBytes = Buffer.byteLength(JSON.stringify(this.header(info, Number.MAX_SAFE_INTEGER)));
    const start = align(PREFIX_BYTES + headerBytes);
    const header = Buffer.from(JSON.stringify(this.header(info, start)));
    const chunks: Buffer[] = [];
    const prefix = Buffer.alloc(PREFIX_BYTES);
    prefix.write(MAGIC, 'latin1');
    prefix.writeUInt32LE(header.length, 8);
    chunks.push(prefix, header, Buffer.alloc(start - PREFIX_BYTES - header.length));
    let length = start;
    for (const { data } of this.sections) {
      chunks.push(data);
      const padding = align(data.length) - data.length;
      if (padding > 0) chunks.push(Buffer.alloc(padding));
      length += data.length + padding;
    }
    prefix.writeUInt32LE(length / ALIGNMENT, 12);
    // Of nothing at all, zlib's sum would begin anew.
    const filled = chunks.slice(1).filter(({ length }) => length > 0);
    prefix.writeUInt32LE(
      filled.reduce((sum, chunk) => crc32(chunk, sum), 0),
      16,
    );
    return chunks;
  }

  private header(info: unknown, start: number): SectionHeader {
    let offset = start;
    const sections = this.sections.map(({ name, data }) => {
      const entry = { name, offset, bytes: data.length };
      if (start !== Number.MAX_SAFE_INTEGER) offset += align(data.length);
      return entry;
    });
    return { info, sections };
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
