import { EventEmitter, once } from 'node:events';
import { Logger } from '@nestjs/common';
import type { QueryResult, QueryResultRow } from 'pg';
import type { DatabaseConfig } from '../config/config';
import type { PoolCounts } from './connection-pool';
import type { DatabaseAddress } from '../config/database-url';
import type { ConnectionSettings } from './connection-settings';
import { EmbeddedPostgresServer } from './embedded/embedded-postgres-server';
import { OutageLog } from './outage-log';
import type { PublishedDataset } from './published-dataset';
import { Replicas } from './replicas';
import { Migrator, readSchemaState } from './schema/migrator';
import { ServerLink } from './server-link';
import { READ_PATIENCE, WRITE_PATIENCE, type Patience, type Statement } from './statement';
import { runTransaction, type Transaction, type TransactionOptions } from './transaction';
import { ServerRefused, Unreachable } from './unreachable';
import type { WatchConnection } from './watch-connection';

/** `read_only`: a standby or a server that was set so; `schema_newer`: a newer version of this program migrated it. */
export type DatabaseState = 'none' | 'starting' | 'up' | 'down' | 'read_only' | 'schema_newer';

/** The part of /health about Postgres. */
export interface DatabaseHealth {
  connected: boolean;
  embedded: boolean;
  state: DatabaseState;
  /** Why it is not simply up, in words without hosts or SQL. */
  reason: string | null;
  pool: PoolCounts;
}

/** A look takes 800 ms at most, and one new connection a second. */
const CERTAIN_LIMIT_MS = 3000;

interface DatabaseEvents {
  up: [];
  down: [reason: string];
  /** The published datasets changed, or may be read or written again or no more. */
  'datasets-changed': [];
}

export interface DatabaseOptions {
  /** False for commands that manage the schema themselves. */
  migrate?: boolean;
}

const NO_DATASETS: ReadonlyMap<string, PublishedDataset> = new Map();

/**
 * Everything that speaks to Postgres goes through here. It comes and goes in the background; nobody waits for it:
 * a statement that cannot be answered in time throws Unreachable, and the caller asks the files.
 */
export class Database extends EventEmitter<DatabaseEvents> {
  private readonly log = new Logger('database');
  private readonly primary: ServerLink | null;
  private readonly replicas: Replicas;
  private readonly embedded: EmbeddedPostgresServer | null;
  /** The start of the embedded server that `launch` began, until somebody waits for it. */
  private launching: Promise<DatabaseAddress> | null = null;
  private schemaNewer = false;
  private readonly outages: OutageLog;

  constructor(
    private readonly config: DatabaseConfig,
    private readonly options: DatabaseOptions = {},
  ) {
    super();
    this.setMaxListeners(50);
    this.embedded = config.mode === 'embedded' ? new EmbeddedPostgresServer(config.dataDir) : null;
    const prepare = (watch: WatchConnection) => this.migrate(watch);
    const maxConnections = config.poolMax;
    this.primary =
      config.mode === 'none' ? null : new ServerLink({ locate: () => this.locate(), maxConnections, prepare });
    this.replicas = new Replicas(config.replicas, maxConnections);
    this.outages = new OutageLog(this.embedded !== null);
    this.listenTo();
  }

  /** Begins to start the embedded server, so that it accepts connections when `start` asks for them; does not wait. */
  launch(): void {
    if (!this.embedded || this.launching) return;
    this.launching = this.embedded.start();
    // Whoever locates the server hears of it.
    this.launching.catch(() => undefined);
  }

  /** Begins to start or reach Postgres; does not wait. */
  start(): void {
    for (const link of this.links) link.start();
  }

  /** Cuts all connections and, where this process was the last one to use it, stops the embedded server. */
  async stop(): Promise<void> {
    await Promise.all([this.embedded?.stop(), ...this.links.map((link) => link.stop())]);
  }

  get state(): DatabaseState {
    if (!this.primary) return 'none';
    if (this.primary.state !== 'up') return this.primary.state;
    if (this.schemaNewer) return 'schema_newer';
    return this.primary.readOnly ? 'read_only' : 'up';
  }

  get reason(): string | null {
    switch (this.state) {
      case 'none':
        return 'no Postgres is configured';
      case 'starting':
        return 'it is starting';
      case 'schema_newer':
        return 'its tables were made by a newer version, so nothing is written';
      case 'read_only':
        return 'it is read-only, so nothing is written';
      case 'up':
      case 'down':
        return this.primary?.reason ?? null;
    }
  }

  /** Whether data may be written: the server is up, writable, and its tables are those of this version. */
  get writable(): boolean {
    return this.state === 'up' && (this.primary?.answers ?? false);
  }

  /** Behind a pooler in transaction mode nothing may rely on the session. */
  get pooled(): boolean {
    return this.primary?.facts?.pooled ?? false;
  }

  /** Version of the server, for instance 180004; null before it was reached. */
  get serverVersion(): number | null {
    return this.primary?.facts?.version ?? null;
  }

  health(): DatabaseHealth {
    const none = { size: 0, idle: 0, waiting: 0, max: 0 };
    return {
      connected: this.primary?.answers ?? false,
      embedded: this.embedded !== null,
      state: this.state,
      reason: this.reason,
      pool: this.primary?.counts ?? none,
    };
  }

  /** The datasets that can be read now, by universe; empty while no server answers. */
  datasets(): ReadonlyMap<string, PublishedDataset> {
    if (this.primary?.answers) return this.primary.datasets;
    return this.replicas.datasets() ?? NO_DATASETS;
  }

  /** Waits until the server is up (`none` never is). Throws Unreachable after that time, with the reason. */
  async whenUp(limitMs: number): Promise<void> {
    if (!this.primary) throw new Unreachable('no Postgres is configured');
    const timer = AbortSignal.timeout(limitMs);
    // A signal's timer does not keep a command alive; this one does.
    const alive = setTimeout(() => undefined, limitMs);
    try {
      while (this.primary.state !== 'up') {
        if (this.primary.lastError instanceof ServerRefused) throw this.primary.lastError;
        const either = new AbortController();
        const signal = AbortSignal.any([timer, either.signal]);
        await Promise.race([once(this, 'up', { signal }), once(this, 'down', { signal })]);
        either.abort();
      }
    } catch (error) {
      if (error instanceof ServerRefused) throw error;
      throw new Unreachable(this.reason ?? 'it did not come up in time', { cause: error });
    } finally {
      clearTimeout(alive);
    }
  }

  /**
   * Waits until it is known again whether the server is there: after a failed statement one look decides. For work in
   * the background, which would take a moment's doubt for an outage.
   */
  async whenCertain(limitMs = CERTAIN_LIMIT_MS): Promise<void> {
    const link = this.primary;
    const signal = AbortSignal.timeout(limitMs);
    while (link && link.state === 'up' && !link.answers && !signal.aborted) {
      const seen = new AbortController();
      const either = AbortSignal.any([signal, seen.signal]);
      const wait = (event: 'observed' | 'down') => once(link, event, { signal: either }).catch(() => undefined);
      await Promise.race([wait('observed'), wait('down')]);
      seen.abort();
    }
  }

  /**
   * Reads with one statement, from a replica that holds that dataset or from the primary. Throws Unreachable within
   * 800 ms (at once while the breaker is open); other errors are bugs.
   */
  async read<R extends QueryResultRow>(
    statement: Statement,
    from: { universe: string; key: string } | null = null,
    patience: Patience = READ_PATIENCE,
  ): Promise<R[]> {
    const replica = from && this.replicas.find(from.universe, from.key);
    if (replica) {
      try {
        return (await replica.query<R>(statement, patience)).rows;
      } catch (error) {
        if (!(error instanceof Unreachable) || !this.primary?.answers) throw error;
      }
    }
    if (!this.primary) throw new Unreachable('no Postgres is configured');
    return (await this.primary.query<R>(statement, patience)).rows;
  }

  /** Writes with one statement on the primary. It is not repeated when the connection breaks in the middle. */
  async write<R extends QueryResultRow>(
    statement: Statement,
    patience: Patience = WRITE_PATIENCE,
  ): Promise<QueryResult<R>> {
    return this.getWritable().query<R>(statement, patience, false);
  }

  /** Runs work in one transaction on the primary; whatever it throws rolls everything back. */
  async transaction<T>(work: (tx: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const link = this.getWritable();
    try {
      return await runTransaction(link.getPool(), work, options);
    } catch (error) {
      link.doubtIfUnreachable(error);
      throw error;
    }
  }

  /** Asks the primary on the connection that watches it, which neither readers nor a load can occupy. */
  async askOnWatch<R>(text: string, values: unknown[]): Promise<R[]> {
    if (!this.primary) throw new Unreachable('no Postgres is configured');
    return this.primary.askOnWatch<R>(text, values);
  }

  /** Looks at the servers now; for whoever has just published. */
  lookNow(): void {
    for (const link of this.links) link.lookNow();
  }

  /** How the primary is reached, for whoever speaks to it by other means. Throws Unreachable. */
  getSettings(): ConnectionSettings {
    if (!this.primary) throw new Unreachable('no Postgres is configured');
    return this.primary.getSettings();
  }

  /** Where the primary is; the embedded one is started for it. */
  async locate(): Promise<DatabaseAddress> {
    if (!this.embedded) {
      if (!this.config.address) throw new Unreachable('no Postgres is configured');
      return this.config.address;
    }
    const starting = this.launching ?? this.embedded.start();
    this.launching = null;
    return starting;
  }

  private get links(): readonly ServerLink[] {
    return this.primary ? [this.primary, ...this.replicas.links] : this.replicas.links;
  }

  private getWritable(): ServerLink {
    if (!this.primary || !this.writable) throw new Unreachable(this.reason ?? 'it is not connected');
    return this.primary;
  }

  private listenTo(): void {
    this.primary?.on('up', () => {
      this.outages.noteUp(this.state);
      this.emit('up');
    });
    this.primary?.on('down', (reason, isNews) => {
      this.outages.noteDown(reason, this.primary?.lastError);
      if (isNews) this.emit('down', reason);
    });
    for (const link of this.links) link.on('changed', () => this.emit('datasets-changed'));
  }

  /** Runs before the server counts as up, at every return and whenever tables are missing. */
  private async migrate(watch: WatchConnection): Promise<void> {
    const state = await readSchemaState((text, values) => watch.query(text, 2000, values));
    this.schemaNewer = state.unknown.length > 0;
    const complete = state.pending.length === 0 && state.missing.length === 0;
    if (complete || this.schemaNewer || watch.facts.readOnly || this.options.migrate === false) return;
    const applied = await new Migrator(watch.settings).run();
    this.log.log({ msg: 'migrated', applied });
  }
}
