import { EventEmitter } from 'node:events';
import { ConnectionPool, type PoolCounts } from './connection-pool';
import type { DatabaseAddress } from '../config/database-url';
import { waysTo, type ConnectionSettings } from './connection-settings';
import { loadDriver, type Driver } from './driver';
import { codeOf, describeFailure, isCut, isSchemaMissing, judge } from './error-policy';
import {
  OBSERVE,
  sameDatasets,
  toObservation,
  type Observation,
  type ObserveRow,
  type PublishedDataset,
} from './published-dataset';
import { READ_PATIENCE, type Patience, type Statement } from './statement';
import { Unreachable } from './unreachable';
import { WatchConnection, type ServerFacts } from './watch-connection';

export const CHANNEL = 'lorekeeper_datasets';

const TICK_MS = 1000;
const TICK_DEADLINE_MS = 800;
/** For the one new connection that decides whether the server is lost. */
const RECOVER_TIMEOUT_MS = 1000;
const WATCH_STATEMENT_MS = 1500;
const CONNECT_TIMEOUT_MS = 2000;
const LONGEST_PAUSE_MS = 3000;
/** A connection that was lost sooner counts as an attempt that failed: what always comes and goes is left in peace. */
const STABLE_MS = 10_000;

export interface ServerLinkOptions {
  /** Where the server is; for the embedded one this starts it. */
  locate(): Promise<DatabaseAddress>;
  /** Connections in all, the watching one included. */
  maxConnections: number;
  /** Runs before the server counts as up, and again when tables are found missing: migrations. */
  prepare?(watch: WatchConnection): Promise<void>;
}

interface LinkEvents {
  up: [];
  /** At every attempt that fails; `isNews` where the state or the reason has changed. */
  down: [reason: string, isNews: boolean];
  observed: [];
  changed: [];
}

/**
 * The link to one server: connects in the background with back-off, looks at it once a second, and answers statements
 * with a deadline while it is up. After a failure no statement goes out until one look has succeeded (a breaker).
 */
export class ServerLink extends EventEmitter<LinkEvents> {
  state: 'starting' | 'up' | 'down' = 'starting';
  reason: string | null = null;
  facts: ServerFacts | null = null;
  readOnly = false;
  datasets: ReadonlyMap<string, PublishedDataset> = new Map();
  private pool: ConnectionPool | null = null;
  private watch: WatchConnection | null = null;
  private address: DatabaseAddress | null = null;
  private doubted = false;
  private schemaDoubted = false;
  private stopped = false;
  private wake: () => void = () => undefined;
  private running: Promise<void> | null = null;

  constructor(private readonly options: ServerLinkOptions) {
    super();
  }

  /** Begins to connect; never throws, never waits. */
  start(): void {
    this.running ??= this.live();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    this.pool?.destroy();
    this.watch?.close();
    await this.running;
    this.watch?.close();
    this.state = 'down';
    this.reason = 'this process is stopping';
  }

  /** Whether a statement would be sent now. */
  get answers(): boolean {
    return this.state === 'up' && !this.doubted;
  }

  get counts(): PoolCounts {
    const { max } = this;
    const counts = this.pool?.counts ?? { size: 0, idle: 0, waiting: 0, max };
    return { ...counts, size: counts.size + (this.watch ? 1 : 0), max };
  }

  /** Two at least: one watches, one answers. */
  private get max(): number {
    return Math.max(2, Math.min(this.options.maxConnections, this.address?.connectionLimit ?? Infinity));
  }

  /** How the server is reached, once it is. Throws Unreachable. */
  getSettings(): ConnectionSettings {
    if (!this.watch) throw new Unreachable(this.reason ?? 'it is not connected');
    return this.watch.settings;
  }

  /** The pool, for work that takes a connection for a while. Throws Unreachable where the server is not up. */
  getPool(): ConnectionPool {
    if (!this.answers || !this.pool) throw new Unreachable(this.reason ?? 'it is not connected');
    return this.pool;
  }

  /** Looks at the server now rather than at the next tick. */
  lookNow(): void {
    this.wake();
  }

  /**
   * Runs one statement that may be repeated. Throws Unreachable in at most the given patience, and at once while the
   * server is not up; any other error is a bug of ours and surfaces.
   */
  async query<R extends object>(statement: Statement, patience: Patience = READ_PATIENCE, repeatable = true) {
    const end = performance.now() + patience.totalMs;
    for (let attempt = 0; ; attempt++) {
      const pool = this.getPool();
      const leftMs = end - performance.now();
      try {
        return await pool.query<R>(statement, { totalMs: leftMs, acquireMs: patience.acquireMs });
      } catch (error) {
        const verdict = judge(error);
        if (verdict === 'bug') throw error;
        const again = verdict === 'retry' ? attempt < 2 : repeatable && isCut(error) && attempt < 1;
        if (again && leftMs > 50) continue;
        if (verdict !== 'retry') this.doubt(error);
        throw error instanceof Unreachable ? error : new Unreachable(describeFailure(error), { cause: error });
      }
    }
  }

  /** Runs one small statement on the watching connection. Throws Unreachable for any failure of the server. */
  async askOnWatch<R>(text: string, values: unknown[]): Promise<R[]> {
    if (!this.watch) throw new Unreachable(this.reason ?? 'it is not connected');
    try {
      return await this.watch.query<R>(text, WATCH_STATEMENT_MS, values);
    } catch (error) {
      if (judge(error) === 'bug') throw error;
      this.doubt(error);
      throw error instanceof Unreachable ? error : new Unreachable(describeFailure(error), { cause: error });
    }
  }

  /** Sends nothing more until a look has told whether the server is there, and looks at once. */
  doubt(error: unknown): void {
    // One statement that was cancelled or met a read-only server says nothing about the others.
    if (codeOf(error) === '57014' || codeOf(error) === '25006') return;
    if (isSchemaMissing(error)) this.schemaDoubted = true;
    this.doubted = true;
    this.wake();
  }

  /** The same for work that took a connection from the pool. */
  doubtIfUnreachable(error: unknown): void {
    if (error instanceof Unreachable) this.doubt(error.cause ?? error);
  }

  private async live(): Promise<void> {
    for (let failures = 0; !this.stopped; failures++) {
      const begun = performance.now();
      try {
        await this.connect();
        await this.watchUntilLost();
      } catch (error) {
        this.goDown(error);
      }
      const tookMs = performance.now() - begun;
      if (this.wasUp && tookMs > STABLE_MS) failures = -1;
      const pauseMs =
        failures < 0 ? 50 : Math.min(LONGEST_PAUSE_MS, 1000 * 1.5 ** failures) * (0.9 + Math.random() / 10);
      await this.pause(Math.max(50, pauseMs - tookMs), false);
    }
  }

  private async connect(): Promise<void> {
    // The driver is loaded while the server starts.
    this.wasUp = false;
    const [address, driver] = await Promise.all([this.options.locate(), loadDriver()]);
    this.address = address;
    const { settings } = await this.openWatch(driver, address, CONNECT_TIMEOUT_MS);
    await this.prepare();
    const observation = await this.look();
    const watching = 1;
    this.pool = new ConnectionPool(driver, settings, this.max - watching, !this.facts?.pooled);
    if (this.stopped) return this.pool.destroy();
    this.reason = null;
    this.doubted = false;
    this.wasUp = true;
    this.state = 'up';
    this.adopt(observation, true);
    this.emit('up');
    this.emit('changed');
  }

  private async openWatch(driver: Driver, address: DatabaseAddress, timeoutMs: number): Promise<WatchConnection> {
    let opened: WatchConnection | null = null;
    const onLost = () => {
      if (opened !== null && this.watch === opened) this.doubt(null);
    };
    const watch = (opened = await WatchConnection.open(driver, waysTo(address), timeoutMs, onLost));
    this.watch?.close();
    this.watch = watch;
    this.facts = { ...watch.facts, pooled: watch.facts.pooled || address.pooled };
    this.readOnly = watch.facts.readOnly;
    // A standby and a pooler know no LISTEN; looking once a second is the truth anyhow.
    if (!this.facts.pooled) await watch.listen(CHANNEL, () => this.wake()).catch(rethrowUnless(['25006', '55000']));
    return watch;
  }

  private async prepare(): Promise<void> {
    if (!this.watch) return;
    await this.options.prepare?.(this.watch);
    this.schemaDoubted = false;
  }

  private async look(): Promise<Observation> {
    if (!this.watch) throw new Unreachable('it is not connected');
    try {
      const [row] = await this.watch.query<ObserveRow>(OBSERVE, TICK_DEADLINE_MS);
      return row ? toObservation(row) : { readOnly: this.readOnly, datasets: new Map() };
    } catch (error) {
      if (!isSchemaMissing(error)) throw error;
      this.schemaDoubted = true;
      return { readOnly: this.readOnly, datasets: new Map() };
    }
  }

  private async watchUntilLost(): Promise<void> {
    while (!this.stopped) {
      if (!this.doubted && !this.schemaDoubted) await this.pause(TICK_MS, true);
      if (this.stopped) return;
      const observation = await this.look().catch(() => this.recover());
      const schemaWasDoubted = this.schemaDoubted;
      if (schemaWasDoubted) await this.prepare();
      this.doubted = false;
      this.adopt(schemaWasDoubted ? await this.look() : observation, false);
      // A schema that cannot be repaired is looked at once a tick, not in a tight loop.
      if (this.schemaDoubted) await this.pause(TICK_MS, true);
    }
  }

  /** The watching connection failed: perhaps it alone did. One new connection, then the verdict. */
  private async recover(): Promise<Observation> {
    this.doubted = true;
    if (!this.address || this.stopped) throw new Unreachable('it is not connected');
    await this.openWatch(await loadDriver(), this.address, RECOVER_TIMEOUT_MS);
    return this.look();
  }

  private adopt(observation: Observation, quiet: boolean): void {
    const changed = !sameDatasets(this.datasets, observation.datasets) || this.readOnly !== observation.readOnly;
    this.readOnly = observation.readOnly;
    this.datasets = observation.datasets;
    this.emit('observed');
    if (changed && !quiet) this.emit('changed');
  }

  private goDown(error: unknown): void {
    if (this.stopped) return;
    const before = this.state === 'down' ? this.reason : null;
    this.reason = describeFailure(error);
    this.state = 'down';
    this.watch?.close();
    this.watch = null;
    this.pool?.discard();
    this.pool = null;
    this.lastError = error;
    this.emit('down', this.reason, this.reason !== before);
  }

  /** For the log, which may see more than the outside. */
  lastError: unknown = null;
  private wasUp = false;

  private pause(ms: number, wakeable: boolean): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      const stop = () => {
        clearTimeout(timer);
        resolve();
      };
      this.wake = () => {
        if (wakeable || this.stopped) stop();
      };
    });
  }
}

/** Swallows the errors of these codes. */
function rethrowUnless(codes: string[]): (error: unknown) => void {
  return (error) => {
    if (!codes.includes(codeOf(error) ?? '')) throw error;
  };
}
