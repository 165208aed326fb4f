import { inTurns, type Steps } from '../../event-loop/steps';
import type { Transaction } from '../transaction';
import type { KnownRows, TableSource } from './load-source';

/** What must be done to make the table hold a dataset. */
export interface RowsDiff {
  /** 1 for each row, by its number, that must be written. */
  wanted: Uint8Array;
  created: number;
  updated: number;
  unchanged: number;
  /** Ids of rows that are written anew. */
  replaced: number[];
  /** Ids of rows that the dataset no longer has. */
  vanished: number[];
}

/** Of one row: its id and the hash of its content, the highest byte first. */
const ENTRY_BYTES = 16;
/** Rows that are compared at once, in well under a millisecond. */
const ROWS_AT_ONCE = 2048;

/** Compares a table with what a dataset says of it, by row hashes. With `rewrite`, equal rows count as updated and are written. */
export async function compareRows(
  tx: Transaction,
  universe: string,
  { table, hashColumn, rows }: TableSource,
  rewrite: boolean,
): Promise<RowsDiff> {
  // One value for all, for a row each would be most of the cost. Rows of another program hash to 0.
  const [row] = await tx.query<{ entries: string | null }>(
    `SELECT encode(string_agg(int8send(id) || int8send(coalesce(${hashColumn}, 0)), ''), 'base64') AS entries
       FROM public.${table} WHERE universe = $1`,
    [universe],
  );
  return inTurns(compared(rows, Buffer.from(row?.entries ?? '', 'base64'), rewrite));
}

function* compared(rows: KnownRows, present: Buffer, rewrite: boolean): Steps<RowsDiff> {
  const places = new Map<number, number>();
  for (let at = 0; at < present.length; at += ENTRY_BYTES) {
    places.set(present.readInt32BE(at) * 2 ** 32 + present.readUInt32BE(at + 4), at);
    if (places.size % ROWS_AT_ONCE === 0) yield;
  }
  const wanted = new Uint8Array(rows.count);
  const replaced: number[] = [];
  let created = 0;
  for (let number = 0; number < rows.count; number++) {
    if (number % ROWS_AT_ONCE === 0) yield;
    const id = rows.id(number);
    const at = places.get(id);
    if (at === undefined) created++;
    else {
      places.delete(id);
      const isEqual =
        present.readInt32BE(at + 8) === rows.hashHigh(number) && present.readInt32BE(at + 12) === rows.hashLow(number);
      if (isEqual && !rewrite) continue;
      replaced.push(id);
    }
    wanted[number] = 1;
  }
  const updated = replaced.length;
  const unchanged = rows.count - created - updated;
  return { wanted, created, updated, unchanged, replaced, vanished: [...places.keys()] };
}
