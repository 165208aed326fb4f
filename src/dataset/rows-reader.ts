import { readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** The unit in which is remembered what has been read. */
const BLOCK_BYTES = 64 << 10;
/** A longer read is worth a trip through the thread pool. */
const LONGEST_DIRECT_BYTES = 256 << 10;
/** A direct read that takes longer came from the disk, or another process had the processor meanwhile. */
const SLOW_MS = 2;

/**
 * Reads a rows file. What was read once through the thread pool lies in the page cache from then on, where a direct
 * read takes microseconds, a tenth of what the thread pool costs; so the event loop never waits for a cold disk.
 */
export class RowsReader {
  private readonly seen: Uint8Array;
  /** What this process had read from disks at the last look, as the system counts it. */
  private diskReads = 0;

  private constructor(
    private readonly file: FileHandle,
    bytes: number,
  ) {
    this.seen = new Uint8Array(Math.ceil(bytes / BLOCK_BYTES));
  }

  static async open(path: string): Promise<RowsReader> {
    const file = await open(path);
    try {
      return new RowsReader(file, (await file.stat()).size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  /** The bytes of a range. Throws where the file is shorter. */
  read(position: number, length: number): Buffer | Promise<Buffer> {
    if (length > LONGEST_DIRECT_BYTES || !this.hasSeen(position, length)) return this.readCold(position, length);
    const bytes = Buffer.allocUnsafe(length);
    const began = performance.now();
    checkLength(readSync(this.file.fd, bytes, 0, length, position), length);
    // Memory got short: nothing that was read counts any more.
    if (performance.now() - began > SLOW_MS && this.cameFromDisk()) this.seen.fill(0);
    return bytes;
  }

  /** Whether a slow read may have. Where the system counts nothing at all, every one. */
  private cameFromDisk(): boolean {
    const before = this.diskReads;
    this.diskReads = process.resourceUsage().fsRead;
    return this.diskReads === 0 || this.diskReads !== before;
  }

  private async readCold(position: number, length: number): Promise<Buffer> {
    // Whole blocks, so that the neighbours of what is asked for count as seen with right.
    const start = position - (position % BLOCK_BYTES);
    const end = Math.ceil((position + length) / BLOCK_BYTES) * BLOCK_BYTES;
    const bytes = Buffer.allocUnsafe(end - start);
    const { bytesRead } = await this.file.read(bytes, 0, bytes.length, start);
    checkLength(Math.min(length, bytesRead - (position - start)), length);
    this.seen.fill(1, start / BLOCK_BYTES, end / BLOCK_BYTES);
    return bytes.subarray(position - start, position - start + length);
  }

  private hasSeen(position: number, length: number): boolean {
    const last = Math.floor((position + length - 1) / BLOCK_BYTES);
    for (let block = Math.floor(position / BLOCK_BYTES); block <= last; block++)
      if (this.seen[block] !== 1) return false;
    return true;
  }
}

function checkLength(bytesRead: number, length: number): void {
  if (bytesRead !== length) throw new Error('the rows file is shorter than its directory says');
}
