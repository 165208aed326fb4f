import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { Column } from './search/column';

/**
 * Rows in input order on disk, so that memory stays bounded whatever the number of articles.
 * Synchronous file access: the builder has a thread to itself.
 */
export class ScratchRows {
  private readonly path: string;
  private readonly column = new Column();
  private written = 0;
  private fd: number | null = null;

  constructor(rowsPath: string) {
    this.path = scratchPath(rowsPath);
  }

  /** Appends tuples that lie one after another. */
  write(batch: Buffer): void {
    this.fd ??= openSync(this.path, 'w');
    writeWhole(this.fd, batch, this.written);
    this.written += batch.length;
  }

  /** Notes the length of the next tuple of those written. */
  note(length: number): void {
    this.column.push(length);
  }

  /** Bytes of each row, by sequence number. */
  lengths(): Uint32Array {
    return this.column.view().slice();
  }

  remove(): void {
    if (this.fd !== null) closeSync(this.fd);
    this.fd = null;
    rmSync(this.path, { force: true });
  }
}

/** Reads the rows back in any order. */
export class ScratchReader {
  private readonly starts: Float64Array;
  private readonly fd: number | null;

  constructor(
    rowsPath: string,
    private readonly lengths: Uint32Array,
  ) {
    this.fd = lengths.length > 0 ? openSync(scratchPath(rowsPath), 'r') : null;
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
    const length = this.lengths[seq]!;
    if (this.fd === null || readSync(this.fd, target, at, length, this.starts[seq]!) !== length) {
      throw new Error('the scratch file of the rows is shorter than what was written to it');
    }
  }

  close(): void {
    if (this.fd !== null) closeSync(this.fd);
  }
}

/** Writes all of the bytes at a place of the file. */
export function writeWhole(fd: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}

/** Where the rows are in the meantime that are to be written to a path. */
export function scratchPath(rowsPath: string): string {
  return `${rowsPath}.scratch`;
}
