import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createGzip, type Gzip } from 'node:zlib';
import type { ManifestFile } from './native-manifest';

/** Begins the name of every file that is still being written; no reader takes such a name for data. */
export const PART_PREFIX = '.part-';
const FLUSH_BYTES = 1 << 18;

/** A file of lines under a temporary name: written, synced, read back and only then named. */
export class PartFile {
  private readonly path: string;
  private readonly hash = createHash('sha256');
  private readonly gzip: Gzip | null;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private text = '';
  private bytes = 0;
  /** Packing is done by another thread: waited for before the next piece is given to it, and not at once. */
  private packed: Promise<unknown> = Promise.resolve();
  lines = 0;

  private constructor(
    private readonly dir: string,
    private readonly handle: FileHandle,
    path: string,
    isGzip: boolean,
  ) {
    this.path = path;
    this.gzip = isGzip ? createGzip({ level: 6 }) : null;
    this.gzip?.on('data', (chunk: Buffer) => this.keep(chunk));
  }

  static async create(dir: string, isGzip: boolean): Promise<PartFile> {
    const path = join(dir, `${PART_PREFIX}${randomBytes(8).toString('hex')}`);
    return new PartFile(dir, await open(path, 'wx'), path, isGzip);
  }

  async write(line: string): Promise<void> {
    this.text += `${line}\n`;
    this.lines++;
    if (this.text.length >= FLUSH_BYTES) await this.flush();
  }

  /** Ends the file: everything on disk, read back and compared. Returns the size and hash of its bytes. */
  async finish(): Promise<Omit<ManifestFile, 'name'>> {
    await this.flush();
    await this.packed;
    if (this.gzip) {
      const ended = new Promise((resolve, reject) => this.gzip?.once('end', resolve).once('error', reject));
      this.gzip.end();
      await ended;
    }
    await this.drain();
    await this.handle.sync();
    await this.handle.close();
    const sha256 = this.hash.digest('hex');
    if ((await hashOf(this.path)) !== sha256) throw new Error('a written file does not read back as it was written');
    return { articles: this.lines, bytes: this.bytes, sha256 };
  }

  /** Gives the finished file its name. The name holds the content's hash, so one that is there already is the same. */
  async publishAs(name: string): Promise<void> {
    await rename(this.path, join(this.dir, name));
  }

  async remove(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(this.path, { force: true });
  }

  private async flush(): Promise<void> {
    const chunk = Buffer.from(this.text);
    this.text = '';
    if (chunk.length === 0) return;
    await this.packed;
    if (!this.gzip) this.keep(chunk);
    else if (!this.gzip.write(chunk)) this.packed = new Promise((resolve) => this.gzip?.once('drain', resolve));
    await this.drain();
  }

  private keep(chunk: Buffer): void {
    this.hash.update(chunk);
    this.pending.push(chunk);
    this.pendingBytes += chunk.length;
  }

  private async drain(): Promise<void> {
    const chunks = this.pending;
    const bytes = this.pendingBytes;
    this.pending = [];
    this.pendingBytes = 0;
    for (const chunk of chunks) await writeWhole(this.handle, chunk);
    this.bytes += bytes;
  }
}

async function writeWhole(handle: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await handle.write(chunk, at)).bytesWritten;
}

/** sha256 of a file's bytes, hex. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Makes renames in a folder last; file systems that cannot sync folders need no help. */
export async function syncDir(dir: string): Promise<void> {
  const handle = await open(dir, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
