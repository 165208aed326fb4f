import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** What a source file, or the rest of one, is set aside for: its code, and words for the operator. */
export class BrokenFile extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'BrokenFile';
  }
}

/**
 * Opens a regular file, or a link to one, for reading. Throws BrokenFile for anything else, and never waits for it: a
 * FIFO that nobody writes to would hold a thread for ever.
 */
export async function openRegular(path: string): Promise<FileHandle> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: NodeJS.ErrnoException) => {
    // So a socket answers.
    throw error.code === 'ENXIO' ? notAFile() : error;
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw notAFile();
}

/** The text of a file that is small if it is what it should be. Throws BrokenFile where it is larger. */
export async function readSmallFile(path: string, maxBytes: number): Promise<string> {
  const handle = await openRegular(path);
  try {
    if ((await handle.stat()).size > maxBytes)
      throw new BrokenFile('TOO_LARGE', `it is larger than ${maxBytes >> 20} MB`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

const FILE_ERRORS: Record<string, [code: string, reason: string]> = {
  EACCES: ['UNREADABLE', 'the file may not be read'],
  EPERM: ['UNREADABLE', 'the file may not be read'],
  ENOENT: ['MISSING_FILE', 'the file vanished'],
  Z_DATA_ERROR: ['BAD_GZIP', 'the rest of the file cannot be unpacked'],
  Z_BUF_ERROR: ['TRUNCATED', 'the packed file is cut short'],
};

/** What a failure to read a file means; anything but the file's own fault is ours and is thrown on. */
export function toBrokenFile(error: unknown): BrokenFile {
  if (error instanceof BrokenFile) return error;
  const known = FILE_ERRORS[(error as NodeJS.ErrnoException).code ?? ''];
  if (!known) throw error;
  return new BrokenFile(...known);
}

/** Something that is no file lies where one is looked for. */
export function notAFile(): BrokenFile {
  return new BrokenFile('NOT_A_FILE', 'a folder, a device or something else lies where a file should be');
}
