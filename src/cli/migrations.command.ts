import type { Database } from '../database/database';
import { DatasetRepository } from '../database/repositories/dataset.repository';
import { Migrator, readSchemaState, type SchemaState } from '../database/schema/migrator';
import { DATASET_VERSION } from '../dataset/dataset-info';
import { readOptions } from './read-options';
import { UsageError } from './usage-error';
import { withDatabase } from './with-database';

const HELP = `Usage: npm run migrate | migrate:revert | migrate:status

migrate          applies the database migrations that are pending (the service does so by itself at every start)
migrate:revert   takes the newest one back
migrate:status   lists them; exit 1 while any is pending

Works on the database of DATABASE_URL, or on the embedded one.`;

/** `npm run migrate`. */
export function migrateCommand(argv: string[]): Promise<void> {
  return run(argv, async (database) => {
    refuseNewer(await stateOf(database));
    const applied = await new Migrator(database.getSettings()).run();
    for (const name of applied) console.log(`Applied ${name}`);
    console.log(applied.length === 0 ? 'Nothing was pending' : `Migrations applied: ${applied.length}`);
  });
}

/** `npm run migrate:revert`. */
export function revertCommand(argv: string[]): Promise<void> {
  return run(argv, async (database) => {
    const state = await stateOf(database);
    refuseNewer(state);
    if (!state.missing.includes('lorekeeper_datasets')) await refuseNewerData(database);
    const others = await countOtherSessions(database);
    const reverted = await new Migrator(database.getSettings()).revert();
    console.log(reverted === null ? 'Nothing to revert' : `Reverted ${reverted}`);
    if (others > 0) console.log('Lorekeeper is connected to this database: a running service applies it again at once');
  });
}

/** `npm run migrate:status`. Exit 1 while any is pending. */
export function statusCommand(argv: string[]): Promise<void> {
  return run(argv, async (database) => {
    const { applied, pending, unknown, missing } = await stateOf(database);
    for (const name of applied) console.log(`[${unknown.includes(name) ? '?' : 'X'}] ${name}`);
    for (const name of pending) console.log(`[ ] ${name}`);
    if (unknown.length > 0) console.log('? was applied by a newer version of Lorekeeper, which this one leaves alone');
    if (missing.length > 0) console.log(`Missing tables, which "npm run migrate" makes anew: ${missing.join(', ')}`);
    if (pending.length > 0 || missing.length > 0) process.exitCode = 1;
  });
}

async function run(argv: string[], work: (database: Database) => Promise<void>): Promise<void> {
  if (readOptions(argv, HELP, {})) await withDatabase({ migrate: false }, work);
}

function stateOf(database: Database): Promise<SchemaState> {
  const ask = async <R>(text: string, values: unknown[]) => (await database.read({ text, values })) as R[];
  return readSchemaState(ask);
}

/** What a newer version published would be dropped, or made anew by older rules. */
async function refuseNewerData(database: Database): Promise<void> {
  const newer = await new DatasetRepository(database).listNewerThan(DATASET_VERSION);
  if (newer.length === 0) return;
  throw new UsageError(
    `A newer version of Lorekeeper has published ${newer.join(', ')} in this database: revert with that version, or ` +
      'stop it and load these universes anew with this one first (npm run cache:migrate -- --universe ID --force)',
  );
}

/** Sessions that are older than the first one of this process. */
async function countOtherSessions(database: Database): Promise<number> {
  const [row] = await database.askOnWatch<{ n: number }>(
    `SELECT count(*) AS n FROM pg_stat_activity
      WHERE application_name = 'lorekeeper' AND datname = current_database()
        AND backend_start < (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())`,
    [],
  );
  return row?.n ?? 0;
}

function refuseNewer({ unknown }: SchemaState): void {
  if (unknown.length === 0) return;
  throw new UsageError(`The database was migrated by a newer version (${unknown.join(', ')}); use that one`);
}
