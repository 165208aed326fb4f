import { setImmediate as turn } from 'node:timers/promises';
import type { Transaction } from '../transaction';

const ENTRY_BYTES = 16;
/** Entries that are put into the table before other work gets its turn. */
const TURN_ENTRIES = 1 << 15;

/** Path of the downloaded image by URL; null where it is downloaded but its path is not known. */
export type CachedImages = Map<string, string | null>;

/** What `wiki_articles` holds of a universe: ids, and the hash of each row's content, by a number for each row. */
export class RowHashes {
  /** Open addressing; a slot holds an entry's number + 1, 0 is free. A Map of so many numbers takes ten times as long. */
  private readonly slots: Uint32Array;
  readonly size: number;

  private constructor(private readonly bytes: Buffer) {
    this.size = bytes.length / ENTRY_BYTES;
    this.slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * this.size + 2)));
  }

  /** `bytes`: id and hash of one row after the other, 8 bytes each. */
  static async of(bytes: Buffer): Promise<RowHashes> {
    const hashes = new RowHashes(bytes);
    for (let entry = 0; entry < hashes.size; entry++) {
      if (entry % TURN_ENTRIES === TURN_ENTRIES - 1) await turn();
      hashes.slots[hashes.slotOf(hashes.id(entry))] = entry + 1;
    }
    return hashes;
  }

  id(entry: number): number {
    const at = entry * ENTRY_BYTES;
    return this.bytes.readInt32BE(at) * 0x1_0000_0000 + this.bytes.readUInt32BE(at + 4);
  }

  /** The number of the row with this id, or -1. */
  find(id: number): number {
    return (this.slots[this.slotOf(id)] ?? 0) - 1;
  }

  /** Whether the row has the hash of these halves. */
  matches(entry: number, high: number, low: number): boolean {
    const at = entry * ENTRY_BYTES + 8;
    return this.bytes.readInt32BE(at) === high && this.bytes.readInt32BE(at + 4) === low;
  }

  /** The slot of an id, or the free one where it would be. */
  private slotOf(id: number): number {
    const mask = this.slots.length - 1;
    const mixed = Math.imul((id % 0x1_0000_0000) ^ Math.floor(id / 0x1_0000_0000), 0x9e37_79b1);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    for (let entry = this.slots[slot] ?? 0; entry !== 0; entry = this.slots[slot] ?? 0) {
      if (this.id(entry - 1) === id) break;
      slot = (slot + 1) & mask;
    }
    return slot;
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
  return { present: await RowHashes.of(Buffer.from(row?.bytes ?? '', 'base64')), images: new Map(row?.images ?? []) };
}
