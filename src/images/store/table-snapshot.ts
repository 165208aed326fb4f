import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { openFile, type Disk } from './disk';
import type { JournalMark } from './image-journal';
import { ImageTable, ROW_BYTES } from './image-table';

const FILE_NAME = 'images.index';
const MAGIC = 'lorekeeper image index 1';
const HEADER_BYTES = 256;

/** Reads the table as it was saved last, with the place in the journal up to which it holds; null where it is unusable. */
export async function readSnapshot(
  disk: Disk,
  folder: string,
): Promise<{ table: ImageTable; mark: JournalMark } | null> {
  try {
    const file = await openFile(disk, join(folder, FILE_NAME));
    if (!file) return null;
    const bytes = await file.handle.readFile().finally(() => file.handle.close());
    const header = JSON.parse(bytes.toString('latin1', 0, HEADER_BYTES)) as Record<string, unknown>;
    const rows = bytes.subarray(HEADER_BYTES);
    const fits = header['magic'] === MAGIC && rows.length % ROW_BYTES === 0 && header['crc'] === crc32(rows);
    if (!fits) return null;
    return { table: new ImageTable(rows), mark: header['mark'] as JournalMark };
  } catch {
    // Whatever is wrong with it, the journal holds the same.
    return null;
  }
}

/** Saves the table; a crash meanwhile leaves the old one. */
export async function writeSnapshot(disk: Disk, folder: string, table: ImageTable, mark: JournalMark): Promise<void> {
  // A copy, for the table goes on changing while it is written.
  const rows = Buffer.from(table.bytes());
  const header = JSON.stringify({ magic: MAGIC, crc: crc32(rows), mark }).padEnd(HEADER_BYTES);
  const temporary = join(folder, `${randomBytes(16).toString('hex')}.tmp`);
  try {
    const handle = await disk.open(temporary, 'wx', 0o644);
    try {
      await handle.writeFile(header);
      await handle.writeFile(rows);
    } finally {
      await handle.close();
    }
    await disk.rename(temporary, join(folder, FILE_NAME));
  } catch (error) {
    await disk.unlink(temporary).catch(() => undefined);
    throw error;
  }
}
