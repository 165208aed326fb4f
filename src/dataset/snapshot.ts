import { open, type FileHandle } from 'node:fs/promises';
import type { Article } from '../universe/article';
import { Directory } from './directory';
import { decodeRow, toArticle } from './rows-format';

/** Tuples that lie at most this far apart are read together. */
const GAP_BYTES = 16 << 10;
const LONGEST_READ_BYTES = 1 << 20;

/** A dataset on disk: its directory in memory, its rows read on demand. */
export class Snapshot {
  private constructor(
    readonly directory: Directory,
    private readonly rows: FileHandle,
    readonly rowsPath: string,
    readonly directoryPath: string,
  ) {}

  static async open(directoryPath: string, rowsPath: string): Promise<Snapshot> {
    const directory = Directory.open(await readAligned(directoryPath));
    return new Snapshot(directory, await open(rowsPath), rowsPath, directoryPath);
  }

  /** The articles at these ordinals, in that order. */
  async articles(ordinals: ArrayLike<number>): Promise<Article[]> {
    const wanted = Array.from(ordinals, (ordinal, position) => ({
      ordinal,
      position,
      ...this.directory.rowAt(ordinal),
    }));
    wanted.sort((a, b) => a.offset - b.offset);
    const articles = new Array<Article>(wanted.length);
    for (let first = 0; first < wanted.length;) {
      const start = wanted[first]?.offset ?? 0;
      let end = start;
      let next = first;
      for (let row = wanted[next]; row; row = wanted[++next]) {
        const rowEnd = row.offset + row.length;
        if (next > first && (row.offset - end > GAP_BYTES || rowEnd - start > LONGEST_READ_BYTES)) break;
        end = Math.max(end, rowEnd);
      }
      const bytes = await this.read(start, end - start);
      for (const { ordinal, position, offset, length } of wanted.slice(first, next)) {
        const row = decodeRow(bytes.subarray(offset - start, offset - start + length));
        articles[position] = toArticle(row, this.directory.scrapedAt(ordinal));
      }
      first = next;
    }
    return articles;
  }

  async close(): Promise<void> {
    await this.rows.close();
  }

  private async read(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    const { bytesRead } = await this.rows.read(bytes, 0, length, position);
    if (bytesRead !== length) throw new Error('the rows file is shorter than its directory says');
    return bytes;
  }
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
