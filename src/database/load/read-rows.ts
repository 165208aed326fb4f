import { open, type FileHandle } from 'node:fs/promises';
import { LoadFailed, type KnownRows, type TableSource } from './load-source';

/** Of a binary COPY stream. */
const TRAILER_BYTES = 2;
/** Of the file, read at once; a tuple that is larger is read alone. */
const RUN_BYTES = 1 << 18;
/** Runs that are read side by side: rows that changed lie far from each other. */
const RUNS_AT_ONCE = 16;

/** Rows that lie one behind the other, from one number up to another. */
interface Run {
  from: number;
  to: number;
  offset: number;
  bytes: number;
}

/**
 * The wanted rows of a rows file as a binary COPY stream; tells after each chunk how many rows it held. Throws LoadFailed
 * where the file is not what the directory says.
 */
export async function* readRows(
  source: TableSource,
  wanted: Uint8Array,
  onRows: (rows: number) => void,
): AsyncGenerator<Buffer> {
  const { rows } = source;
  const last = rows.place(rows.count - 1);
  const file = await open(source.path);
  try {
    yield await read(file, 0, rows.place(0).offset);
    for (const runs of inGroups(runsOf(rows, wanted))) {
      yield Buffer.concat(await Promise.all(runs.map((run) => readRun(file, source, run))));
      onRows(runs.reduce((sum, { from, to }) => sum + to - from, 0));
    }
    yield await read(file, last.offset + last.length, TRAILER_BYTES);
  } finally {
    await file.close();
  }
}

function* runsOf(rows: KnownRows, wanted: Uint8Array): Generator<Run> {
  for (let from = wanted.indexOf(1), to; from >= 0; from = wanted.indexOf(1, to)) {
    const { offset, length } = rows.place(from);
    let bytes = length;
    for (to = from + 1; wanted[to] === 1 && bytes < RUN_BYTES; to++) bytes += rows.place(to).length;
    yield { from, to, offset, bytes };
  }
}

function* inGroups(runs: Iterable<Run>): Generator<Run[]> {
  let group: Run[] = [];
  for (const run of runs) {
    group.push(run);
    if (group.length < RUNS_AT_ONCE) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

async function readRun(file: FileHandle, source: TableSource, { from, to, offset, bytes }: Run): Promise<Buffer> {
  const run = await read(file, offset, bytes);
  let at = 0;
  for (let number = from; number < to; number++) {
    const place = source.rows.place(number);
    const tuple = run.subarray(at, (at += place.length));
    if (place.offset !== offset + at - place.length || !source.isIntact(tuple, number)) throw brokenRows();
  }
  return run;
}

async function read(file: FileHandle, offset: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, offset);
  if (bytesRead !== bytes) throw brokenRows();
  return buffer;
}

/** The file is not what was written. */
export function brokenRows(cause?: unknown): LoadFailed {
  const message = 'the index beside the file cache is damaged; it must be built anew';
  return new LoadFailed('ROWS_FILE_BROKEN', message, { cause });
}
