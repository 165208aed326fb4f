import type { Client } from 'pg';
import { cut } from './connection-pool';
import type { ConnectionSettings } from './database-url';
import { within } from './deadline';
import { clientConfig, type Driver } from './driver';
import { Unreachable } from './unreachable';

/** What kind of server answers. */
export interface ServerFacts {
  /** For instance 150004. */
  version: number;
  readOnly: boolean;
  /** A pooler in transaction mode stands between: no prepared statements, no LISTEN, no settings of the session. */
  pooled: boolean;
}

const OLDEST_VERSION = 120_000;

/** The one connection on which a server's health and its published datasets are watched, apart from the pool. */
export class WatchConnection {
  private constructor(
    private readonly client: Client,
    readonly facts: ServerFacts,
  ) {}

  /** Connects and asks who answers. `onLost` is called once when the connection breaks later. */
  static async open(
    driver: Driver,
    settings: ConnectionSettings,
    timeoutMs: number,
    onLost: () => void,
  ): Promise<WatchConnection> {
    const client = new driver.Client(clientConfig(driver, settings, timeoutMs));
    client.on('error', onLost);
    client.on('end', onLost);
    try {
      return new WatchConnection(client, await within(timeoutMs, greet(client), () => undefined));
    } catch (error) {
      client.off('end', onLost);
      cut(client);
      throw error;
    }
  }

  /** Runs one statement; past the deadline the connection is cut. */
  async query<R>(text: string, limitMs: number, values: unknown[] = []): Promise<R[]> {
    const answer = this.client.query(values.length > 0 ? { text, values } : text);
    return (await within(limitMs, answer, () => cut(this.client))).rows as R[];
  }

  /** Hears the announcements of new datasets, which are only a hint to look at once. */
  async listen(channel: string, onHint: () => void): Promise<void> {
    this.client.on('notification', onHint);
    await this.query(`LISTEN ${channel}`, 1000);
  }

  close(): void {
    this.client.removeAllListeners('end');
    this.client.removeAllListeners('notification');
    this.client.end().catch(() => undefined);
    cut(this.client);
  }
}

async function greet(client: Client): Promise<ServerFacts> {
  await client.connect();
  const { rows } = await client.query<{ version: number; pid: number; read_only: boolean }>(
    `SELECT current_setting('server_version_num')::int AS version, pg_backend_pid() AS pid,
            pg_is_in_recovery() OR current_setting('transaction_read_only')::bool AS read_only`,
  );
  const facts = rows[0];
  if (!facts) throw new Unreachable('it answers nothing');
  if (facts.version < OLDEST_VERSION) throw new Unreachable('it is older than PostgreSQL 12, the oldest that works');
  // A pooler makes up the process id that it tells its clients.
  const pooled = facts.pid !== (client as unknown as { processID: number }).processID;
  return { version: facts.version, readOnly: facts.read_only, pooled };
}
