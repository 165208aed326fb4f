import { Injectable } from '@nestjs/common';
import { Database } from '../database';
import { LONG_PATIENCE } from '../statement';
import type { Transaction } from '../transaction';

/** What one dataset changed of the one before it, packed. */
export interface ChangeRow {
  from: string;
  to: string;
  /** Milliseconds since 1970. */
  at: number;
  changes: Buffer;
}

/** How many are kept of a universe. */
const KEPT = 10;

/** What the last publications changed, shared by all instances. */
@Injectable()
export class ChangeRepository {
  constructor(private readonly database: Database) {}

  /** Without the changes themselves. Throws Unreachable. */
  async list(universe: string): Promise<Omit<ChangeRow, 'changes'>[]> {
    return this.database.read<Omit<ChangeRow, 'changes'>>({
      text: 'SELECT from_key AS "from", to_key AS "to", at FROM public.lorekeeper_changes WHERE universe = $1',
      values: [universe],
    });
  }

  /** Null where it is gone. Throws Unreachable. */
  async read(universe: string, { from, to }: Pick<ChangeRow, 'from' | 'to'>): Promise<Buffer | null> {
    const [row] = await this.database.read<{ changes: string }>(
      {
        text: `SELECT encode(changes, 'base64') AS changes FROM public.lorekeeper_changes
                WHERE universe = $1 AND from_key = $2 AND to_key = $3`,
        values: [universe, from, to],
      },
      null,
      LONG_PATIENCE,
    );
    return row ? Buffer.from(row.changes, 'base64') : null;
  }

  /** Adds what is not there yet, and removes what is too old. Throws Unreachable. */
  async add(universe: string, rows: readonly ChangeRow[]): Promise<void> {
    await this.database.transaction((tx) => writeChanges(tx, universe, rows));
  }
}

/** As `add`, within a transaction. */
export async function writeChanges(tx: Transaction, universe: string, rows: readonly ChangeRow[]): Promise<void> {
  for (const { from, to, at, changes } of rows) {
    await tx.query(
      `INSERT INTO public.lorekeeper_changes (universe, from_key, to_key, at, changes) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING`,
      [universe, from, to, at, changes],
    );
  }
  await tx.query(
    `DELETE FROM public.lorekeeper_changes WHERE universe = $1 AND (from_key, to_key) NOT IN (
       SELECT from_key, to_key FROM public.lorekeeper_changes WHERE universe = $1 ORDER BY at DESC LIMIT $2)`,
    [universe, KEPT],
  );
}
