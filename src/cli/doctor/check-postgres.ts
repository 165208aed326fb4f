import type { Config } from '../../config/config';
import { Database } from '../../database/database';
import { readSchemaState } from '../../database/schema/migrator';
import { Unreachable } from '../../database/unreachable';
import { ok, problem, warning, type Finding } from './finding';

/** The embedded one may have to make its files first; a given one is there or it is not. */
const UP_LIMIT_MS = { embedded: 60_000, given: 5000 };
const OLDEST = 12;

/** Whether Postgres can be reached, written to and searched, and how its schema is. */
export async function checkPostgres(config: Config['database']): Promise<Finding[]> {
  if (config.mode === 'none') return [ok('Postgres', 'DATABASE_URL is "none": files only')];
  const name = config.mode === 'embedded' ? 'Embedded Postgres' : 'Postgres of DATABASE_URL';
  const database = new Database({ ...config, replicas: [] }, { migrate: false });
  database.start();
  try {
    await database.whenUp(UP_LIMIT_MS[config.mode]);
    return await checkServer(name, database);
  } catch (error) {
    const reason = error instanceof Unreachable ? error.reason : (error as Error).message;
    return [problem(name, reason, config.mode === 'embedded' ? EMBEDDED_TODO : GIVEN_TODO)];
  } finally {
    await database.stop();
  }
}

const EMBEDDED_TODO =
  'Files are served meanwhile. Run npm ci without --omit=optional, or set DATABASE_URL to a server.';
const GIVEN_TODO = 'Files are served meanwhile. Correct DATABASE_URL, or start that server and let this host reach it.';

async function checkServer(name: string, database: Database): Promise<Finding[]> {
  const findings: Finding[] = [];
  const major = Math.floor((database.serverVersion ?? 0) / 10_000);
  findings.push(
    major >= OLDEST
      ? ok(name, `version ${major}${database.pooled ? ', behind a pooler in transaction mode' : ''}`)
      : problem(name, `version ${major}`, `Use version ${OLDEST} or newer.`),
  );
  if (database.state === 'read_only') {
    findings.push(
      warning(
        'Rights',
        'this server is read-only: it is read from, nothing is loaded',
        'Name the primary in DATABASE_URL.',
      ),
    );
    return findings;
  }
  findings.push(await checkSchema(database));
  findings.push(await checkRights(database));
  return findings;
}

async function checkSchema(database: Database): Promise<Finding> {
  const ask = async <R>(text: string, values: unknown[]) => (await database.read({ text, values })) as R[];
  const { applied, pending, unknown, missing } = await readSchemaState(ask);
  const what = 'Migrations';
  if (unknown.length > 0) {
    return problem(what, `a newer version made ${unknown.join(', ')}`, 'Run that version, or one that is newer.');
  }
  if (applied.length > 0 && missing.length > 0) {
    return warning(
      what,
      `tables are missing: ${missing.join(', ')}`,
      'Nothing: the service makes them anew at its next start.',
    );
  }
  if (pending.length > 0) {
    return warning(what, `pending: ${pending.join(', ')}`, 'Nothing: the service applies them at its start.');
  }
  return ok(what, `${applied.length} applied, none pending`);
}

async function checkRights(database: Database): Promise<Finding> {
  const [rights] = await database.read<{ may_create: boolean }>({
    text: `SELECT has_schema_privilege('public', 'CREATE') AS may_create`,
  });
  if (rights?.may_create) return ok('Rights', 'tables may be made');
  const todo = 'GRANT CREATE ON SCHEMA public to this user, or have the migrations applied by one who may.';
  return problem('Rights', 'the user may not make tables', todo);
}
