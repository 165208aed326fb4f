import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { packPart, PACKING } from '../directory-pack';
import type { Transaction } from '../transaction';
import { LoadFailed, type LoadSource } from './load-source';

/** Parts that are packed side by side and written by one statement. */
const PARTS_AT_ONCE = 8;
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
  fresh: Piece[];
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
  for (let from = 0; from < fresh.length; from += PARTS_AT_ONCE) {
    await writeParts(tx, source, fresh.slice(from, from + PARTS_AT_ONCE));
  }
}

/** Compares the pieces with what is published. With `anew` no part is kept. */
export async function planDirectory(tx: Transaction, source: LoadSource, anew: boolean): Promise<DirectoryPlan> {
  const present = anew ? new Map<string, StoredPart[]>() : await readParts(tx, source.universe);
  const plan: DirectoryPlan = { kept: [], fresh: [] };
  let part = 0;
  let hashed = 0;
  for (const bytes of source.directoryPieces()) {
    const hash = createHash('sha256').update(PACKING).update(bytes).digest();
    const found = present.get(hash.toString('hex'))?.shift();
    // Parts of the same key never change places: two of them would have the same number for a moment.
    if (found && (found.key !== source.key || found.part === part)) plan.kept.push({ ...found, goes: part });
    else plan.fresh.push({ part, bytes, hash });
    part++;
    hashed += bytes.length;
    if (hashed < TURN_BYTES) continue;
    hashed = 0;
    await turn();
  }
  return plan;
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

async function writeParts(tx: Transaction, { universe, key }: LoadSource, pieces: Piece[]): Promise<void> {
  const packed = await Promise.all(pieces.map(({ bytes }) => packPart(bytes)));
  const rows = pieces.map((_, i) => `($1, $2, $${3 * i + 3}, $${3 * i + 4}, $${3 * i + 5})`);
  await tx.query(
    `INSERT INTO public.lorekeeper_dataset_files (universe, key, part, bytes, hash) VALUES ${rows.join(', ')}`,
    [universe, key, ...pieces.flatMap(({ part, hash }, i) => [part, packed[i], hash])],
  );
}
