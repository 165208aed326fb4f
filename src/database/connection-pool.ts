import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import type { ConnectionSettings } from './connection-settings';
import { within } from './deadline';
import { clientConfig, type Driver } from './driver';
import { judge } from './error-policy';
import type { Patience, Statement } from './statement';
import { Unreachable } from './unreachable';
import { traced, type SpanStart } from '../tracing/span';

export interface PoolCounts {
  size: number;
  idle: number;
  waiting: number;
  max: number;
}

const EXHAUSTED_PAUSE_MS = 500;
/** Characters of a statement that a span holds. */
const MOST_TEXT = 1000;

/** The connections to one server. Every wait has an end; a connection that kept us waiting is destroyed, not reused. */
export class ConnectionPool {
  private readonly pool: Pool;
  private readonly clients = new Set<PoolClient>();
  private readonly out = new Set<PoolClient>();
  private exhaustedUntil = 0;

  constructor(
    driver: Driver,
    settings: ConnectionSettings,
    private readonly max: number,
    /** False behind a pooler, where a prepared statement may meet another server connection. */
    private readonly prepares: boolean,
  ) {
    const config = clientConfig(driver, settings, 5000);
    this.pool = new driver.Pool({ ...config, max, idleTimeoutMillis: 60_000, allowExitOnIdle: true });
    // Without handlers on the pool and on every client the death of a connection would be the death of the process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => {
      client.on('error', () => undefined);
      this.clients.add(client);
    });
    this.pool.on('remove', (client) => this.clients.delete(client));
  }

  get counts(): PoolCounts {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { size: totalCount, idle: idleCount, waiting: waitingCount, max: this.max };
  }

  /** Runs one statement on a connection of its own. Throws Unreachable at the deadline, else what the server says. */
  async query<R extends QueryResultRow>(statement: Statement, patience: Patience): Promise<QueryResult<R>> {
    const begun = performance.now();
    const client = await this.take(Math.min(patience.acquireMs, patience.totalMs));
    // Whole milliseconds: Node looks a fraction up by its text, for every timer.
    const leftMs = Math.ceil(patience.totalMs - (performance.now() - begun));
    let broken = true;
    try {
      const result = await this.queryOn<R>(client, statement, leftMs);
      broken = false;
      return result;
    } catch (error) {
      broken = judge(error) !== 'bug';
      throw error;
    } finally {
      this.giveBack(client, broken);
    }
  }

  /** Runs one statement on a connection that was taken. At the deadline the connection is cut. */
  queryOn<R extends QueryResultRow>(client: PoolClient, statement: Statement, limitMs: number) {
    const { name, text, values } = statement;
    const config = { ...(this.prepares && name ? { name } : {}), text, values };
    const send = () => {
      // By callback: rows that are read through the driver's own promises outlive the collections of young objects.
      const answer = new Promise<QueryResult<R>>((resolve, reject) => {
        client.query<R>(config as never, (error, result) => (error ? reject(error) : resolve(result)));
      });
      return within(limitMs, answer, () => cut(client));
    };
    return traced(() => spanOf(statement), send);
  }

  /** Takes a connection, which must be given back. Throws Unreachable if none comes free in time. */
  take(limitMs: number): Promise<PoolClient> {
    const { idle, size, max } = this.counts;
    if (idle === 0 && size >= max && Date.now() < this.exhaustedUntil) {
      return Promise.reject(new Unreachable('all connections are busy'));
    }
    let late = false;
    const taken = new Promise<PoolClient>((resolve, reject) => {
      this.pool.connect((error, client, release) => {
        // The driver gives no `release` with an error.
        if (late) return client && release();
        if (error || !client) return reject(error ?? new Unreachable('no connection'));
        this.out.add(client);
        resolve(client);
      });
    });
    const giveUp = () => {
      late = true;
      this.exhaustedUntil = Date.now() + EXHAUSTED_PAUSE_MS;
    };
    return within(limitMs, taken, giveUp, 'no connection came free in time');
  }

  giveBack(client: PoolClient, broken: boolean): void {
    if (!this.out.delete(client)) return;
    if (broken) cut(client);
    client.release(broken);
  }

  /** Gives the pool up: idle connections are cut at once, those in use end when they are given back. */
  discard(): void {
    for (const client of this.clients) if (!this.out.has(client)) cut(client);
    void this.pool.end().catch(() => undefined);
  }

  /** Cuts every connection, also those in use. */
  destroy(): void {
    for (const client of this.out) cut(client);
    this.discard();
  }
}

/** Ends the socket at once; `end()` would wait for a server that may never answer. */
export function cut(client: unknown): void {
  (client as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

/** The text with its placeholders; never the values. */
function spanOf({ name, text }: Statement): SpanStart {
  const operation = /\w+/.exec(text)?.[0].toUpperCase() ?? 'SQL';
  const attributes = {
    'db.system.name': 'postgresql',
    'db.operation.name': operation,
    'db.query.text': text.replace(/\s+/g, ' ').trim().slice(0, MOST_TEXT),
  };
  return { name: name ?? operation, kind: 'client', attributes };
}
