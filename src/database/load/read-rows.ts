import { open, type FileHandle } from 'node:fs/promises';
import { LoadFailed, type KnownRows, type TableSource } from './load-source';

/** Of a binary COPY stream. */
const TRAILER_BYTES = 2;
/** Of the rows, read and sent at once: with the row that fills it a piece is a little larger. */
const PIECE_BYTES = 1 << 18;
/** Runs that are read side by side: rows that changed lie far from each other. */
const RUNS_AT_ONCE = 16;

/** Rows that lie one behind the other, from one number up to another. */
interface Run {
  from: number;
  to: number;
  /** In the file. */
  offset: number;
  /** In the piece. */
  at: number;
  bytes: number;
}

interface Piece {
  runs: Run[];
  rows: number;
  bytes: number;
}

/**
 * The wanted rows of a rows file as a binary COPY stream; tells after each piece how many rows it held. Rows are lent
 * until the next piece is asked for: they lie in one buffer, which is used again. Throws LoadFailed where the file is not
 * what the directory says.
 */
export async function* readRows(
  source: TableSource,
  wanted: Uint8Array,
  onRows: (rows: number) => void,
): AsyncGenerator<Buffer> {
  const { rows } = source;
  const last = rows.place(rows.count - 1);
  const file = await open(source.path);
  let buffer = Buffer.allocUnsafeSlow(2 * PIECE_BYTES);
  try {
    yield await read(file, 0, Buffer.alloc(rows.place(0).offset));
    for (const piece of piecesOf(rows, wanted)) {
      if (piece.bytes > buffer.length) buffer = Buffer.allocUnsafeSlow(2 * piece.bytes);
      for (let next = 0; next < piece.runs.length; next += RUNS_AT_ONCE) {
        const runs = piece.runs.slice(next, next + RUNS_AT_ONCE);
        await Promise.all(runs.map((run) => readRun(file, source, run, buffer)));
      }
      yield buffer.subarray(0, piece.bytes);
      onRows(piece.rows);
    }
    yield await read(file, last.offset + last.length, Buffer.alloc(TRAILER_BYTES));
  } finally {
    await file.close();
  }
}

function* piecesOf(rows: KnownRows, wanted: Uint8Array): Generator<Piece> {
  let piece: Piece = { runs: [], rows: 0, bytes: 0 };
  for (let number = wanted.indexOf(1); number >= 0; number = wanted.indexOf(1, number + 1)) {
    const { offset, length } = rows.place(number);
    const run = piece.runs.at(-1);
    if (run?.to === number) {
      run.to++;
      run.bytes += length;
    } else piece.runs.push({ from: number, to: number + 1, offset, at: piece.bytes, bytes: length });
    piece.rows++;
    piece.bytes += length;
    if (piece.bytes < PIECE_BYTES) continue;
    yield piece;
    piece = { runs: [], rows: 0, bytes: 0 };
  }
  if (piece.rows > 0) yield piece;
}

async function readRun(file: FileHandle, source: TableSource, run: Run, into: Buffer): Promise<void> {
  const bytes = await read(file, run.offset, into.subarray(run.at, run.at + run.bytes));
  let at = 0;
  for (let number = run.from; number < run.to; number++) {
    const place = source.rows.place(number);
    const tuple = bytes.subarray(at, (at += place.length));
    if (place.offset !== run.offset + at - place.length || !source.isIntact(tuple, number)) throw brokenRows();
  }
}

async function read(file: FileHandle, offset: number, into: Buffer): Promise<Buffer> {
  const { bytesRead } = await file.read(into, 0, into.length, offset);
  if (bytesRead !== into.length) throw brokenRows();
  return into;
}

/** The file is not what was written. */
export function brokenRows(cause?: unknown): LoadFailed {
  const message = 'the index beside the file cache is damaged; it must be built anew';
  return new LoadFailed('ROWS_FILE_BROKEN', message, { cause });
}
