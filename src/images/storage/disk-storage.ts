import { randomBytes } from 'node:crypto';
import type { Dir } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FolderSync, isAbsent, openedFile, openFile, removeFile, systemDisk, type Disk } from './disk';
import { ImageStorage, type FileFacts, type OpenedFile } from './image-storage';
import { isOriginalName, isVariantName } from './variant-name';

const VARIANT_FOLDER = /^[0-9a-f]{2}$/;
const DRAFT = /^[0-9a-f]{32}\.tmp$/;
/** Names that are read from a folder at a time. */
const NAMES_AT_ONCE = 512;

export interface DiskStorageOptions {
  disk?: Disk;
  /** Age at which drafts are leftovers. */
  sweepAgeMs?: number;
  now?: () => number;
}

/** Images in a folder: originals flat, variants in 256 folders below. Links are never followed. */
export class DiskStorage extends ImageStorage {
  private readonly disk: Disk;
  private readonly folderSync: FolderSync;

  constructor(
    private readonly root: string,
    private readonly options: DiskStorageOptions = {},
  ) {
    super();
    this.disk = options.disk ?? systemDisk;
    this.folderSync = new FolderSync(this.disk, root);
  }

  override get isShared(): boolean {
    return false;
  }

  override async prepare(): Promise<void> {
    await this.disk.mkdir(this.root, { recursive: true });
    const folder = await this.disk.opendir(this.root);
    await folder.close();
  }

  override async tryToWrite(): Promise<void> {
    const path = this.draftPath();
    try {
      await this.write(path, (handle) => handle.writeFile(Buffer.alloc(256 * 1024, 1)));
    } finally {
      await this.discard(path);
    }
  }

  override async receive(chunks: AsyncIterable<Buffer>): Promise<string> {
    const path = this.draftPath();
    try {
      await this.write(path, async (handle) => {
        for await (const chunk of chunks) await handle.writeFile(chunk);
      });
      return path;
    } catch (error) {
      await this.discard(path);
      throw error;
    }
  }

  /** A name that no other process or container picks as well. */
  override draftPath(): string {
    return this.pathOf(`${randomBytes(16).toString('hex')}.tmp`);
  }

  override async publish(draft: string, name: string): Promise<void> {
    try {
      if (!isOriginalName(name)) await this.makeFolder(this.pathOf(dirname(name)));
      await this.disk.rename(draft, this.pathOf(name));
      // A variant that a power loss takes is made again.
      if (isOriginalName(name)) await this.folderSync.sync();
    } catch (error) {
      await this.discard(draft);
      throw error;
    }
  }

  override async discard(draft: string): Promise<void> {
    await this.disk.unlink(draft).catch(() => undefined);
  }

  override async open(name: string): Promise<OpenedFile | null> {
    const file = await openFile(this.disk, this.pathOf(name));
    return file && openedFile(file);
  }

  override withPath<T>(name: string, use: (path: string) => Promise<T>): Promise<T> {
    return use(this.pathOf(name));
  }

  override async stat(name: string): Promise<FileFacts | null> {
    const stat = await this.disk.lstat(this.pathOf(name)).catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw error;
    });
    return stat?.isFile() ? { bytes: stat.size, modifiedAt: stat.mtimeMs } : null;
  }

  override async touch(name: string, at: number): Promise<void> {
    await this.disk.utimes(this.pathOf(name), at / 1000, at / 1000);
  }

  override remove(name: string): Promise<boolean> {
    return removeFile(this.disk, this.pathOf(name));
  }

  override async *listOriginals(): AsyncGenerator<string> {
    for await (const { name } of await this.entries('.')) {
      if (isOriginalName(name)) yield name;
      else if (DRAFT.test(name)) await this.sweep(name);
    }
  }

  override async *listVariants(): AsyncGenerator<string> {
    const folders: string[] = [];
    for await (const entry of await this.entries('.')) {
      if (VARIANT_FOLDER.test(entry.name) && entry.isDirectory()) folders.push(entry.name);
    }
    for (const folder of folders) {
      for await (const { name } of await this.entries(folder)) {
        if (isVariantName(`${folder}/${name}`)) yield `${folder}/${name}`;
      }
    }
  }

  override async space(): Promise<{ freeBytes: number; totalBytes: number }> {
    const { bsize, bavail, blocks } = await this.disk.statfs(this.root);
    return { freeBytes: bsize * bavail, totalBytes: bsize * blocks };
  }

  private entries(folder: string): Promise<Dir> {
    return this.disk.opendir(this.pathOf(folder), { bufferSize: NAMES_AT_ONCE });
  }

  private pathOf(name: string): string {
    return join(this.root, name);
  }

  private async write(path: string, fill: (handle: FileHandle) => Promise<void>): Promise<void> {
    const handle = await this.disk.open(path, 'wx', 0o644);
    try {
      await fill(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  private async sweep(name: string): Promise<void> {
    const { sweepAgeMs = 600_000, now = Date.now } = this.options;
    const stat = await this.disk.lstat(this.pathOf(name)).catch(() => null);
    if (stat && stat.mtimeMs < now() - sweepAgeMs) await this.discard(this.pathOf(name));
  }

  private async makeFolder(path: string): Promise<void> {
    const stat = await this.disk.lstat(path).catch(() => null);
    // A link planted in the image folder would lead writes elsewhere.
    if (stat && !stat.isDirectory()) await this.disk.unlink(path);
    if (!stat?.isDirectory()) await this.disk.mkdir(path, { recursive: true });
  }
}
