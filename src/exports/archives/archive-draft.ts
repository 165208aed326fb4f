import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { open, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CHUNK_BYTES, keptArchive, type Archive } from './archive';
import { asProblem } from './archive-failure';
import type { ArchiveTarget } from './write-archive';

/** An archive that is being made: written to a file beside its place, synced, and renamed. */
export class ArchiveDraft {
  readonly done: Promise<Archive>;
  private readonly path: string;
  private readonly progress = new EventEmitter().setMaxListeners(0);
  private readonly aborting = new AbortController();
  private written = 0;
  private state: 'making' | 'made' | 'failed' = 'making';

  constructor(
    private readonly target: string,
    write: (target: ArchiveTarget) => Promise<void>,
  ) {
    this.path = `${target}.${randomBytes(8).toString('hex')}.tmp`;
    this.done = this.make(write);
    // Whoever asked hears of a failure; nobody may be asking any more.
    this.done.catch(() => undefined);
  }

  abort(): void {
    this.aborting.abort(new Error('the service stops'));
  }

  archive(): Archive {
    return { bytes: null, read: () => Readable.from(this.follow(), { objectMode: false }), whole: () => this.whole() };
  }

  private async whole(): Promise<Archive> {
    try {
      return await this.done;
    } catch (error) {
      throw asProblem(error);
    }
  }

  private async make(write: (target: ArchiveTarget) => Promise<void>): Promise<Archive> {
    const { path } = this;
    const { signal } = this.aborting;
    const scratch = `${path.slice(0, -'.tmp'.length)}.work.tmp`;
    try {
      await write({ path, scratch, signal, onWritten: (bytes) => this.advance(bytes) });
      const { size } = await stat(path);
      // Those who follow it have it open, under whatever name.
      await rename(path, this.target);
      this.written = size;
      this.state = 'made';
      return keptArchive(this.target, size);
    } catch (error) {
      this.state = 'failed';
      await rm(path, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      await rm(scratch, { recursive: true, force: true }).catch(() => undefined);
      this.progress.emit('change');
    }
  }

  private advance(bytes: number): void {
    this.written = bytes;
    this.progress.emit('change');
  }

  /** What is written, as it is written. */
  private async *follow(): AsyncGenerator<Buffer> {
    while (this.written === 0 && this.state === 'making') await once(this.progress, 'change');
    if (this.state === 'failed') await this.whole();
    const file = await this.openFile();
    try {
      for (let at = 0; ;) {
        const bytes = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, this.written - at));
        if (bytes.length > 0) {
          const { bytesRead } = await file.read(bytes, 0, bytes.length, at);
          at += bytesRead;
          yield bytes.subarray(0, bytesRead);
        } else if (this.state === 'making') await once(this.progress, 'change');
        else if (this.state === 'failed') await this.whole();
        else return;
      }
    } finally {
      await file.close();
    }
  }

  /** It may get its name at any moment. */
  private async openFile() {
    try {
      return await open(this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return open(this.target);
    }
  }
}
