import pLimit from 'p-limit';
import type { ImageChange } from './image-record';
import { formatLine } from './journal-line';

/** Makes a journal that calls `onLine` for every line that is read, also for those that this process wrote. */
export type JournalFactory = (onLine: (change: ImageChange) => void) => ImageJournal;

/** Lines that wait where nothing can be written; beyond them the files themselves are found again. */
const MAX_UNWRITTEN = 20_000;

/**
 * What happened to which image, one JSON line each: the memory that needs no database. Several processes share it, each
 * reads what the others wrote. A line that is lost costs nothing but looking at a file again. One operation at a time.
 */
export abstract class ImageJournal {
  private unwritten: string[] = [];
  private readonly serially = pLimit(1);

  append(change: ImageChange): void {
    if (this.unwritten.length < MAX_UNWRITTEN) this.unwritten.push(formatLine(change));
  }

  /** Writes what was appended. What cannot be written stays to be written with the next lines. */
  flush(): Promise<void> {
    return this.serially(async () => {
      const lines = this.unwritten;
      if (lines.length === 0) return;
      this.unwritten = [];
      try {
        await this.writeLines(lines);
      } catch (error) {
        this.unwritten = [...lines, ...this.unwritten].slice(0, MAX_UNWRITTEN);
        throw error;
      }
    });
  }

  /** Reads what was appended since, by whomever. */
  read(): Promise<void> {
    return this.serially(() => this.readOn());
  }

  /** Where it is worth it, rewrites the journal with only the lines that are current, of which there are so many. */
  compact(isCurrent: (change: ImageChange) => boolean, current: number): Promise<void> {
    return this.serially(() => this.rewrite(isCurrent, current));
  }

  protected abstract writeLines(lines: readonly string[]): Promise<void>;
  protected abstract readOn(): Promise<void>;
  protected abstract rewrite(isCurrent: (change: ImageChange) => boolean, current: number): Promise<void>;
}
