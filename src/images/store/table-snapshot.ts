import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { openFile, type Disk } from './disk';
import type { JournalMark } from './image-journal';
import { ImageTable, ROW_BYTES } from './image-table';
import { ImageTotals, type SavedTotals } from './image-totals';

const FILE_NAME = 'images.index';
const MAGIC = 'lorekeeper image index 2';
const HEADER_BYTES = 1024;

/** The table with its totals, and the place in the journal up to which they hold. */
export interface Snapshot {
  table: ImageTable;
  totals: ImageTotals;
  mark: JournalMark;
}

/** Reads what was saved last; null where it is unusable. */
export async function readSnapshot(disk: Disk, folder: string): Promise<Snapshot | null> {
  try {
    const file = await openFile(disk, join(folder, FILE_NAME));
    if (!file) return null;
    const bytes = await file.handle.readFile().finally(() => file.handle.close());
    const header = JSON.parse(bytes.toString('latin1', 0, HEADER_BYTES)) as Record<string, unknown>;
    const rows = bytes.subarray(HEADER_BYTES);
    const fits = header['magic'] === MAGIC && rows.length % ROW_BYTES === 0 && header['crc'] === crc32(rows);
    if (!fits) return null;
    const totals = new ImageTotals(header['totals'] as SavedTotals);
    return { table: new ImageTable(rows), totals, mark: header['mark'] as JournalMark };
  } catch {
    // Whatever is wrong with it, the journal holds the same.
    return null;
  }
}

/** Saves a snapshot; a crash meanwhile leaves the old one. */
export async function writeSnapshot(disk: Disk, folder: string, { table, totals, mark }: Snapshot): Promise<void> {
  // A copy, for the table goes on changing while it is written.
  const rows = Buffer.from(table.bytes());
  const header = JSON.stringify({ magic: MAGIC, crc: crc32(rows), mark, totals: totals.saved() }).padEnd(HEADER_BYTES);
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
