import { closeSync, openSync } from 'node:fs';
import { COPY_HEADER, COPY_TRAILER } from './rows-format';
import { writeWhole } from './scratch-rows';

const FLUSH_BYTES = 1 << 20;

/** Writes tuples one after another to a rows file. Synchronous: the builder has a thread to itself. */
export class RowsFile {
  /** Bytes of the buffer that are taken. */
  used = 0;
  private buffer = Buffer.allocUnsafe(FLUSH_BYTES);
  private written = 0;
  private readonly fd: number;

  constructor(path: string) {
    this.fd = openSync(path, 'w');
    this.used = COPY_HEADER.copy(this.buffer);
  }

  /** A buffer with room for so many bytes from `used` on. */
  room(bytes: number): Buffer {
    if (this.used + bytes > this.buffer.length) this.flush();
    if (bytes > this.buffer.length) this.buffer = Buffer.allocUnsafe(bytes);
    return this.buffer;
  }

  /** Takes so many bytes that were put into that room. */
  commit(bytes: number): void {
    this.used += bytes;
  }

  end(): void {
    COPY_TRAILER.copy(this.room(COPY_TRAILER.length), this.used);
    this.commit(COPY_TRAILER.length);
    this.flush();
  }

  close(): void {
    closeSync(this.fd);
  }

  private flush(): void {
    writeWhole(this.fd, this.buffer.subarray(0, this.used), this.written);
    this.written += this.used;
    this.used = 0;
  }
}
