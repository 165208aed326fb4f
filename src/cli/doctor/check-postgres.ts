import type { Config } from '../../config/config';
import { Database } from '../../database/database';
import { readSchemaState } from '../../database/schema/migrator';
import { Unreachable } from '../../database/unreachable';
import { JobsUnavailable } from '../../jobs/job';
import { PostgresJobs } from '../../jobs/postgres/postgres-jobs';
import { checkJobs } from './check-jobs';
import { ok, problem, warning, type Finding } from './finding';

/** The embedded one may have to make its files first; a given one is there or it is not. */
const UP_LIMIT_MS = { embedded: 60_000, given: 5000 };
const OLDEST = 12;

/** Whether Postgres can be reached, written to and searched, and how its schema is. */
export async function checkPostgres({ database: config, jobs }: Config): Promise<Finding[]> {
  if (config.mode === 'none') return [ok('Postgres', 'DATABASE_URL is "none": files only')];
  const name = config.mode === 'embedded' ? 'Embedded Postgres' : 'Postgres of DATABASE_URL';
  const replicas = Promise.all(config.replicas.map((address, i) => checkReplica(config, address, i + 1)));
  const database = new Database({ ...config, replicas: [] }, { migrate: false });
  database.start();
  try {
    await database.whenUp(UP_LIMIT_MS[config.mode]);
    const findings = [...(await checkServer(name, database)), await checkPool(database, config)];
    if (jobs === 'postgres') findings.push(...(await checkQueue(database)));
    return [...findings, ...(await replicas)];
  } catch (error) {
    const reason = error instanceof Unreachable ? error.reason : (error as Error).message;
    const todo = config.mode === 'embedded' ? EMBEDDED_TODO : GIVEN_TODO;
    return [problem(name, reason, todo), ...(await replicas)];
  } finally {
    await database.stop();
  }
}

/** Before the service's first start there is no table of jobs. */
async function checkQueue(database: Database): Promise<Finding[]> {
  try {
    return await checkJobs(new PostgresJobs(database));
  } catch (error) {
    if (!(error instanceof JobsUnavailable)) throw error;
    return [warning('Jobs', error.reason, 'Nothing, where the service was not started yet: it makes the tables.')];
  }
}

/** Reads go to the primary while a replica is away, so that nobody would notice it. */
async function checkReplica(config: Config['database'], address: Address, place: number): Promise<Finding> {
  const what = `Replica ${place} of DATABASE_REPLICA_URLS`;
  const replica = new Database({ ...config, mode: 'given', address, replicas: [] }, { migrate: false });
  replica.start();
  try {
    await replica.whenUp(UP_LIMIT_MS.given);
    return ok(what, 'reached');
  } catch (error) {
    const reason = error instanceof Unreachable ? error.reason : (error as Error).message;
    return problem(what, reason, 'All reads go to the primary meanwhile. Start it, or take it out of the list.');
  } finally {
    await replica.stop();
  }
}

/** Behind a pooler the server's own limit is the pooler's business. */
async function checkPool(database: Database, { poolMax }: Config['database']): Promise<Finding> {
  const what = 'Connections';
  const [limits] = await database.read<{ most: number }>({
    text: `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most`,
  });
  const says = `DATABASE_POOL_MAX is ${poolMax}, the server takes ${limits?.most}`;
  if (!limits || database.pooled || poolMax <= limits.most) return ok(what, says);
  return problem(what, says, 'Lower DATABASE_POOL_MAX, raise max_connections, or put PgBouncer between.');
}

type Address = Config['database']['replicas'][number];

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
