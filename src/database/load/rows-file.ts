import { open } from 'node:fs/promises';
import { LoadFailed, ROWS_FILE_COLUMNS } from './load-source';

const HEADER_BYTES = 19;
const CHUNK_BYTES = 1 << 20;
const FIELDS = ROWS_FILE_COLUMNS.length;
const IMAGE_URL_FIELD = ROWS_FILE_COLUMNS.indexOf('image_url');
/** row_hash, scraped_at and expires_at: each a length and 8 bytes. */
const TAIL_BYTES = 36;

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

  get hash(): bigint {
    return this.bytes.readBigInt64BE(this.end - TAIL_BYTES + 4);
  }

  get title(): string {
    const universe = this.bytes.readInt32BE(this.start + 2);
    const at = this.start + 6 + universe + 12;
    return this.bytes.toString('utf8', at + 4, at + 4 + this.bytes.readInt32BE(at));
  }

  get imageUrl(): string | null {
    if (this.imageLength < 0) return null;
    return this.bytes.toString('utf8', this.imageStart, this.imageStart + this.imageLength);
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

/**
 * Reads a rows file from front to back and shows every tuple, with its number; the view is valid during the call only.
 * Yields after each megabyte, so that the caller can send what it gathered and other work gets its turn.
 */
export async function* scanRowsFile(
  path: string,
  visit: (tuple: TupleView, number: number) => void,
): AsyncGenerator<void> {
  const file = await open(path);
  try {
    const tuple = new TupleView();
    let rest = Buffer.alloc(0);
    let number = 0;
    let ended = false;
    for (let position = HEADER_BYTES; !ended;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, position);
      if (bytesRead === 0) throw broken();
      position += bytesRead;
      const bytes =
        rest.length > 0 ? Buffer.concat([rest, chunk.subarray(0, bytesRead)]) : chunk.subarray(0, bytesRead);
      let at = 0;
      while (!(ended = isTrailer(bytes, at)) && tuple.moveTo(bytes, at)) {
        visit(tuple, number++);
        at = tuple.end;
      }
      rest = bytes.subarray(at);
      yield;
    }
  } finally {
    await file.close();
  }
}

function isTrailer(bytes: Buffer, at: number): boolean {
  return at + 2 <= bytes.length && bytes.readInt16BE(at) === -1;
}

function broken(): LoadFailed {
  return new LoadFailed('ROWS_FILE_BROKEN', 'the index beside the file cache is damaged; it must be built anew');
}
