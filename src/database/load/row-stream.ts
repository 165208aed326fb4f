import { COPY_HEADER, COPY_TRAILER } from './copy-streams';
import type { RowsDiff } from './diff';
import { LoadFailed, ROWS_FILE_COLUMNS, type LoadSource } from './load-source';
import type { CachedImages } from './row-hashes';
import { readTuples, scanRowsFile, scanTuples, type TupleView } from './rows-file';

/** Columns of the stream: those of the rows file, and what is known of the image on disk. */
export const STREAM_COLUMNS = [...ROWS_FILE_COLUMNS, 'image_cached', 'image_cache_path'];

/** Field `image_cached` false and `image_cache_path` NULL. */
const NOT_CACHED = Buffer.from([0, 0, 0, 1, 0, 0xff, 0xff, 0xff, 0xff]);

/** Bytes per chunk that goes to the server. */
const CHUNK_BYTES = 1 << 19;

/** The tuples that are written, where they are few; null where the rows file is read from front to back. */
export type FewTuples = Promise<Buffer[]> | null;

/** Begins to read the tuples that are to be written, where they are few. */
export function readFew({ rowsPath }: LoadSource, { write }: RowsDiff): FewTuples {
  if (!Array.isArray(write)) return null;
  const few = readTuples(rowsPath, write);
  // Whoever waits for them hears of a failure; perhaps nobody does any more.
  few.catch(() => undefined);
  return few;
}

/** The chosen tuples of a rows file as a binary COPY stream, each with the state of its image. */
export async function* streamRows(
  source: LoadSource,
  diff: RowsDiff,
  few: FewTuples,
  cached: CachedImages,
  onRows: (rows: number) => void,
): AsyncGenerator<Buffer> {
  yield COPY_HEADER;
  const out = new Output();
  let rows = 0;
  const { write } = diff;
  const visit = (tuple: TupleView, number: number) => {
    if (write instanceof Uint8Array && write[number] !== 1) return;
    if (!source.isIntact(tuple.bytes.subarray(tuple.start, tuple.end))) throw damaged();
    rows++;
    out.tuple(tuple, imageFields(tuple, cached));
  };
  const scan = few ? scanTuples(await few, visit) : scanRowsFile(source.rowsPath, visit);
  for await (const _ of scan) {
    if (out.length < CHUNK_BYTES) continue;
    yield out.take();
    onRows(rows);
  }
  if (rows !== diff.writes) throw wrongCount(rows, diff.writes);
  out.bytes(COPY_TRAILER);
  yield out.take();
  onRows(rows);
}

function damaged(): LoadFailed {
  return new LoadFailed('ROWS_FILE_BROKEN', 'the index beside the file cache is damaged; it must be built anew');
}

/** The rows file holds another number of articles than it should. */
function wrongCount(found: number, expected: number): LoadFailed {
  return new LoadFailed('ROWS_FILE_BROKEN', `the index holds ${found} articles instead of ${expected}`);
}

function imageFields(tuple: TupleView, cached: CachedImages): Buffer {
  if (cached.size === 0) return NOT_CACHED;
  const url = tuple.imageUrl;
  const path = url === null ? undefined : cached.get(url);
  if (path === undefined) return NOT_CACHED;
  const head = Buffer.from([0, 0, 0, 1, 1]);
  if (path === null) return Buffer.concat([head, NOT_CACHED.subarray(5)]);
  const text = Buffer.from(path);
  const length = Buffer.alloc(4);
  length.writeInt32BE(text.length);
  return Buffer.concat([head, length, text]);
}

/** Gathers tuples in one buffer that grows. */
class Output {
  length = 0;
  private buffer = Buffer.allocUnsafe(CHUNK_BYTES * 4);

  tuple(tuple: TupleView, image: Buffer): void {
    this.reserve(tuple.end - tuple.start + image.length);
    this.length = this.buffer.writeInt16BE(STREAM_COLUMNS.length, this.length);
    this.length += tuple.bytes.copy(this.buffer, this.length, tuple.start + 2, tuple.end);
    this.length += image.copy(this.buffer, this.length);
  }

  bytes(bytes: Buffer): void {
    this.reserve(bytes.length);
    this.length += bytes.copy(this.buffer, this.length);
  }

  take(): Buffer {
    const taken = this.buffer.subarray(0, this.length);
    // The old one belongs to the socket until it is sent.
    this.buffer = Buffer.allocUnsafe(CHUNK_BYTES * 4);
    this.length = 0;
    return taken;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(grown, 0, 0, this.length);
    this.buffer = grown;
  }
}
