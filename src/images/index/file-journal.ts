import { constants } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { openFile, type Disk } from '../storage/disk';
import { ImageJournal } from './image-journal';
import type { ImageChange } from './image-record';
import { parseLine } from './journal-line';

/** Journals shorter than this are not worth rewriting. */
const COMPACT_ABOVE_BYTES = 4 * 1024 * 1024;
/** As long as a line may well be. */
const LINE_BYTES = 1000;
const FILE_NAME = 'images.jsonl';
/** Read, and parsed, in one turn of the event loop. */
const CHUNK_BYTES = 128 * 1024;
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;

/** The journal of images in a file that is only ever appended to; several processes of a machine may share it. */
export class FileJournal extends ImageJournal {
  private consumedBytes = 0;
  private inode = 0;

  constructor(
    private readonly folder: string,
    private readonly disk: Disk,
    /** Called for every line, also for those that this process wrote. */
    private readonly onLine: (change: ImageChange) => void,
  ) {
    super();
  }

  protected override writeLines(lines: readonly string[]): Promise<void> {
    // The line break in front ends what a process left that died as it wrote.
    return this.write(join(this.folder, FILE_NAME), APPEND, [`\n${lines.join('\n')}\n`]);
  }

  /** Given up where another process writes meanwhile. */
  protected override async rewrite(isCurrent: (change: ImageChange) => boolean, current: number): Promise<void> {
    if (this.consumedBytes < COMPACT_ABOVE_BYTES || this.consumedBytes < current * LINE_BYTES) return;
    const path = join(this.folder, FILE_NAME);
    const temporary = join(this.folder, `${randomBytes(16).toString('hex')}.tmp`);
    try {
      await this.write(temporary, 'wx', this.currentLines(isCurrent));
      const file = await openFile(this.disk, path);
      await file?.handle.close();
      if (file?.stat.size === this.consumedBytes) await this.disk.rename(temporary, path);
    } finally {
      await this.disk.unlink(temporary).catch(() => undefined);
    }
    await this.readOn();
  }

  private async write(path: string, flags: string | number, parts: Iterable<string> | AsyncIterable<string>) {
    await this.disk.mkdir(this.folder, { recursive: true });
    const handle = await this.disk.open(path, flags, 0o644);
    try {
      for await (const part of parts) await handle.writeFile(part);
    } finally {
      await handle.close();
    }
  }

  /** From its start where the file is another one. */
  protected override async readOn(): Promise<void> {
    for await (const lines of this.lines(false)) {
      for (const line of lines) {
        const change = parseLine(line);
        if (change) this.onLine(change);
      }
    }
  }

  private async *currentLines(isCurrent: (change: ImageChange) => boolean): AsyncGenerator<string> {
    for await (const lines of this.lines(true)) {
      const kept = lines.filter((line) => {
        const change = parseLine(line);
        return change !== null && isCurrent(change);
      });
      if (kept.length > 0) yield `${kept.join('\n')}\n`;
    }
  }

  /** The whole lines that were not read yet, or all of them, a chunk at a time. */
  private async *lines(fromStart: boolean): AsyncGenerator<string[]> {
    const file = await openFile(this.disk, join(this.folder, FILE_NAME));
    if (!file) return;
    const { handle, stat } = file;
    try {
      if (fromStart || stat.ino !== this.inode || stat.size < this.consumedBytes) this.consumedBytes = 0;
      this.inode = stat.ino;
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, stat.size - this.consumedBytes));
      while (this.consumedBytes < stat.size) {
        const { bytesRead } = await handle.read(chunk, 0, chunk.length, this.consumedBytes);
        const end = chunk.lastIndexOf(0x0a, bytesRead - 1);
        // A last line without its end is being written; one as long as that is none of ours.
        if (bytesRead === 0 || (end < 0 && bytesRead < CHUNK_BYTES)) return;
        const length = end < 0 ? bytesRead : end + 1;
        this.consumedBytes += length;
        yield chunk.toString('utf8', 0, length).split('\n');
      }
    } finally {
      await handle.close();
    }
  }
}
