import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';

/** Where a batch of rows lies in the scratch file: whole tuples, one right behind the other. */
export interface ScratchBatch {
  start: number;
  bytes: number;
}

/**
 * Rows in input order on disk, so that memory stays bounded whatever the number of articles, and however far whoever
 * reads them is behind. Synchronous file access: this work has threads to itself.
 */
export class ScratchRows {
  private written = 0;
  private fd: number | null;

  constructor(private readonly rowsPath: string) {
    this.fd = openSync(scratchPath(rowsPath), 'w');
  }

  /** Appends tuples that lie one after another. */
  write(batch: Buffer): ScratchBatch {
    if (this.fd === null) throw new Error('the scratch file of the rows is closed');
    const start = this.written;
    try {
      writeWhole(this.fd, batch, start);
    } catch (error) {
      // Without its code, which would be taken for that of the file that is being read.
      throw new Error(`the rows cannot be written: ${(error as Error).message}`, { cause: error });
    }
    this.written += batch.length;
    return { start, bytes: batch.length };
  }

  remove(): void {
    if (this.fd !== null) closeSync(this.fd);
    this.fd = null;
    rmSync(scratchPath(this.rowsPath), { force: true });
  }
}

/** Reads batches of rows as they were written. What one gave is overwritten by the next. */
export class ScratchFollower {
  private readonly fd: number;
  private buffer = Buffer.alloc(0);

  constructor(rowsPath: string) {
    this.fd = openSync(scratchPath(rowsPath), 'r');
  }

  read({ start, bytes }: ScratchBatch): Buffer {
    if (this.buffer.length < bytes) this.buffer = Buffer.allocUnsafeSlow(bytes);
    readWhole(this.fd, this.buffer, 0, bytes, start);
    return this.buffer.subarray(0, bytes);
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Reads the rows back in any order. */
export class ScratchReader {
  private readonly starts: Float64Array;
  private readonly fd: number;

  constructor(
    rowsPath: string,
    private readonly lengths: Uint32Array,
  ) {
    this.fd = openSync(scratchPath(rowsPath), 'r');
    this.starts = new Float64Array(lengths.length);
    for (let seq = 1; seq < lengths.length; seq++) this.starts[seq] = this.starts[seq - 1]! + lengths[seq - 1]!;
  }

  /** The tuple of a row. */
  tuple(seq: number): Buffer {
    const tuple = Buffer.allocUnsafe(this.lengths[seq]!);
    this.read(seq, tuple, 0);
    return tuple;
  }

  /** Reads the tuple of a row into a buffer. */
  read(seq: number, target: Buffer, at: number): void {
    readWhole(this.fd, target, at, this.lengths[seq]!, this.starts[seq]!);
  }

  close(): void {
    closeSync(this.fd);
  }
}

function readWhole(fd: number, target: Buffer, at: number, bytes: number, position: number): void {
  if (readSync(fd, target, at, bytes, position) === bytes) return;
  throw new Error('the scratch file of the rows is shorter than what was written to it');
}

/** Writes all of the bytes at a place of the file. */
export function writeWhole(fd: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}

/** Where the rows are in the meantime that are to be written to a path. */
function scratchPath(rowsPath: string): string {
  return `${rowsPath}.scratch`;
}
