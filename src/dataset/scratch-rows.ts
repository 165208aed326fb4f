import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { RowEncoder, type Row } from './rows-format';

const BLOCK_BYTES = 4 << 20;

/**
 * Rows in input order on disk, so that memory stays bounded whatever the number of articles.
 * Synchronous file access: the builder has a worker thread to itself.
 */
export class ScratchRows {
  private readonly encoder = new RowEncoder(BLOCK_BYTES + (1 << 20));
  private readonly starts: number[] = [0];
  private written = 0;
  private fd: number | null = null;

  constructor(private readonly path: string) {}

  add(row: Row): void {
    this.starts.push((this.starts[this.starts.length - 1] ?? 0) + this.encoder.add(row));
    if (this.encoder.bytes >= BLOCK_BYTES) this.flush();
  }

  /** The tuple of a row. */
  tuple(seq: number): Buffer {
    this.flush();
    const start = this.starts[seq] ?? 0;
    const tuple = Buffer.allocUnsafe((this.starts[seq + 1] ?? start) - start);
    if (this.fd === null || readSync(this.fd, tuple, 0, tuple.length, start) !== tuple.length) {
      throw new Error(`the scratch file of the rows is shorter than what was written to it`);
    }
    return tuple;
  }

  remove(): void {
    if (this.fd !== null) closeSync(this.fd);
    this.fd = null;
    rmSync(this.path, { force: true });
  }

  private flush(): void {
    if (this.encoder.bytes === 0) return;
    this.fd ??= openSync(this.path, 'w+');
    const bytes = this.encoder.take();
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.fd, bytes, done, bytes.length - done, this.written + done);
    this.written += bytes.length;
  }
}
