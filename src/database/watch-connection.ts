import type { Client } from 'pg';
import { cut } from './connection-pool';
import type { ConnectionSettings } from './connection-settings';
import { within } from './deadline';
import { clientConfig, type Driver } from './driver';
import { codeOf, judge } from './error-policy';
import { ServerRefused, Unreachable } from './unreachable';

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
    /** The way that led to the server. */
    readonly settings: ConnectionSettings,
  ) {}

  /** Connects in the first of these ways that the server takes. `onLost` is called once when it breaks later. */
  static async open(
    driver: Driver,
    ways: readonly ConnectionSettings[],
    timeoutMs: number,
    onLost: () => void,
  ): Promise<WatchConnection> {
    const [first, ...others] = ways;
    if (!first) throw new Unreachable('there is no way to it');
    try {
      return await WatchConnection.openWay(driver, first, timeoutMs, onLost);
    } catch (error) {
      if (others.length === 0 || !dependsOnTls(error)) throw error;
      return await WatchConnection.open(driver, others, timeoutMs, onLost).catch((other: unknown) => {
        // The other way was not allowed at all: why the first one failed says more.
        throw isNoEntry(other) ? error : other;
      });
    }
  }

  /** Connects and asks who answers. */
  private static async openWay(
    driver: Driver,
    settings: ConnectionSettings,
    timeoutMs: number,
    onLost: () => void,
  ): Promise<WatchConnection> {
    const client = new driver.Client(clientConfig(driver, settings, timeoutMs));
    client.on('error', onLost);
    client.on('end', onLost);
    try {
      const facts = await within(timeoutMs, greet(client), () => undefined);
      return new WatchConnection(client, facts, settings);
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

/** Whether a connection with TLS instead of without, or the other way round, may work. */
function dependsOnTls(error: unknown): boolean {
  return !(error instanceof Unreachable) && (judge(error) === 'bug' || /^28/.test(codeOf(error) ?? ''));
}

/** No line of pg_hba.conf is for such a connection. */
function isNoEntry(error: unknown): boolean {
  return codeOf(error) === '28000' && /pg_hba\.conf/.test((error as Error).message);
}

async function greet(client: Client): Promise<ServerFacts> {
  await client.connect();
  const { rows } = await client.query<{ version: number; encoding: string; pid: number; read_only: boolean }>(
    `SELECT current_setting('server_version_num')::int AS version, pg_backend_pid() AS pid,
            current_setting('server_encoding') AS encoding,
            pg_is_in_recovery() OR current_setting('transaction_read_only')::bool AS read_only`,
  );
  const facts = rows[0];
  if (!facts) throw new Unreachable('it answers nothing');
  if (facts.version < OLDEST_VERSION) {
    throw new ServerRefused('it is older than PostgreSQL 12, the oldest that works: name a newer server');
  }
  if (facts.encoding !== 'UTF8') {
    throw new ServerRefused(
      `the encoding of the database is ${facts.encoding}, which cannot hold every title: name one that was made with ` +
        `CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0`,
    );
  }
  // A pooler makes up the process id that it tells its clients.
  const pooled = facts.pid !== (client as unknown as { processID: number }).processID;
  return { version: facts.version, readOnly: facts.read_only, pooled };
}
