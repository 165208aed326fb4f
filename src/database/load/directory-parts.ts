import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import pLimit from 'p-limit';
import { packPart, PACKING } from '../directory-pack';
import type { Transaction } from '../transaction';
import { copyIn } from './copy-in';
import { LoadFailed, type LoadSource } from './load-source';

/** Parts that are packed side by side. */
const PARTS_AT_ONCE = 4;
/** Parts that are packed before they are asked for, while the server is busy with the rows. */
const PARTS_AHEAD = 128;
/** Signature, flags and header extension of a binary COPY stream. */
const COPY_HEADER = Buffer.from(`PGCOPY\n\xff\r\n\0${'\0'.repeat(8)}`, 'latin1');
/** Its end: a row of -1 columns. */
const COPY_TRAILER = int16(-1);
/** Bytes that are hashed before other work gets its turn. */
const TURN_BYTES = 1 << 20;

interface Piece {
  part: number;
  bytes: Buffer;
  hash: Buffer;
}

interface StoredPart {
  key: string;
  part: number;
}

/** Which pieces of a directory are published already, each as a part that gets another number at most. */
export interface DirectoryPlan {
  kept: (StoredPart & { goes: number })[];
  fresh: PackedPieces;
}

/** Pieces as they are packed: the first ones at once, each other one as an earlier one is taken. */
class PackedPieces {
  private readonly packing = pLimit(PARTS_AT_ONCE);
  private readonly packed: Promise<Buffer>[] = [];

  constructor(private readonly pieces: Piece[]) {
    for (const piece of pieces.slice(0, PARTS_AHEAD)) this.pack(piece);
  }

  get count(): number {
    return this.pieces.length;
  }

  async *take(): AsyncGenerator<Piece & { packed: Buffer }> {
    for (const [place, piece] of this.pieces.entries()) {
      const next = this.pieces[place + PARTS_AHEAD];
      if (next) this.pack(next);
      yield { ...piece, packed: await this.packed.shift()! };
    }
  }

  private pack({ bytes }: Piece): void {
    const packed = this.packing(() => packPart(bytes));
    // Whoever takes it sees the failure.
    packed.catch(() => undefined);
    this.packed.push(packed);
  }
}

/** Makes the published directory that of a dataset; parts that hold the right piece stay as they lie. */
export async function writeDirectory(tx: Transaction, source: LoadSource, plan: DirectoryPlan): Promise<void> {
  const { universe, key } = source;
  const { kept, fresh } = plan;
  const places = [kept.map((part) => part.key), kept.map(({ part }) => part)];
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
    values: [universe, key, ...places, kept.map(({ goes }) => goes)],
  });
  if (rowCount !== kept.length) {
    throw new LoadFailed('ROWS_REFUSED', 'the directory was changed by somebody else during the load');
  }
  const sql = 'COPY public.lorekeeper_dataset_files (universe, key, part, hash, bytes) FROM STDIN (FORMAT binary)';
  await copyIn(tx.client, sql, rowsOf(source, fresh));
}

/** Compares the pieces with what is published. With `anew` no part is kept. */
export async function planDirectory(tx: Transaction, source: LoadSource, anew: boolean): Promise<DirectoryPlan> {
  const present = anew ? new Map<string, StoredPart[]>() : await readParts(tx, source.universe);
  const kept: DirectoryPlan['kept'] = [];
  const fresh: Piece[] = [];
  let part = 0;
  let hashed = 0;
  for (const bytes of source.directoryPieces()) {
    const hash = createHash('sha256').update(PACKING).update(bytes).digest();
    const found = present.get(hash.toString('hex'))?.shift();
    // Parts of the same key never change places: two of them would have the same number for a moment.
    if (found && (found.key !== source.key || found.part === part)) kept.push({ ...found, goes: part });
    else fresh.push({ part, bytes, hash });
    part++;
    hashed += bytes.length;
    if (hashed < TURN_BYTES) continue;
    hashed = 0;
    await turn();
  }
  return { kept, fresh: new PackedPieces(fresh) };
}

/** Where the parts lie, by the hash of what they hold; those of earlier versions have none. */
async function readParts(tx: Transaction, universe: string): Promise<Map<string, StoredPart[]>> {
  const rows = await tx.query<StoredPart & { hash: string }>(
    `SELECT key, part, encode(hash, 'hex') AS hash FROM public.lorekeeper_dataset_files
      WHERE universe = $1 AND hash IS NOT NULL ORDER BY key, part`,
    [universe],
  );
  const parts = new Map<string, StoredPart[]>(rows.map(({ hash }) => [hash, []]));
  for (const { key, part, hash } of rows) parts.get(hash)?.push({ key, part });
  return parts;
}

/** Parts as a binary COPY stream. */
async function* rowsOf({ universe, key }: LoadSource, fresh: PackedPieces): AsyncGenerator<Buffer> {
  yield COPY_HEADER;
  const same = [int16(5), ...field(Buffer.from(universe)), ...field(Buffer.from(key))];
  for await (const { part, hash, packed } of fresh.take()) {
    yield Buffer.concat([...same, ...field(int32(part)), ...field(hash), int32(packed.length)]);
    yield packed;
  }
  yield COPY_TRAILER;
}

function field(value: Buffer): [Buffer, Buffer] {
  return [int32(value.length), value];
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}
