import type { ImageChange } from './image-record';

/** Makes a journal that calls `onLine` for every line that is read, also for those that this process wrote. */
export type JournalFactory = (onLine: (change: ImageChange) => void) => ImageJournal;

/**
 * What happened to which image, one JSON line each: the memory that needs no database. Several processes share it, each
 * reads what the others wrote. A line that is lost costs nothing but looking at a file again.
 */
export abstract class ImageJournal {
  abstract append(change: ImageChange): void;

  /** Reads what was appended since, by whomever. */
  abstract read(): Promise<void>;

  /** Writes what was appended. What cannot be written stays to be written with the next lines. */
  abstract flush(): Promise<void>;

  /** Where it is worth it, rewrites the journal with only the lines that are current, of which there are so many. */
  abstract compact(isCurrent: (change: ImageChange) => boolean, current: number): Promise<void>;
}
