import type { PoolClient, QueryResultRow } from 'pg';
import type { ConnectionPool } from './connection-pool';
import { judge } from './error-policy';
import type { Statement } from './statement';
import { Unreachable } from './unreachable';

export interface TransactionOptions {
  /** Aborted: the connection is cut and everything rolls back. */
  signal?: AbortSignal;
  /** For one statement; what takes longer is cut off. */
  statementMs?: number;
  /** For a free connection. */
  acquireMs?: number;
  isolation?: 'READ COMMITTED' | 'REPEATABLE READ';
  readOnly?: boolean;
}

/** One open transaction: statements on one connection, one after the other in the order in which they are asked. */
export interface Transaction {
  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  run(statement: Statement): Promise<{ rows: QueryResultRow[]; rowCount: number }>;
  /** For COPY, which streams on the connection itself. */
  readonly client: PoolClient;
  readonly signal: AbortSignal;
}

const DEFAULT_STATEMENT_MS = 120_000;
const DEFAULT_ACQUIRE_MS = 5_000;

/** Runs work between BEGIN and COMMIT on one connection, which is cut rather than reused after anything unclear. */
export async function runTransaction<T>(
  pool: ConnectionPool,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const { statementMs = DEFAULT_STATEMENT_MS, acquireMs = DEFAULT_ACQUIRE_MS } = options;
  const signal = options.signal ?? new AbortController().signal;
  signal.throwIfAborted();
  const client = await pool.take(acquireMs);
  let broken = false;
  const abort = () => {
    broken = true;
    pool.giveBack(client, true);
  };
  signal.addEventListener('abort', abort, { once: true });
  let last: Promise<unknown> = Promise.resolve();
  const run = async (statement: Statement) => {
    // The driver takes one at a time.
    const answer = last.then(() => {
      signal.throwIfAborted();
      return pool.queryOn(client, statement, statementMs);
    });
    last = answer.catch(() => undefined);
    const { rows, rowCount } = await answer;
    return { rows, rowCount: rowCount ?? 0 };
  };
  const tx: Transaction = {
    client,
    signal,
    run,
    query: async <R extends QueryResultRow>(text: string, values?: unknown[]) =>
      (await run({ text, values })).rows as R[],
  };
  try {
    await tx.query(beginOf(options));
    const result = await work(tx);
    await tx.query('COMMIT');
    return result;
  } catch (error) {
    broken ||= judge(error) === 'unreachable' || !(await rolledBack(pool, client));
    if (signal.aborted) throw signal.reason;
    throw error instanceof Unreachable || judge(error) !== 'unreachable' ? error : wrap(error);
  } finally {
    signal.removeEventListener('abort', abort);
    pool.giveBack(client, broken);
  }
}

function wrap(error: unknown): Unreachable {
  return new Unreachable('the connection was lost in a transaction', { cause: error });
}

function beginOf({ isolation, readOnly }: TransactionOptions): string {
  return ['BEGIN', isolation ? `ISOLATION LEVEL ${isolation}` : '', readOnly ? 'READ ONLY' : ''].join(' ').trim();
}

async function rolledBack(pool: ConnectionPool, client: PoolClient): Promise<boolean> {
  return pool.queryOn(client, { text: 'ROLLBACK' }, 2000).then(
    () => true,
    () => false,
  );
}
