import { open, type FileHandle } from 'node:fs/promises';
import { isGzip } from './read-chunks';
import type { NativePart } from './read-records';

const PART_BYTES = 2 << 20;
const WINDOW_BYTES = 1 << 16;
const NEWLINE = 0x0a;

/**
 * The native files in parts of whole lines, in order, which can be read independently of one another. A packed file is
 * one part, as is one that cannot be read: whoever reads it says why.
 */
export async function splitNative(files: readonly string[], partBytes = PART_BYTES): Promise<NativePart[]> {
  const parts: NativePart[] = [];
  for (const path of files) parts.push(...(await splitFile(path, partBytes).catch(() => [{ path }])));
  return parts;
}

async function splitFile(path: string, partBytes: number): Promise<NativePart[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const window = Buffer.allocUnsafe(WINDOW_BYTES);
    const { bytesRead } = await file.read(window, 0, WINDOW_BYTES, 0);
    if (size <= partBytes || isGzip(window.subarray(0, bytesRead))) return [{ path }];
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
