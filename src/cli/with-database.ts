import { readConfig } from '../config/read-environment';
import { Database } from '../database/database';
import { Unreachable } from '../database/unreachable';
import { UsageError } from './usage-error';

const UP_LIMIT_MS = 60_000;

/** Lends the configured database once it can be used, and closes it afterwards. Throws UsageError where there is none. */
export async function withDatabase<T>(
  options: { migrate: boolean },
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { database: config } = readConfig();
  if (config.mode === 'none') throw new UsageError('DATABASE_URL is "none": there is no database');
  const database = new Database(config, options);
  database.start();
  try {
    await database.whenUp(UP_LIMIT_MS);
    return await work(database);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    throw new UsageError(`Postgres cannot be used: ${error.reason}`, { cause: error });
  } finally {
    await database.stop();
  }
}
