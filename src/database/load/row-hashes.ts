import type { Transaction } from '../transaction';

const ENTRY_BYTES = 16;

/** Path of the downloaded image by URL; null where it is downloaded but its path is not known. */
export type CachedImages = Map<string, string | null>;

/** What `wiki_articles` holds of a universe: ids, and the hash of each row's content, by a number for each row. */
export class RowHashes {
  private readonly entries = new Map<number, number>();

  /** `bytes`: id and hash of one row after the other, 8 bytes each. */
  constructor(private readonly bytes: Buffer) {
    for (let entry = 0; entry < bytes.length / ENTRY_BYTES; entry++) this.entries.set(this.id(entry), entry);
  }

  get size(): number {
    return this.entries.size;
  }

  id(entry: number): number {
    const at = entry * ENTRY_BYTES;
    return this.bytes.readInt32BE(at) * 0x1_0000_0000 + this.bytes.readUInt32BE(at + 4);
  }

  /** The number of the row with this id. */
  find(id: number): number | undefined {
    return this.entries.get(id);
  }

  /** Whether the row has the hash whose halves lie at `at` and behind it. */
  matches(entry: number, hashes: Int32Array, at: number): boolean {
    const own = entry * ENTRY_BYTES + 8;
    return this.bytes.readInt32BE(own) === hashes[at] && this.bytes.readInt32BE(own + 4) === hashes[at + 1];
  }
}

/** Whether the table holds anything of the universe. */
export async function hasRows(tx: Transaction, universe: string): Promise<boolean> {
  const [row] = await tx.query<{ any: boolean }>(
    'SELECT EXISTS (SELECT FROM public.wiki_articles WHERE universe = $1) AS any',
    [universe],
  );
  return row?.any === true;
}

/**
 * Reads all ids and hashes as one value, for a row each would be most of the cost, and which images the rows know to be
 * on disk, in the same scan. Rows of another program hash to 0.
 */
export async function readRowHashes(
  tx: Transaction,
  universe: string,
): Promise<{ present: RowHashes; images: CachedImages }> {
  const [row] = await tx.query<{ bytes: string | null; images: [string, string | null][] | null }>(
    `SELECT encode(string_agg(int8send(id) || int8send(coalesce(row_hash, 0)), ''), 'base64') AS bytes,
            json_agg(json_build_array(image_url, image_cache_path))
              FILTER (WHERE image_cached AND image_url IS NOT NULL) AS images
       FROM public.wiki_articles WHERE universe = $1`,
    [universe],
  );
  return { present: new RowHashes(Buffer.from(row?.bytes ?? '', 'base64')), images: new Map(row?.images ?? []) };
}
