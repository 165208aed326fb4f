import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import { Problem } from '../../problem/problem';
import type { Troubles } from '../../problem/troubles';
import type { ArchiveFile } from '../export';
import { zipOf } from './zip';

export interface ArchiveStoreOptions {
  dir: string;
  /** Above it those that were not asked for longest go; the newest stays however large it is. */
  maxBytes: number;
  troubles: Troubles;
  /** What is never taken of the disk. */
  reserveBytes?: number;
}

/** An archive that is kept, or about to be. */
export interface Archive {
  /** Null while it is being made. */
  bytes: number | null;
  /** From the first byte on, while it is made as well; or a range of one that is there. */
  read(range?: { start: number; end: number }): Readable;
  /** Resolves when it is there. Throws where it cannot be made. */
  whole(): Promise<Archive>;
}

const RESERVE_BYTES = 1_000_000_000;
/** A draft that was not written to for so long belongs to a process that is gone. */
const ABANDONED_MS = 60_000;
const CHUNK_BYTES = 256 << 10;
const NAME = /^[a-z][\w-]*\.zip$/;
const TROUBLE = 'exports';

/** Archives on disk: each made once for all who ask, whole or not at all, within a limit. */
export class ArchiveStore {
  private readonly log = new Logger('exports');
  private readonly making = new Map<string, Draft>();
  /** What is still to be done behind archives that were made. */
  private settling: Promise<unknown> = Promise.resolve();
  private isSwept = false;

  constructor(private readonly options: ArchiveStoreOptions) {}

  /** The archive of a name (`[a-z]…zip`), made of `files` where there is none. Throws Problem EXPORT_UNAVAILABLE. */
  async open(name: string, files: () => AsyncIterable<ArchiveFile>): Promise<Archive> {
    if (!NAME.test(name)) throw new Error(`not a name of an archive: ${name}`);
    const kept = this.making.has(name) ? null : await this.find(name);
    return kept ?? (this.making.get(name) ?? this.make(name, files)).archive();
  }

  /** Ends what is being made; nothing is left of it. */
  async stop(): Promise<void> {
    for (const draft of this.making.values()) draft.abort();
    await Promise.allSettled([...this.making.values()].map(({ done }) => done));
    await this.settling;
  }

  private async find(name: string): Promise<Archive | null> {
    const path = join(this.options.dir, name);
    const facts = await stat(path).catch(() => null);
    if (!facts?.isFile()) return null;
    // When it was asked for last.
    await utimes(path, new Date(), new Date()).catch(() => undefined);
    return keptArchive(path, facts.size);
  }

  private make(name: string, files: () => AsyncIterable<ArchiveFile>): Draft {
    const { dir } = this.options;
    const draft = new Draft(join(dir, name), async () => {
      await mkdir(dir, { recursive: true });
      await this.sweep();
      await this.assertRoom();
      return zipOf(files());
    });
    this.making.set(name, draft);
    const settled = draft.done
      .then(() => this.keepLimit(name))
      .then(() => this.options.troubles.clear(TROUBLE))
      .catch((error: unknown) => this.report(error))
      .finally(() => this.making.delete(name));
    this.settling = Promise.allSettled([this.settling, settled]);
    return draft;
  }

  private report(error: unknown): void {
    const reason = reasonOf(error);
    if (reason === null) this.log.error({ msg: 'an archive was not made', error: describe(error) });
    else this.options.troubles.set(TROUBLE, reason, { detail: describe(error) });
  }

  private async assertRoom(): Promise<void> {
    const { dir, reserveBytes = RESERVE_BYTES } = this.options;
    const { bavail, bsize } = await statfs(dir);
    if (bavail * bsize < reserveBytes) throw Object.assign(new Error('the reserve is reached'), { code: 'ENOSPC' });
  }

  private async keepLimit(newest: string): Promise<void> {
    const { dir, maxBytes } = this.options;
    const names = (await readdir(dir)).filter((name) => NAME.test(name));
    const all = await Promise.all(
      names.map(async (name) => ({ name, facts: await stat(join(dir, name)).catch(() => null) })),
    );
    const files = all.flatMap(({ name, facts }) => (facts ? [{ name, bytes: facts.size, usedAt: facts.mtimeMs }] : []));
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    for (const file of files.sort((a, b) => a.usedAt - b.usedAt)) {
      if (bytes <= maxBytes) return;
      if (file.name === newest) continue;
      await rm(join(dir, file.name), { force: true });
      bytes -= file.bytes;
    }
  }

  /** Removes drafts that a killed process left. */
  private async sweep(): Promise<void> {
    if (this.isSwept) return;
    this.isSwept = true;
    const { dir } = this.options;
    for (const name of await readdir(dir)) {
      const facts = name.endsWith('.tmp') ? await stat(join(dir, name)).catch(() => null) : null;
      if (facts && Date.now() - facts.mtimeMs > ABANDONED_MS) await rm(join(dir, name), { force: true });
    }
  }
}

/** An archive that is being made: written to a file beside its place, synced, and renamed. */
class Draft {
  readonly done: Promise<Archive>;
  private readonly path: string;
  private readonly progress = new EventEmitter().setMaxListeners(0);
  private readonly aborting = new AbortController();
  private written = 0;
  private state: 'making' | 'made' | 'failed' = 'making';

  constructor(
    private readonly target: string,
    begin: () => Promise<Readable>,
  ) {
    this.path = `${target}.${randomBytes(8).toString('hex')}.tmp`;
    this.done = this.make(begin);
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

  private async make(begin: () => Promise<Readable>): Promise<Archive> {
    try {
      const zip = await begin();
      const file = await open(this.path, 'wx');
      try {
        for await (const chunk of zip as AsyncIterable<Buffer>) {
          this.aborting.signal.throwIfAborted();
          for (let done = 0; done < chunk.length;) done += (await file.write(chunk, done)).bytesWritten;
          this.written += chunk.length;
          this.progress.emit('change');
        }
        await file.sync();
      } finally {
        zip.destroy();
        await file.close();
      }
      // Those who follow it have it open, under whatever name.
      await rename(this.path, this.target);
      this.state = 'made';
      return keptArchive(this.target, this.written);
    } catch (error) {
      this.state = 'failed';
      await rm(this.path, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      this.progress.emit('change');
    }
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

function keptArchive(path: string, bytes: number): Archive {
  const archive: Archive = {
    bytes,
    read: (range) => createReadStream(path, { ...range, highWaterMark: CHUNK_BYTES }),
    whole: () => Promise.resolve(archive),
  };
  return archive;
}

/** Why the disk does not take archives, in words; null where it is something else. */
function reasonOf(error: unknown): string | null {
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'The disk has no room for packs: its last gigabyte is left alone';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'The folder of packs cannot be written to';
    case 'EIO':
    case 'EMFILE':
    case 'ENFILE':
      return 'The disk of the packs does not work at present';
    default:
      return null;
  }
}

function asProblem(error: unknown): unknown {
  const reason = reasonOf(error);
  if (reason === null) return error;
  return new Problem('EXPORT_UNAVAILABLE', `${reason}.`, { retryAfterSeconds: 60 }, { cause: error });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
