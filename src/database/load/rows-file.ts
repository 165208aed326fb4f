import { open, type FileHandle } from 'node:fs/promises';
import { LoadFailed, ROWS_FILE_COLUMNS } from './load-source';

const HEADER_BYTES = 19;
const CHUNK_BYTES = 1 << 20;
/** Room before a chunk for the tuple that was cut at the end of the one before. */
const HEADROOM = 1 << 16;
const FIELDS = ROWS_FILE_COLUMNS.length;
const IMAGE_URL_FIELD = ROWS_FILE_COLUMNS.indexOf('image_url');

/** Where one tuple lies in a buffer, and the parts of it that decide what is done with it. */
export class TupleView {
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  private imageStart = 0;
  private imageLength = -1;

  get id(): number {
    // universe is the first field; its length tells where the id's 8 bytes begin.
    const at = this.start + 10 + this.bytes.readInt32BE(this.start + 2);
    return this.bytes.readInt32BE(at) * 0x1_0000_0000 + this.bytes.readUInt32BE(at + 4);
  }

  get title(): string {
    return this.text(this.titleAt);
  }

  get imageUrl(): string | null {
    if (this.imageLength < 0) return null;
    return this.bytes.toString('utf8', this.imageStart, this.imageStart + this.imageLength);
  }

  private get titleAt(): number {
    return this.start + 6 + this.bytes.readInt32BE(this.start + 2) + 12;
  }

  private text(at: number): string {
    return this.bytes.toString('utf8', at + 4, at + 4 + this.bytes.readInt32BE(at));
  }

  /** Moves to the tuple at `start`; false where it does not lie whole in the buffer. Throws on anything but tuples. */
  moveTo(bytes: Buffer, start: number): boolean {
    if (start + 2 > bytes.length) return false;
    if (bytes.readInt16BE(start) !== FIELDS) throw broken();
    let at = start + 2;
    for (let field = 0; field < FIELDS; field++) {
      if (at + 4 > bytes.length) return false;
      const length = bytes.readInt32BE(at);
      at += 4;
      if (field === IMAGE_URL_FIELD) {
        this.imageStart = at;
        this.imageLength = length;
      }
      if (length > 0) at += length;
    }
    if (at > bytes.length) return false;
    this.bytes = bytes;
    this.start = start;
    this.end = at;
    return true;
  }
}

/** What is shown of each tuple: its view, valid during the call only, its number, and where it lies in the file. */
export type Visit = (tuple: TupleView, number: number, position: number) => void;

/**
 * Reads a rows file from front to back and shows every tuple. Yields after each megabyte, so that the caller can send
 * what it gathered and other work gets its turn; the next megabyte is read meanwhile.
 */
export async function* scanRowsFile(path: string, visit: Visit): AsyncGenerator<void> {
  const file = await open(path);
  let reading: Promise<Chunk> | null = null;
  try {
    const tuple = new TupleView();
    let rest: Buffer = Buffer.alloc(0);
    let number = 0;
    let [buffer, other] = [Buffer.allocUnsafe(HEADROOM + CHUNK_BYTES), Buffer.allocUnsafe(HEADROOM + CHUNK_BYTES)];
    reading = readChunk(file, buffer, HEADER_BYTES);
    for (let position = HEADER_BYTES; ;) {
      const chunk: Chunk = await reading;
      if (chunk.bytesRead === 0) throw broken();
      position += chunk.bytesRead;
      // Must come before the next read, which writes over the rest.
      const bytes = joined(rest, chunk);
      [buffer, other] = [other, buffer];
      reading = readChunk(file, buffer, position);
      const base = position - bytes.length;
      let at = 0;
      for (; !isTrailer(bytes, at) && tuple.moveTo(bytes, at); at = tuple.end) visit(tuple, number++, base + at);
      if (isTrailer(bytes, at)) return;
      rest = bytes.subarray(at);
      yield;
    }
  } finally {
    // The file must not be closed under a read.
    await reading?.catch(() => undefined);
    await file.close();
  }
}

interface Chunk {
  /** The bytes begin after HEADROOM. */
  buffer: Buffer;
  bytesRead: number;
}

async function readChunk(file: FileHandle, buffer: Buffer, position: number): Promise<Chunk> {
  const { bytesRead } = await file.read(buffer, HEADROOM, CHUNK_BYTES, position);
  return { buffer, bytesRead };
}

/** A tuple that was cut, and what follows it: without copying the chunk where the cut part fits before it. */
function joined(rest: Buffer, { buffer, bytesRead }: Chunk): Buffer {
  const end = HEADROOM + bytesRead;
  if (rest.length > HEADROOM) return Buffer.concat([rest, buffer.subarray(HEADROOM, end)]);
  rest.copy(buffer, HEADROOM - rest.length);
  return buffer.subarray(HEADROOM - rest.length, end);
}

/** Reads single tuples of a rows file, in the order of their places. Throws LoadFailed where others lie there. */
export async function readTuples(path: string, places: readonly TuplePlace[]): Promise<Buffer[]> {
  const file = await open(path);
  try {
    return await Promise.all(
      places.map(async ({ position, bytes, id }) => {
        const buffer = Buffer.allocUnsafe(bytes);
        const { bytesRead } = await file.read(buffer, 0, bytes, position);
        const tuple = new TupleView();
        if (bytesRead !== bytes || !tuple.moveTo(buffer, 0) || tuple.id !== id) throw broken();
        return buffer;
      }),
    );
  } finally {
    await file.close();
  }
}

/** Where a tuple lies, and the article that it is of. */
export interface TuplePlace {
  position: number;
  bytes: number;
  id: number;
}

/** Shows tuples that lie in memory; yields after each, as a scan does. */
export function* scanTuples(tuples: readonly Buffer[], visit: Visit): Generator<void> {
  const tuple = new TupleView();
  for (const [number, bytes] of tuples.entries()) {
    if (!tuple.moveTo(bytes, 0)) throw broken();
    visit(tuple, number, 0);
    yield;
  }
}

function isTrailer(bytes: Buffer, at: number): boolean {
  return at + 2 <= bytes.length && bytes.readInt16BE(at) === -1;
}

function broken(): LoadFailed {
  return new LoadFailed('ROWS_FILE_BROKEN', 'the index beside the file cache is damaged; it must be built anew');
}
