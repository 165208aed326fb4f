import type { ArticleText } from '../universe/section';
import { packText, PackedText } from './text-pack';

/** Columns of the table `wiki_texts`; the texts file holds its tuples as a binary COPY stream, like the rows file. */
export const TEXT_COLUMNS = ['universe', 'id', 'text_hash', 'packed'] as const;

const HASH_BYTES = 8;

/** The tuple of an article's text. */
export function encodeText(universe: string, id: number, text: ArticleText, sourceUrl: string | null): Buffer {
  const { packed, digest } = packText(text, sourceUrl);
  const name = Buffer.from(universe);
  const head = Buffer.alloc(2 + 4 + name.length + 12 + 12 + 4);
  let at = head.writeInt16BE(TEXT_COLUMNS.length, 0);
  at = head.writeInt32BE(name.length, at);
  at += name.copy(head, at);
  at = head.writeInt32BE(8, at);
  const high = Math.floor(id / 0x1_0000_0000);
  at = head.writeInt32BE(high, at);
  at = head.writeUInt32BE(id - high * 0x1_0000_0000, at);
  at = head.writeInt32BE(HASH_BYTES, at);
  at += digest.copy(head, at);
  head.writeInt32BE(packed.length, at);
  return Buffer.concat([head, packed]);
}

/** The upper and the lower half of the text's hash that stands in a tuple; null where it is none. */
export function textHashOf(tuple: Buffer): { high: number; low: number } | null {
  const at = hashAt(tuple);
  return at === null ? null : { high: tuple.readInt32BE(at), low: tuple.readInt32BE(at + 4) };
}

/** Whether a tuple still is what was packed. */
export function isIntactText(tuple: Buffer): boolean {
  const at = hashAt(tuple);
  return at !== null && PackedText.isIntact(tuple.subarray(at + HASH_BYTES + 4));
}

/** The text of a tuple; null where it is damaged. */
export function textOfTuple(tuple: Buffer): PackedText | null {
  const at = hashAt(tuple);
  return at === null ? null : PackedText.open(tuple.subarray(at + HASH_BYTES + 4));
}

function hashAt(tuple: Buffer): number | null {
  if (tuple.length < 6) return null;
  const at = 6 + tuple.readInt32BE(2) + 12 + 4;
  return at > 0 && at + HASH_BYTES + 4 <= tuple.length ? at : null;
}
