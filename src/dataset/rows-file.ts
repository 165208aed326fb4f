import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { RowEncoder, type Row } from './rows-format';

const FLUSH_BYTES = 1 << 20;

/** Writes a file from front to back. Synchronous, as the process that builds has nothing else to do. */
export class FileWriter {
  private readonly fd: number;
  private waiting: Buffer[] = [];
  private waitingBytes = 0;

  constructor(path: string) {
    this.fd = openSync(path, 'w');
  }

  /** Appends bytes, which belong to the writer until it has flushed them. */
  write(bytes: Buffer): void {
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    if (this.waitingBytes >= FLUSH_BYTES) this.flush();
  }

  flush(): void {
    const bytes = this.waiting.length === 1 ? this.waiting[0]! : Buffer.concat(this.waiting);
    for (let done = 0; done < bytes.length;) done += writeSync(this.fd, bytes, done);
    this.waiting = [];
    this.waitingBytes = 0;
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Rows in input order on disk, so that memory stays bounded whatever the number of articles. */
export class ScratchRows {
  private readonly path: string;
  private readonly encoder = new RowEncoder();
  private writer: FileWriter | null;
  private fd: number | null = null;
  private readonly starts = [0];

  constructor(rowsPath: string) {
    this.path = `${rowsPath}.scratch`;
    this.writer = new FileWriter(this.path);
  }

  get count(): number {
    return this.starts.length - 1;
  }

  add(row: Row): void {
    this.starts.push((this.starts.at(-1) ?? 0) + this.encoder.add(row));
    if (this.encoder.bytes >= FLUSH_BYTES) this.flush();
  }

  /** Ends the writing. */
  finish(): void {
    this.flush();
    this.writer?.close();
    this.writer = null;
    this.fd = openSync(this.path, 'r');
  }

  /** Every tuple in input order, each only lent. */
  *all(): Generator<Buffer> {
    for (let seq = 0, next = 0; seq < this.count; seq = next) {
      next = seq + 1;
      while (next < this.count && this.starts[next + 1]! - this.starts[seq]! <= FLUSH_BYTES) next++;
      const start = this.starts[seq]!;
      const bytes = this.bytes(start, this.starts[next]!);
      for (let i = seq; i < next; i++) yield bytes.subarray(this.starts[i]! - start, this.starts[i + 1]! - start);
    }
  }

  /** The tuple of one row. */
  read(seq: number): Buffer {
    return this.bytes(this.starts[seq]!, this.starts[seq + 1]!);
  }

  remove(): void {
    this.writer?.close();
    if (this.fd !== null) closeSync(this.fd);
    this.writer = this.fd = null;
    rmSync(this.path, { force: true });
  }

  private flush(): void {
    try {
      this.writer?.write(this.encoder.take());
      this.writer?.flush();
    } catch (error) {
      // Without its code, which would be taken for that of the file that is being read.
      throw new Error(`the rows cannot be written: ${(error as Error).message}`, { cause: error });
    }
  }

  private bytes(start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(end - start);
    const bytesRead = this.fd === null ? 0 : readSync(this.fd, bytes, 0, bytes.length, start);
    if (bytesRead !== bytes.length)
      throw new Error('the scratch file of the rows is shorter than what was written to it');
    return bytes;
  }
}
