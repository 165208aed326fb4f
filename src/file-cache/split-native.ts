import { open, type FileHandle } from 'node:fs/promises';
import { isGzip } from './read-chunks';
import type { NativePart } from './read-records';

const PART_BYTES = 2 << 20;
const WINDOW_BYTES = 1 << 16;
const NEWLINE = 0x0a;

/**
 * The native files in parts of whole lines, in order, which can be read independently of one another. A file that
 * cannot be read is one part: whoever reads it says why. null where a file is packed, and may hold any amount.
 */
export async function splitNative(files: readonly string[], partBytes = PART_BYTES): Promise<NativePart[] | null> {
  const parts: NativePart[] = [];
  for (const path of files) {
    const its = await splitFile(path, partBytes).catch(() => [{ path }]);
    if (its === null) return null;
    parts.push(...its);
  }
  return parts;
}

async function splitFile(path: string, partBytes: number): Promise<NativePart[] | null> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const window = Buffer.allocUnsafe(WINDOW_BYTES);
    const { bytesRead } = await file.read(window, 0, WINDOW_BYTES, 0);
    if (isGzip(window.subarray(0, bytesRead))) return null;
    if (size <= partBytes) return [{ path }];
    const parts: NativePart[] = [];
    for (let start = 0; start < size;) {
      const end = await findLineStart(file, start + partBytes, size, window);
      parts.push({ path, range: { start, end } });
      start = end;
    }
    return parts;
  } finally {
    await file.close();
  }
}

/** Where the first line begins that begins at or behind `from`; the end of the file where there is none. */
async function findLineStart(file: FileHandle, from: number, size: number, window: Buffer): Promise<number> {
  for (let position = from - 1; position < size;) {
    const { bytesRead } = await file.read(window, 0, window.length, position);
    if (bytesRead === 0) break;
    const found = window.subarray(0, bytesRead).indexOf(NEWLINE);
    if (found >= 0) return position + found + 1;
    position += bytesRead;
  }
  return size;
}
