import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';

/** How much of a file is read at once. */
export const CHUNK_BYTES = 256 << 10;

/** An archive that is kept, or about to be. */
export interface Archive {
  /** Null while it is being made. */
  bytes: number | null;
  /** From the first byte on, while it is made as well; or a range of one that is there. */
  read(range?: { start: number; end: number }): Readable;
  /** Resolves when it is there. Throws where it cannot be made. */
  whole(): Promise<Archive>;
}

/** One that lies on disk. */
export function keptArchive(path: string, bytes: number): Archive {
  const archive: Archive = {
    bytes,
    read: (range) => createReadStream(path, { ...range, highWaterMark: CHUNK_BYTES }),
    whole: () => Promise.resolve(archive),
  };
  return archive;
}
