import fs, { type FileHandle } from 'node:fs/promises';
import type { Disk } from '../../src/images/storage/disk';

export type DiskOperation = 'open' | 'write' | 'sync' | 'rename';

/** What happens instead of, before or after an operation on an image's file. */
export interface DiskFaults {
  /** Before the operation; throws to make it fail. */
  before?(operation: DiskOperation, path: string): void;
  /** After the operation has happened. */
  after?(operation: DiskOperation, path: string): void;
  /** Bytes that a write gets to disk before `after` is called, where not all. */
  writeOnly?(bytes: number): number;
}

/** The real disk, with faults for images and their temporary files; what the store keeps beside them is spared. */
export function faultyDisk(faults: DiskFaults): Disk {
  const concerns = (path: string) => /\.(tmp|img)$/.test(path) && !path.includes('.state');
  return {
    ...fs,
    async open(path, flags, mode) {
      const name = String(path);
      if (!concerns(name) || flags !== 'wx') return fs.open(path, flags, mode);
      faults.before?.('open', name);
      const handle = await fs.open(path, flags, mode);
      faults.after?.('open', name);
      return withFaults(handle, name, faults);
    },
    async rename(from, to) {
      if (concerns(String(to))) faults.before?.('rename', String(to));
      await fs.rename(from, to);
      if (concerns(String(to))) faults.after?.('rename', String(to));
    },
  };
}

function withFaults(handle: FileHandle, path: string, faults: DiskFaults): FileHandle {
  const writeFile = handle.writeFile.bind(handle);
  const sync = handle.sync.bind(handle);
  handle.writeFile = async (data) => {
    faults.before?.('write', path);
    const bytes = data as Buffer;
    await writeFile(faults.writeOnly ? bytes.subarray(0, faults.writeOnly(bytes.length)) : bytes);
    faults.after?.('write', path);
  };
  handle.sync = async () => {
    faults.before?.('sync', path);
    await sync();
    faults.after?.('sync', path);
  };
  return handle;
}

/** An error as the system gives it. */
export function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected`), { code });
}
