import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Database } from './database';
import type { Transaction } from './transaction';
import { Unreachable } from './unreachable';

/** Whoever writes a dataset, or takes the leadership over, holds this lock for the length of its transaction. */
const LEADER_LOCK = 5_277_002;

const BEAT_MS = 1000;
const POLL_MS = 500;
/** The holder's connection is gone and it has not reported for so long: it died. */
const DEAD_MS = 2500;
/** It is connected but has not reported for so long: it hangs. */
const FROZEN_MS = 8000;
/** Whoever hangs while it takes the leadership is nobody's holder yet: the server itself ends it after so long. */
const TAKING_MS = 5000;

/** Who builds now. */
export interface Holder {
  holder: string;
  universe: string | null;
  /** ISO 8601. */
  since: string;
}

/** Another instance took over: whatever this one was writing is rolled back, and nothing more is written. */
export class LeadershipLost extends Error {
  constructor() {
    super('another instance took over the building');
    this.name = 'LeadershipLost';
  }
}

/** The right to build, until it is released or lost. */
export interface Lease {
  /** Grows with every change of the holder; a dataset is written only under the present one. */
  readonly epoch: number;
  /** Aborted with LeadershipLost when another instance took over. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

interface LeadershipRow {
  epoch: number;
  holder: string | null;
  universe: string | null;
  started_at: string | null;
  age_ms: number | null;
  connected: boolean;
}

/**
 * Of all instances on one database exactly one builds. A row says who, with a heartbeat on the clock of the database;
 * an advisory lock of the writing transaction and the row's epoch make sure that nobody else's writes can land.
 * Nothing depends on a session, so it holds behind a pooler in transaction mode as well.
 */
export class Leadership {
  private readonly log = new Logger('database');

  constructor(
    private readonly database: Database,
    /** How others name this instance. */
    readonly instance: string = `instance-${randomBytes(3).toString('hex')}`,
  ) {}

  /** Waits for the leadership; tells while it waits who has it. Throws Unreachable, or the signal's reason. */
  async acquire(universe: string, signal: AbortSignal, onWaiting: (holder: Holder) => void): Promise<Lease> {
    for (;;) {
      signal.throwIfAborted();
      const outcome = await this.tryAcquire(universe);
      if ('epoch' in outcome) return outcome;
      onWaiting(outcome);
      await sleep(POLL_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  /** Takes the leadership if nobody has it or its holder is dead; else says who has it. Throws Unreachable. */
  async tryAcquire(universe: string): Promise<Lease | Holder> {
    const taken = await this.database.transaction((tx) => this.take(tx, universe), { statementMs: 5000 });
    if (typeof taken !== 'number') return taken;
    return new HeldLease(this.database, this.instance, taken);
  }

  private async take(tx: Transaction, universe: string): Promise<number | Holder> {
    // Most looks end here, without the lock, which the holder needs for its own transaction.
    const seen = await readRow(tx);
    if (isHeld(seen)) return toHolder(seen);
    const [lock] = await tx.query<{ free: boolean }>(
      `SELECT set_config('idle_in_transaction_session_timeout', '${TAKING_MS}', true),
              pg_try_advisory_xact_lock($1) AS free`,
      [LEADER_LOCK],
    );
    const row = await readRow(tx);
    if (isHeld(row)) return toHolder(row);
    if (!lock?.free) {
      // A writing transaction is still open on the server: a quick one will be done, that of a hanging holder is ended.
      if (row?.holder && isFrozen(row)) await this.terminateWriter(tx);
      return toHolder(row);
    }
    const [next] = await tx.query<{ epoch: number }>(
      `INSERT INTO public.lorekeeper_leadership AS l (id, epoch, holder, universe, started_at, heartbeat_at)
       VALUES (1, 1, $1, $2, clock_timestamp(), clock_timestamp())
       ON CONFLICT (id) DO UPDATE
         SET epoch = l.epoch + 1, holder = $1, universe = $2, backend_pid = NULL, backend_start = NULL,
             started_at = clock_timestamp(), heartbeat_at = clock_timestamp()
       RETURNING epoch`,
      [this.instance, universe],
    );
    if (row?.holder) this.log.warn({ msg: 'took over from a builder that is gone', epoch: next?.epoch });
    return next?.epoch ?? 1;
  }

  /** Ends the session that holds the lock: by the server's own books, so never a wrong one. */
  private async terminateWriter(tx: Transaction): Promise<void> {
    const ended = await tx.query<{ pid: number }>(
      `SELECT a.pid, pg_terminate_backend(a.pid)
         FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
          AND (l.classid::bigint << 32) | l.objid::bigint = $1
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND a.pid <> pg_backend_pid() AND a.xact_start < clock_timestamp() - interval '2 seconds'`,
      [LEADER_LOCK],
    );
    for (const { pid } of ended) this.log.warn({ msg: 'ended the session of a builder that hangs', pid });
  }
}

const READ_ROW = `
  SELECT l.epoch, l.holder, l.universe, l.started_at,
         extract(epoch FROM clock_timestamp() - l.heartbeat_at)::float8 * 1000 AS age_ms,
         l.backend_pid IS NULL OR EXISTS (
           SELECT FROM pg_stat_activity a
            WHERE a.pid = l.backend_pid AND coalesce(a.backend_start = l.backend_start, true)) AS connected
    FROM public.lorekeeper_leadership l WHERE l.id = 1`;

async function readRow(tx: Transaction): Promise<LeadershipRow | undefined> {
  return (await tx.query<LeadershipRow>(READ_ROW))[0];
}

function isHeld(row: LeadershipRow | undefined): boolean {
  return row !== undefined && row.holder !== null && !isGone(row);
}

/** The first thing in a transaction that writes a dataset: nobody else writes, and nobody has taken over. */
export async function assertLeads(tx: Transaction, lease: Lease): Promise<void> {
  // Its wait is bounded by the transaction's lock_timeout.
  await tx.query('SELECT pg_advisory_xact_lock($1)', [LEADER_LOCK]);
  const [row] = await tx.query<{ epoch: number }>('SELECT epoch FROM public.lorekeeper_leadership WHERE id = 1');
  // Whoever wants to change the epoch needs the lock first: it stays as it is until this transaction ends.
  if (row?.epoch !== lease.epoch) throw new LeadershipLost();
}

function isFrozen(row: LeadershipRow): boolean {
  return row.age_ms === null || row.age_ms > FROZEN_MS;
}

function isGone(row: LeadershipRow): boolean {
  return isFrozen(row) || (!row.connected && (row.age_ms ?? 0) > DEAD_MS);
}

function toHolder(row: LeadershipRow | undefined): Holder {
  return {
    holder: row?.holder ?? 'another instance',
    universe: row?.universe ?? null,
    since: row?.started_at ?? new Date().toISOString(),
  };
}

class HeldLease implements Lease {
  private readonly lost = new AbortController();
  private released = false;
  private timer: NodeJS.Timeout;

  constructor(
    private readonly database: Database,
    private readonly instance: string,
    readonly epoch: number,
  ) {
    this.timer = setTimeout(() => undefined, 0);
    void this.beat();
  }

  get signal(): AbortSignal {
    return this.lost.signal;
  }

  async release(): Promise<void> {
    if (this.released) return;
    this.end();
    await this.database
      .write({
        text: 'UPDATE public.lorekeeper_leadership SET holder = NULL WHERE id = 1 AND epoch = $1',
        values: [this.epoch],
      })
      // Unreleased it ends by itself, for nobody reports for it any more.
      .catch(() => undefined);
  }

  /** Reports once a second on the watching connection, which no load or reader can occupy. */
  private async beat(): Promise<void> {
    try {
      const rows = await this.database.askOnWatch<{ epoch: number }>(
        `UPDATE public.lorekeeper_leadership
            SET heartbeat_at = clock_timestamp(),
                backend_pid = CASE WHEN $3 THEN NULL ELSE pg_backend_pid() END,
                backend_start = CASE WHEN $3 THEN NULL
                                ELSE (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()) END
          WHERE id = 1 AND epoch = $1 AND holder = $2 RETURNING epoch`,
        [this.epoch, this.instance, this.database.pooled],
      );
      if (rows.length === 0 && !this.released) {
        this.end();
        this.lost.abort(new LeadershipLost());
      }
    } catch (error) {
      // Away for a while: nobody else can take over either, and if somebody did the next report tells.
      if (!(error instanceof Unreachable)) this.lost.abort(error);
    }
    if (this.released) return;
    this.timer = setTimeout(() => void this.beat(), BEAT_MS);
    this.timer.unref();
  }

  private end(): void {
    this.released = true;
    clearTimeout(this.timer);
  }
}
