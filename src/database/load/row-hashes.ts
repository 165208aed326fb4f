import { endianness } from 'node:os';
import { inTurns, type Steps } from '../../event-loop/steps';
import type { Transaction } from '../transaction';

/** Of one row: the upper and the lower half of its id, then those of its hash. */
const ENTRY_WORDS = 4;
/** Entries that are put into the table at once, in well under a millisecond. */
const ENTRIES_AT_ONCE = 4096;
const IS_LITTLE_ENDIAN = endianness() === 'LE';

/** Path of the downloaded image by URL; null where it is downloaded but its path is not known. */
export type CachedImages = Map<string, string | null>;

/** What `wiki_articles` holds of a universe: ids, and the hash of each row's content, by a number for each row. */
export class RowHashes {
  /** Open addressing; a slot holds an entry's number + 1, 0 is free. A Map of so many numbers takes ten times as long. */
  private readonly slots: Uint32Array;
  readonly size: number;

  private constructor(private readonly words: Int32Array) {
    this.size = words.length / ENTRY_WORDS;
    this.slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * this.size + 2)));
  }

  /** `bytes`: id and hash of one row after the other, 8 bytes each, the highest first. */
  static async of(bytes: Buffer): Promise<RowHashes> {
    const words = new Int32Array(bytes.length / 4);
    const own = Buffer.from(words.buffer);
    bytes.copy(own);
    if (IS_LITTLE_ENDIAN) own.swap32();
    const hashes = new RowHashes(words);
    await inTurns(hashes.fill());
    return hashes;
  }

  id(entry: number): number {
    const at = entry * ENTRY_WORDS;
    return this.words[at]! * 0x1_0000_0000 + (this.words[at + 1]! >>> 0);
  }

  /** The number of the row with this id, or -1. */
  find(id: number): number {
    return this.slots[this.slotOf(Math.floor(id / 0x1_0000_0000) | 0, id | 0)]! - 1;
  }

  /** Whether the row has the hash of these halves. */
  matches(entry: number, high: number, low: number): boolean {
    const at = entry * ENTRY_WORDS + 2;
    return this.words[at] === high && this.words[at + 1] === low;
  }

  private *fill(): Steps<void> {
    for (let from = 0; from < this.size; from += ENTRIES_AT_ONCE) {
      this.enter(from, Math.min(this.size, from + ENTRIES_AT_ONCE));
      yield;
    }
  }

  private enter(from: number, to: number): void {
    const { slots, words } = this;
    for (let entry = from; entry < to; entry++) {
      const at = entry * ENTRY_WORDS;
      slots[this.slotOf(words[at]!, words[at + 1]!)] = entry + 1;
    }
  }

  /** The slot of the id of these halves, or the free one where it would be. */
  private slotOf(high: number, low: number): number {
    const { slots, words } = this;
    const mask = slots.length - 1;
    const mixed = Math.imul(low ^ high, 0x9e37_79b1);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      const at = (entry - 1) * ENTRY_WORDS;
      if (words[at + 1] === low && words[at] === high) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

/**
 * Reads all ids and hashes as one value, for a row each would be most of the cost, and which images the rows know to be
 * on disk, in the same scan. Rows of another program hash to 0. Both are joined texts and no JSON lists, so that the
 * server may share the scan out to its parallel workers.
 */
export async function readRowHashes(
  tx: Transaction,
  universe: string,
): Promise<{ present: RowHashes; images: CachedImages }> {
  const [row] = await tx.query<{ bytes: string | null; images: [string, string | null][] | null }>(
    `SELECT encode(string_agg(int8send(id) || int8send(coalesce(row_hash, 0)), ''), 'base64') AS bytes,
            ('[' || string_agg(json_build_array(image_url, image_cache_path)::text, ',')
                      FILTER (WHERE image_cached AND image_url IS NOT NULL) || ']')::json AS images
       FROM public.wiki_articles WHERE universe = $1`,
    [universe],
  );
  return { present: await RowHashes.of(Buffer.from(row?.bytes ?? '', 'base64')), images: new Map(row?.images ?? []) };
}
