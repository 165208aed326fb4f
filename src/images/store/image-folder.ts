import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ImageFailure } from '../image-failure';
import { SNIFF_BYTES, sniffFormat } from '../image-format';
import { FolderSync, openFile, removeFile, type Disk } from './disk';

const ORIGINAL = /^([0-9a-f]{32})\.img$/;
const TEMPORARY = /^[0-9a-f]{32}\.tmp$/;

/** Bytes that have arrived but do not count yet. */
export interface Draft {
  path: string;
  handle: FileHandle;
}

/** The folder of originals, flat, `<md5 of the URL>.img`; variants lie in folders below it. */
export class ImageFolder {
  private readonly folderSync: FolderSync;

  constructor(
    readonly path: string,
    private readonly disk: Disk,
  ) {
    this.folderSync = new FolderSync(disk, path);
  }

  originalPath(hash: string): string {
    return join(this.path, `${hash}.img`);
  }

  /** A name that no other process or container picks as well. */
  temporaryPath(): string {
    return join(this.path, `${randomBytes(16).toString('hex')}.tmp`);
  }

  /** Writes a body to a temporary file; what does not begin like an image is refused at its first bytes. */
  async receive(chunks: AsyncIterable<Buffer>): Promise<Draft> {
    const path = this.temporaryPath();
    const draft = { path, handle: await this.disk.open(path, 'wx', 0o644) };
    try {
      let head: Buffer | null = Buffer.alloc(0);
      for await (const chunk of chunks) {
        if (head) {
          head = Buffer.concat([head, chunk]);
          if (head.length < SNIFF_BYTES) continue;
          assertImage(head);
        }
        await draft.handle.writeFile(head ?? chunk);
        head = null;
      }
      // A body that ends within its first bytes is no image; the check says so.
      if (head) assertImage(head.subarray(0, 0));
      return draft;
    } catch (error) {
      await this.discard(draft);
      throw error;
    }
  }

  /** Makes a draft the original of a hash: synced, renamed, and the rename synced. */
  async publish(draft: Draft, hash: string): Promise<void> {
    try {
      await draft.handle.sync();
      await draft.handle.close();
      await this.disk.rename(draft.path, this.originalPath(hash));
      await this.folderSync.sync();
    } catch (error) {
      await this.discard(draft);
      throw error;
    }
  }

  /** Never fails: leftovers are swept. */
  async discard(draft: Draft): Promise<void> {
    await draft.handle.close().catch(() => undefined);
    await this.removeTemporary(draft.path);
  }

  /** Never fails: leftovers are swept. */
  async removeTemporary(path: string): Promise<void> {
    await this.disk.unlink(path).catch(() => undefined);
  }

  open(hash: string): Promise<{ handle: FileHandle; bytes: number } | null> {
    return openFile(this.disk, this.originalPath(hash));
  }

  remove(hash: string): Promise<boolean> {
    return removeFile(this.disk, this.originalPath(hash));
  }

  /** Hashes of the originals on disk; temporary files older than `sweepAgeMs` are removed by the way. */
  async list(sweepAgeMs: number, now: number): Promise<string[]> {
    const hashes: string[] = [];
    for (const name of await this.disk.readdir(this.path)) {
      const original = ORIGINAL.exec(name);
      if (original) hashes.push(original[1]!);
      else if (TEMPORARY.test(name)) await this.sweep(name, now - sweepAgeMs);
    }
    return hashes;
  }

  private async sweep(name: string, olderThan: number): Promise<void> {
    const path = join(this.path, name);
    const stat = await this.disk.lstat(path).catch(() => null);
    if (stat && stat.mtimeMs < olderThan) await this.disk.unlink(path).catch(() => undefined);
  }

  /** Writes a little and removes it; throws what the disk says where that is not possible. */
  async tryToWrite(): Promise<void> {
    const path = this.temporaryPath();
    const handle = await this.disk.open(path, 'wx', 0o644);
    try {
      await handle.writeFile(Buffer.alloc(256 * 1024, 1));
      await handle.sync();
    } finally {
      await handle.close();
      await this.disk.unlink(path).catch(() => undefined);
    }
  }
}

function assertImage(head: Buffer): void {
  if (!sniffFormat(head)) throw new ImageFailure('not_an_image', 'This is not a JPEG, PNG, WebP, GIF or AVIF image.');
}
