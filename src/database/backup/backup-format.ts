import { open } from 'node:fs/promises';

/** What is in a backup file: how it was made, and how many rows of each table. */
export interface BackupFacts {
  /** `pg_dump`: a custom archive with these facts behind it, which pg_restore takes as well; `copy`: our own format. */
  kind: 'pg_dump' | 'copy';
  createdAt: string;
  /** Version of the server, for instance 180004. */
  serverVersion: number;
  /** Migrations that were applied. */
  migrations: string[];
  tables: TableFacts[];
}

export interface TableFacts {
  name: string;
  columns: string[];
  rows: number;
}

/** First bytes of a file of our own format; a pg_dump archive begins with `PGDMP`. */
export const COPY_MAGIC = Buffer.from('LOREKEEPER BACKUP 1\n');
const TRAILER_MAGIC = Buffer.from('LKFACTS1');
const TRAILER_BYTES = TRAILER_MAGIC.length + 4;

/** A file that is not a backup, or not a whole one; in words. */
export class BackupBroken extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupBroken';
  }
}

/** The facts as they stand at the end of every backup: JSON, its length, and a mark. */
export function encodeFacts(facts: BackupFacts): Buffer {
  const json = Buffer.from(JSON.stringify(facts));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([json, length, TRAILER_MAGIC]);
}

/** Reads the facts at the end of a backup, and where its contents end. Throws BackupBroken. */
export async function readFacts(path: string): Promise<{ facts: BackupFacts; contentBytes: number }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const trailer = Buffer.alloc(TRAILER_BYTES);
    if (size > TRAILER_BYTES) await file.read(trailer, 0, TRAILER_BYTES, size - TRAILER_BYTES);
    const length = trailer.readUInt32BE(0);
    if (!trailer.subarray(4).equals(TRAILER_MAGIC) || length > size - TRAILER_BYTES) {
      throw new BackupBroken('this is not a backup of Lorekeeper, or it was cut short');
    }
    const contentBytes = size - TRAILER_BYTES - length;
    const json = Buffer.alloc(length);
    await file.read(json, 0, length, contentBytes);
    return { facts: JSON.parse(json.toString()) as BackupFacts, contentBytes };
  } finally {
    await file.close();
  }
}
