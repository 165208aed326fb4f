import { open } from 'node:fs/promises';
import { Directory } from './directory';

/** Throws where the file is not whole, or of another format. */
export async function openDirectory(path: string): Promise<Directory> {
  return Directory.open(await readAligned(path));
}

/** Reads a file into memory that starts at a multiple of 8, as the section file needs it. */
async function readAligned(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = Buffer.from(new ArrayBuffer(size));
    for (let at = 0; at < size;) {
      const { bytesRead } = await file.read(bytes, at, Math.min(size - at, 64 << 20), at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}
