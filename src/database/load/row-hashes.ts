import type { Transaction } from '../transaction';

const ENTRY_BYTES = 16;

/** What `wiki_articles` holds of a universe: ids, and the hash of each row's content. */
export class RowHashes {
  private readonly entries = new Map<number, number>();

  /** `bytes`: id and hash of one row after the other, 8 bytes each. */
  constructor(private readonly bytes: Buffer) {
    for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
      this.entries.set(bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4), at + 8);
    }
  }

  get size(): number {
    return this.entries.size;
  }

  ids(): IterableIterator<number> {
    return this.entries.keys();
  }

  has(id: number): boolean {
    return this.entries.has(id);
  }

  /** Whether the row of this id has the hash that lies at `at` in `tuple`. */
  matches(id: number, tuple: Buffer, at: number): boolean {
    const own = this.entries.get(id);
    return (
      own !== undefined &&
      this.bytes.readInt32BE(own) === tuple.readInt32BE(at) &&
      this.bytes.readInt32BE(own + 4) === tuple.readInt32BE(at + 4)
    );
  }
}

/** Reads all ids and hashes as one value: a row each would be most of the cost. Rows of another program hash to 0. */
export async function readRowHashes(tx: Transaction, universe: string): Promise<RowHashes> {
  const rows = await tx.query<{ bytes: string | null }>(
    `SELECT encode(string_agg(int8send(id) || int8send(coalesce(row_hash, 0)), ''), 'base64') AS bytes
       FROM public.wiki_articles WHERE universe = $1`,
    [universe],
  );
  return new RowHashes(Buffer.from(rows[0]?.bytes ?? '', 'base64'));
}
