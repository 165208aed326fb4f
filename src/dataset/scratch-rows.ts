import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { Column } from './search/column';

/**
 * Rows in input order on disk, so that memory stays bounded whatever the number of articles.
 * Synchronous file access: the builder has a worker thread to itself.
 */
export class ScratchRows {
  private readonly lengths = new Column();
  private starts: Float64Array | null = null;
  private written = 0;
  private fd: number | null = null;

  constructor(private readonly path: string) {}

  /** Appends tuples that lie one after another. */
  write(batch: Buffer): void {
    this.fd ??= openSync(this.path, 'w+');
    writeWhole(this.fd, batch, this.written);
    this.written += batch.length;
  }

  /** Notes the length of the next tuple of those written. */
  note(length: number): void {
    this.lengths.push(length);
  }

  /** Bytes of a row's tuple. */
  length(seq: number): number {
    return this.lengths.at(seq);
  }

  /** Reads the tuple of a row into a buffer. */
  read(seq: number, target: Buffer, at: number): void {
    this.starts ??= startsOf(this.lengths);
    const length = this.lengths.at(seq);
    if (this.fd === null || readSync(this.fd, target, at, length, this.starts[seq]!) !== length) {
      throw new Error(`the scratch file of the rows is shorter than what was written to it`);
    }
  }

  remove(): void {
    if (this.fd !== null) closeSync(this.fd);
    this.fd = null;
    rmSync(this.path, { force: true });
  }
}

/** Where the rows are in the meantime that are to be written to a path. */
export function scratchPath(rowsPath: string): string {
  return `${rowsPath}.scratch`;
}

/** Writes all of the bytes at a place of the file. */
export function writeWhole(fd: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}

function startsOf(lengths: Column): Float64Array {
  const starts = new Float64Array(lengths.length);
  for (let seq = 1; seq < starts.length; seq++) starts[seq] = starts[seq - 1]! + lengths.at(seq - 1);
  return starts;
}
