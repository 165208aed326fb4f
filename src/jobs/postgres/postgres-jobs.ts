import type { Database } from '../../database/database';
import { JobRepository, type FailedJobRow, type JobRow } from '../../database/repositories/job.repository';
import { READ_PATIENCE } from '../../database/statement';
import { Unreachable } from '../../database/unreachable';
import {
  JobsUnavailable,
  STALLED_REASON,
  reasonOf,
  type FailedJob,
  type JobFailureCode,
  type JobKind,
  type JobKinds,
  type JobView,
  type JobsStatus,
} from '../job';
import { JobRunner, type JobOrder } from '../job-runner';
import { LEASE_MS } from './postgres-worker';

/** Jobs per statement: a submission of many is cut, so that each part stays within its time. */
const SUBMIT_AT_ONCE = 50;
const MAX_LISTED = 200;

/** Jobs in Postgres, which worker processes take. This is the submitters' side; PostgresWorker is the other. */
export class PostgresJobs extends JobRunner {
  private readonly table: JobRepository;

  constructor(private readonly database: Database) {
    super();
    this.table = new JobRepository(database, READ_PATIENCE);
  }

  start(): void {
    // The database is reached by its own room.
  }

  async submitAll<K extends JobKind>(kind: K, orders: readonly JobOrder<K>[]): Promise<void> {
    for (let at = 0; at < orders.length; at += SUBMIT_AT_ONCE)
      await reached(this.table.add(kind, orders.slice(at, at + SUBMIT_AT_ONCE)));
  }

  async look<K extends JobKind>(kind: K, ids: readonly string[]): Promise<Map<string, JobView<K>>> {
    const rows = await reached(this.table.find(kind, ids));
    return new Map(rows.map((row) => [row.id, toView<K>(row)]));
  }

  withdraw(id: string): Promise<boolean> {
    return reached(this.table.withdraw(id));
  }

  workers(kind: JobKind): Promise<number> {
    return reached(this.table.countWorkers(kind, LEASE_MS));
  }

  async listFailed(): Promise<FailedJob[]> {
    return (await reached(this.table.listFailed(MAX_LISTED))).map(toFailed);
  }

  retry(id: string): Promise<boolean> {
    return reached(this.table.retry(id));
  }

  isPaused(): Promise<boolean> {
    return reached(this.table.isPaused());
  }

  setPaused(isPaused: boolean): Promise<void> {
    return reached(this.table.setPaused(isPaused));
  }

  status(): JobsStatus {
    const connected = this.database.writable;
    const warnings = connected ? [] : [`Postgres is away: ${this.database.reason ?? 'it does not answer'}`];
    return { mode: 'postgres', connected, warnings };
  }

  async stop(): Promise<void> {
    // The database is let go of by its own room.
  }
}

async function reached<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    throw new JobsUnavailable(error.reason, { cause: error });
  }
}

function toView<K extends JobKind>(row: JobRow): JobView<K> {
  const progress = row.progress as JobKinds[K]['progress'] | null;
  switch (row.state) {
    case 'waiting':
      return { state: 'waiting' };
    case 'active':
      return { state: 'active', progress };
    case 'completed':
      return { state: 'completed', result: row.result as JobKinds[K]['result'] };
    case 'failed':
      return { state: 'failed', ...failureOf(row), progress };
  }
}

function failureOf({ code, reason }: Pick<JobRow, 'code' | 'reason'>): { code: JobFailureCode; reason: string } {
  if (code === 'job_stalled') return { code, reason: STALLED_REASON };
  return { code: 'job_failed', reason: reason ?? reasonOf(null) };
}

function toFailed(row: FailedJobRow): FailedJob {
  const { id, kind, universe, attempts, ended_at } = row;
  return {
    id,
    kind: kind as JobKind,
    universe,
    ...failureOf(row),
    attempts,
    failedAt: new Date(ended_at).toISOString(),
  };
}
