import { constants, type Stats } from 'node:fs';
import fs from 'node:fs/promises';
import type { OpenedFile } from './image-storage';

/** The part of node:fs/promises that the store writes through; tests put failing disks and sudden deaths here. */
export type Disk = Pick<typeof fs, 'open' | 'rename' | 'unlink' | 'opendir' | 'lstat' | 'mkdir' | 'utimes' | 'statfs'>;

export const systemDisk: Disk = fs;

/** Never follows a symbolic link: one in the image folder is not ours. */
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW;

/** Opens a regular file for reading; null where there is none (a link or a folder is none). */
export async function openFile(disk: Disk, path: string): Promise<{ handle: fs.FileHandle; stat: Stats } | null> {
  let handle: fs.FileHandle;
  try {
    handle = await disk.open(path, READ_FLAGS);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
  const stat = await handle.stat();
  if (stat.isFile()) return { handle, stat };
  await handle.close();
  return null;
}

/** What such a file is to those who read images. */
export function openedFile({ handle, stat: { size } }: { handle: fs.FileHandle; stat: Stats }): OpenedFile {
  return {
    bytes: size,
    read: () => handle.readFile().finally(() => handle.close()),
    stream: () => handle.createReadStream(),
    close: () => handle.close(),
  };
}

/** Removes a file; true where there was one. */
export async function removeFile(disk: Disk, path: string): Promise<boolean> {
  try {
    await disk.unlink(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

export function isAbsent(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ENOENT' || code === 'ELOOP' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'EMLINK';
}

/** Makes renames into a folder survive a power loss; many callers share one sync. */
export class FolderSync {
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
  ) {}

  /** Resolves after a sync that began after the call. */
  sync(): Promise<void> {
    if (!this.running) {
      this.running = this.run();
      return this.running;
    }
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        this.running = this.run();
        return this.running;
      });
    return this.next;
  }

  private async run(): Promise<void> {
    try {
      const handle = await this.disk.open(this.folder, constants.O_RDONLY);
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    } finally {
      this.running = null;
    }
  }
}
