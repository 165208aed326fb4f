import type { DataSource, QueryRunner } from 'typeorm';
import type { ConnectionSettings } from '../connection-settings';
import { loadDriver } from '../driver';
import { openDataSource } from './data-source';
import { MIGRATIONS, MIGRATIONS_TABLE, TABLES } from './migrations';

/** Runs SQL on whatever connection the caller has. */
export type Ask = <R>(text: string, values: unknown[]) => Promise<R[]>;

export interface SchemaState {
  /** Names of migrations, oldest first. */
  applied: string[];
  pending: string[];
  /** Applied by a newer version of this program. */
  unknown: string[];
  /** Tables that should be there and are not. */
  missing: string[];
}

/** Any constant, the same for all versions: whoever migrates holds this lock. */
const MIGRATION_LOCK = 5_277_001;

/** Compares the schema with what this version knows. One or two cheap statements. */
export async function readSchemaState(ask: Ask): Promise<SchemaState> {
  const names = [MIGRATIONS_TABLE, ...TABLES];
  const missing = (
    await ask<{ name: string }>(
      `SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass('public.' || name) IS NULL`,
      [names],
    )
  ).map(({ name }) => name);
  const applied = missing.includes(MIGRATIONS_TABLE)
    ? []
    : (await ask<{ name: string }>(`SELECT name FROM public.${MIGRATIONS_TABLE} ORDER BY timestamp, id`, [])).map(
        ({ name }) => name,
      );
  const known = MIGRATIONS.map(({ name }) => name);
  return {
    applied,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
    missing: missing.filter((name) => name !== MIGRATIONS_TABLE),
  };
}

/**
 * Applies and reverts migrations in one transaction under a lock, so that any number of instances may try at once,
 * also behind a pooler in transaction mode.
 */
export class Migrator {
  constructor(private readonly settings: ConnectionSettings) {}

  /** Applies what is pending, and makes tables anew that somebody dropped. Gives the names it applied. */
  async run(): Promise<string[]> {
    return this.locked(async (runner) => {
      const state = await readSchemaState(askThrough(runner));
      if (state.unknown.length > 0) return [];
      const todo =
        state.missing.length > 0 ? MIGRATIONS : MIGRATIONS.filter(({ name }) => state.pending.includes(name));
      for (const migration of todo) await new migration().up(runner);
      const added = todo.filter(({ name }) => state.pending.includes(name));
      for (const { name } of added) await record(runner, name);
      return added.map(({ name }) => name);
    });
  }

  /** Takes the newest migration back; null where there is none. Tables of another program stay. */
  async revert(): Promise<string | null> {
    return this.locked(async (runner) => {
      const { applied } = await readSchemaState(askThrough(runner));
      const last = MIGRATIONS.findLast(({ name }) => applied.includes(name));
      if (!last) return null;
      await new last().down(runner);
      await runner.query(`DELETE FROM public.${MIGRATIONS_TABLE} WHERE name = $1`, [last.name]);
      return last.name;
    });
  }

  private async locked<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const source = await openDataSource(await loadDriver(), this.settings);
    try {
      return await inTransaction(source, async (runner) => {
        await runner.query(`SET LOCAL lock_timeout = '30s'`);
        // Must come first, so that everything after sees what a concurrent migration did.
        await runner.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
        await runner.query(
          `CREATE TABLE IF NOT EXISTS public.${MIGRATIONS_TABLE}
             (id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL)`,
        );
        return work(runner);
      });
    } finally {
      await source.destroy();
    }
  }
}

async function inTransaction<T>(source: DataSource, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
  const runner = source.createQueryRunner();
  try {
    await runner.startTransaction();
    const result = await work(runner);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

function askThrough(runner: QueryRunner): Ask {
  return (text, values) => runner.query(text, values);
}

async function record(runner: QueryRunner, name: string): Promise<void> {
  const timestamp = Number(/\d{13}$/.exec(name)?.[0] ?? 0);
  await runner.query(`INSERT INTO public.${MIGRATIONS_TABLE} (timestamp, name) VALUES ($1, $2)`, [timestamp, name]);
}
