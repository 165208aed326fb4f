import type { Transaction } from '../transaction';
import { COPY_HEADER, copyOut } from './copy-streams';

/** field count, then two fields of a length and 8 bytes each. */
const TUPLE_BYTES = 26;
const NO_HASH_TUPLE_BYTES = 18;

/** What `wiki_articles` holds of a universe: id to row hash (null for rows that another program wrote). */
export async function readRowHashes(tx: Transaction, universe: string): Promise<Map<number, bigint | null>> {
  const hashes = new Map<number, bigint | null>();
  let rest: Buffer = Buffer.alloc(0);
  let first = true;
  const literal = `'${universe.replaceAll("'", "''")}'`;
  await copyOut(
    tx.client,
    `COPY (SELECT id, row_hash FROM public.wiki_articles WHERE universe = ${literal}) TO STDOUT (FORMAT binary)`,
    (chunk) => {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      let at = first ? COPY_HEADER.length : 0;
      if (bytes.length >= COPY_HEADER.length) first = false;
      else at = bytes.length + 1;
      for (let size = tupleBytes(bytes, at); size > 0; size = tupleBytes(bytes, at)) {
        const id = bytes.readInt32BE(at + 6) * 0x1_0000_0000 + bytes.readUInt32BE(at + 10);
        hashes.set(id, size === TUPLE_BYTES ? bytes.readBigInt64BE(at + 18) : null);
        at += size;
      }
      rest = at > bytes.length ? bytes : bytes.subarray(at);
    },
  );
  return hashes;
}

/** Bytes of the whole tuple at this place; 0 where it is cut or the stream ends. */
function tupleBytes(bytes: Buffer, at: number): number {
  if (at + NO_HASH_TUPLE_BYTES > bytes.length || bytes.readInt16BE(at) !== 2) return 0;
  if (bytes.readInt32BE(at + 14) === -1) return NO_HASH_TUPLE_BYTES;
  return at + TUPLE_BYTES <= bytes.length ? TUPLE_BYTES : 0;
}
