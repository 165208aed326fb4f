import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { packPart, PACKING } from '../directory-pack';
import type { Transaction } from '../transaction';
import { COPY_HEADER, COPY_TRAILER, copyIn } from './copy-streams';
import { LoadFailed, type LoadSource } from './load-source';
import { readAhead } from './read-ahead';

const PACKED_AT_ONCE = 4;
const AHEAD_BYTES = 32 << 20;
/** Bytes that are hashed before other work gets its turn. */
const TURN_BYTES = 1 << 20;

interface Piece {
  part: number;
  bytes: Buffer;
  hash: Buffer;
}

interface KeptPart {
  key: string;
  from: number;
  to: number;
}

/** How the published directory becomes that of a dataset: one part a piece, each packed by itself. */
export interface DirectoryPlan {
  /** Parts that hold the right piece already; they get another number at most. */
  kept: KeptPart[];
  /** How many parts are written. */
  fresh: number;
  /** Those, as a binary COPY stream that is packed ahead. */
  stream: AsyncIterable<Buffer>;
}

/** Compares the pieces with what is published, and begins to pack those that are not. With `anew` none is kept. */
export async function planDirectory(tx: Transaction, source: LoadSource, anew: boolean): Promise<DirectoryPlan> {
  const present = anew ? new Map<string, StoredPart[]>() : await readParts(tx, source.universe);
  const kept: KeptPart[] = [];
  const fresh: Piece[] = [];
  let part = 0;
  let hashed = 0;
  for (const bytes of source.directoryPieces()) {
    const hash = createHash('sha256').update(PACKING).update(bytes).digest();
    const found = present.get(hash.toString('hex'))?.shift();
    // Parts of the same key never change places: two of them would have the same number for a moment.
    if (found && (found.key !== source.key || found.part === part)) kept.push({ ...found, from: found.part, to: part });
    else fresh.push({ part, bytes, hash });
    part++;
    hashed += bytes.length;
    if (hashed < TURN_BYTES) continue;
    hashed = 0;
    await turn();
  }
  return { kept, fresh: fresh.length, stream: readAhead(packed(source, fresh), AHEAD_BYTES) };
}

/** Carries the plan out. */
export async function writeDirectory(tx: Transaction, source: LoadSource, plan: DirectoryPlan): Promise<void> {
  const { universe, key } = source;
  const places = [plan.kept.map((kept) => kept.key), plan.kept.map(({ from }) => from)];
  await tx.query(
    `DELETE FROM public.lorekeeper_dataset_files
      WHERE universe = $1 AND (key, part) NOT IN (SELECT * FROM unnest($2::text[], $3::int[]))`,
    [universe, ...places],
  );
  // Without the bytes in it an update leaves them where they lie.
  const { rowCount } = await tx.run({
    text: `UPDATE public.lorekeeper_dataset_files AS f SET key = $2, part = kept.goes
             FROM unnest($3::text[], $4::int[], $5::int[]) AS kept (key, part, goes)
            WHERE f.universe = $1 AND f.key = kept.key AND f.part = kept.part`,
    values: [universe, key, ...places, plan.kept.map(({ to }) => to)],
  });
  const sql = `COPY public.lorekeeper_dataset_files (universe, key, part, bytes, hash) FROM STDIN (FORMAT binary)`;
  const written = await copyIn(tx.client, sql, plan.stream);
  if (rowCount !== plan.kept.length || written !== plan.fresh) {
    throw new LoadFailed(
      'ROWS_REFUSED',
      'the directory was changed by somebody else during the load; it is tried again',
    );
  }
}

interface StoredPart {
  key: string;
  part: number;
}

/** Where the parts lie, by the hash of what they hold; those of earlier versions have none. */
async function readParts(tx: Transaction, universe: string): Promise<Map<string, StoredPart[]>> {
  const rows = await tx.query<StoredPart & { hash: string }>(
    `SELECT key, part, encode(hash, 'hex') AS hash FROM public.lorekeeper_dataset_files
      WHERE universe = $1 AND hash IS NOT NULL ORDER BY key, part`,
    [universe],
  );
  const parts = new Map<string, StoredPart[]>();
  for (const { key, part, hash } of rows) {
    const same = parts.get(hash);
    if (same) same.push({ key, part });
    else parts.set(hash, [{ key, part }]);
  }
  return parts;
}

async function* packed(source: LoadSource, pieces: readonly Piece[]): AsyncGenerator<Buffer> {
  yield COPY_HEADER;
  const waiting: Promise<Buffer>[] = [];
  for (const piece of pieces) {
    const tuple = packPart(piece.bytes).then((bytes) => tupleOf(source, piece, bytes));
    // Whoever waits for it hears of a failure; perhaps nobody does any more.
    tuple.catch(() => undefined);
    waiting.push(tuple);
    if (waiting.length >= PACKED_AT_ONCE) yield* waiting.splice(0, 1);
  }
  yield* waiting;
  yield COPY_TRAILER;
}

function tupleOf({ universe, key }: LoadSource, { part, hash }: Piece, bytes: Buffer): Buffer {
  const count = Buffer.alloc(2);
  count.writeInt16BE(5);
  const number = Buffer.alloc(4);
  number.writeInt32BE(part);
  const fields = [Buffer.from(universe), Buffer.from(key), number, bytes, hash];
  return Buffer.concat([count, ...fields.flatMap((field) => [lengthOf(field), field])]);
}

function lengthOf(field: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(field.length);
  return length;
}
