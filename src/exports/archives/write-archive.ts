import { open } from 'node:fs/promises';
import type { ArchiveFile } from '../export';
import { zipOf } from './zip';

/** Where an archive is written to, and who watches. */
export interface ArchiveTarget {
  path: string;
  /** A folder for what is needed while it is made; whoever needs it makes it, and it is removed afterwards. */
  scratch: string;
  /** Hears how many bytes can be read from the file. */
  onWritten?: (bytes: number) => void;
  signal?: AbortSignal;
}

/** An archive that is to be made, in terms that another process understands. */
export interface ArchiveOrder {
  /** The id of the export. */
  id: string;
  universe: string;
  /** Of the dataset. */
  key: string;
  query: unknown;
}

/** Makes an archive. Throws Problem EXPORT_UNAVAILABLE, or what the disk says. */
export type WriteArchive = (order: ArchiveOrder, target: ArchiveTarget) => Promise<void>;
/** The provider of a WriteArchive. */
export const WRITE_ARCHIVE = Symbol('WriteArchive');

/** Writes files as a zip to a new file, and syncs it. */
export async function writeArchive(files: AsyncIterable<ArchiveFile>, target: ArchiveTarget): Promise<void> {
  const { path, onWritten, signal } = target;
  const file = await open(path, 'wx');
  const zip = zipOf(files);
  try {
    let written = 0;
    for await (const chunk of zip as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      for (let done = 0; done < chunk.length;) done += (await file.write(chunk, done)).bytesWritten;
      onWritten?.((written += chunk.length));
    }
    await file.sync();
  } finally {
    zip.destroy();
    await file.close();
  }
}
