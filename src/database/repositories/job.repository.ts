import type { QueryResult, QueryResultRow } from 'pg';
import type { Database } from '../database';
import type { Patience } from '../statement';

/** A job as it lies in the table; what its JSON means, its room knows. */
export interface JobRow {
  id: string;
  kind: string;
  state: 'waiting' | 'active' | 'completed' | 'failed';
  progress: unknown;
  result: unknown;
  code: string | null;
  reason: string | null;
}

export interface FailedJobRow {
  id: string;
  kind: string;
  universe: string;
  code: string;
  reason: string;
  attempts: number;
  /** Milliseconds since 1970. */
  ended_at: number;
}

/** A job that its holder has until the lease ends; `failed` where too many workers were lost with it. */
export interface ClaimedJob {
  id: string;
  kind: string;
  state: 'active' | 'failed';
  payload: unknown;
  progress: unknown;
  /** Attempts that ended with an error. */
  attempts: number;
  /** Workers that were lost with it. */
  losses: number;
}

/** Workers that may be lost with a job before it is given up. */
const MAX_LOSSES = 2;
const COMPLETED_KEPT = '1 hour';
const FAILED_KEPT = '7 days';

/**
 * Jobs in Postgres. Every statement stands by itself and every time is the server's, so that it holds behind a pooler
 * in transaction mode, and with clocks that differ. Throws Unreachable.
 */
export class JobRepository {
  constructor(
    private readonly database: Database,
    private readonly patience: Patience,
  ) {}

  /** Adds jobs in this order. One of the same id that waits or is at work stays; one that ended is done again. */
  async add(kind: string, jobs: readonly { id: string; payload: unknown }[]): Promise<void> {
    await this.write(
      `INSERT INTO public.lorekeeper_jobs AS job (id, kind, payload, state, due_at)
       SELECT id, $1, payload::jsonb, 'waiting', now()
         FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS new (id, payload, place) ORDER BY place
       ON CONFLICT (id) DO UPDATE
          SET number = excluded.number, payload = excluded.payload, state = 'waiting', due_at = excluded.due_at,
              attempts = 0, losses = 0, progress = NULL, result = NULL, code = NULL, reason = NULL, ended_at = NULL
        WHERE job.state IN ('completed', 'failed')`,
      [kind, jobs.map(({ id }) => id), jobs.map(({ payload }) => JSON.stringify(payload))],
    );
  }

  find(kind: string, ids: readonly string[]): Promise<JobRow[]> {
    return this.read<JobRow>(
      `SELECT id, kind, state, progress, result, code, reason
         FROM public.lorekeeper_jobs WHERE kind = $1 AND id = ANY ($2)`,
      [kind, ids],
    );
  }

  /** Deletes a job that nobody has. True where it is not there any more. */
  async withdraw(id: string): Promise<boolean> {
    const { rows } = await this.write<{ is_gone: boolean }>(
      `WITH gone AS (
         DELETE FROM public.lorekeeper_jobs
          WHERE id = $1 AND (state = 'waiting' OR state = 'active' AND held_until < now()) RETURNING id)
       SELECT EXISTS (SELECT FROM gone)
              OR NOT EXISTS (SELECT FROM public.lorekeeper_jobs WHERE id = $1) AS is_gone`,
      [id],
    );
    return rows[0]?.is_gone ?? false;
  }

  /** The latest first. */
  listFailed(limit: number): Promise<FailedJobRow[]> {
    return this.read<FailedJobRow>(
      `SELECT id, kind, payload->>'universe' AS universe, code, reason, attempts,
              (extract(epoch FROM ended_at) * 1000)::float8 AS ended_at
         FROM public.lorekeeper_jobs WHERE state = 'failed' ORDER BY lorekeeper_jobs.ended_at DESC LIMIT $1`,
      [limit],
    );
  }

  /** False where there is no failed job of that id. */
  retry(id: string): Promise<boolean> {
    return this.changesOne(
      `UPDATE public.lorekeeper_jobs
          SET state = 'waiting', due_at = now(), attempts = 0, losses = 0, code = NULL, reason = NULL, ended_at = NULL
        WHERE id = $1 AND state = 'failed'`,
      [id],
    );
  }

  /**
   * Gives the next job of these kinds to a holder: one that waits, or one whose holder let its lease end. null where
   * there is none, or the queue is paused.
   */
  async claim(kinds: readonly string[], holder: string, leaseMs: number): Promise<ClaimedJob | null> {
    const { rows } = await this.write<ClaimedJob>(
      `WITH next AS (
         SELECT id, losses + (state = 'active')::int AS losses FROM public.lorekeeper_jobs
          WHERE kind = ANY ($1)
            AND (state = 'waiting' AND due_at <= now() OR state = 'active' AND held_until < now())
            AND NOT EXISTS (SELECT FROM public.lorekeeper_job_queue WHERE is_paused)
          ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
       UPDATE public.lorekeeper_jobs job
          SET losses = next.losses,
              state = CASE WHEN next.losses < $4 THEN 'active' ELSE 'failed' END,
              holder = CASE WHEN next.losses < $4 THEN $2 END,
              held_until = CASE WHEN next.losses < $4 THEN now() + $3 * interval '1 millisecond' END,
              code = CASE WHEN next.losses >= $4 THEN 'job_stalled' END,
              ended_at = CASE WHEN next.losses >= $4 THEN now() END
         FROM next WHERE job.id = next.id
       RETURNING job.id, job.kind, job.state, job.payload, job.progress, job.attempts, job.losses`,
      [kinds, holder, leaseMs, MAX_LOSSES],
    );
    return rows[0] ?? null;
  }

  /** Prolongs a lease and notes how far the work is. False where another one has the job. */
  renew(id: string, holder: string, leaseMs: number, progress: unknown): Promise<boolean> {
    return this.changesOne(
      `UPDATE public.lorekeeper_jobs
          SET held_until = now() + $3 * interval '1 millisecond', progress = coalesce($4::jsonb, progress)
        WHERE id = $1 AND holder = $2`,
      [id, holder, leaseMs, progress === null ? null : JSON.stringify(progress)],
    );
  }

  /** False where another one has the job, also in the methods below. */
  complete(id: string, holder: string, result: unknown): Promise<boolean> {
    return this.changesOne(
      `UPDATE public.lorekeeper_jobs
          SET state = 'completed', result = $3::jsonb, holder = NULL, held_until = NULL, ended_at = now()
        WHERE id = $1 AND holder = $2`,
      [id, holder, JSON.stringify(result)],
    );
  }

  fail(id: string, holder: string, { code, reason }: { code: string; reason: string }): Promise<boolean> {
    return this.changesOne(
      `UPDATE public.lorekeeper_jobs
          SET state = 'failed', code = $3, reason = $4, attempts = attempts + 1,
              holder = NULL, held_until = NULL, ended_at = now()
        WHERE id = $1 AND holder = $2`,
      [id, holder, code, reason],
    );
  }

  /** Has a failed attempt repeated after so long. */
  postpone(id: string, holder: string, pauseMs: number): Promise<boolean> {
    return this.changesOne(
      `UPDATE public.lorekeeper_jobs
          SET state = 'waiting', due_at = now() + $3 * interval '1 millisecond', attempts = attempts + 1,
              holder = NULL, held_until = NULL
        WHERE id = $1 AND holder = $2`,
      [id, holder, pauseMs],
    );
  }

  /** Gives a job back as if nobody had begun it. */
  giveBack(id: string, holder: string): Promise<boolean> {
    return this.changesOne(
      `UPDATE public.lorekeeper_jobs SET state = 'waiting', holder = NULL, held_until = NULL
        WHERE id = $1 AND holder = $2`,
      [id, holder],
    );
  }

  /** Says that a worker lives and which kinds it takes; forgets workers that died and jobs that ended long ago. */
  async announce(worker: string, kinds: readonly string[]): Promise<void> {
    await this.write(
      `WITH dead AS (DELETE FROM public.lorekeeper_job_workers WHERE seen_at < now() - interval '1 hour'),
            old AS (DELETE FROM public.lorekeeper_jobs
                     WHERE state = 'completed' AND ended_at < now() - interval '${COMPLETED_KEPT}'
                        OR state = 'failed' AND ended_at < now() - interval '${FAILED_KEPT}')
       INSERT INTO public.lorekeeper_job_workers (worker, kinds, seen_at) VALUES ($1, $2::jsonb, now())
       ON CONFLICT (worker) DO UPDATE SET kinds = excluded.kinds, seen_at = excluded.seen_at`,
      [worker, JSON.stringify(kinds)],
    );
  }

  async leave(worker: string): Promise<void> {
    await this.write('DELETE FROM public.lorekeeper_job_workers WHERE worker = $1', [worker]);
  }

  /** Workers of that kind that were heard of within that time. */
  async countWorkers(kind: string, withinMs: number): Promise<number> {
    const rows = await this.read<{ count: number }>(
      `SELECT count(*)::int AS count FROM public.lorekeeper_job_workers
        WHERE kinds ? $1 AND seen_at > now() - $2 * interval '1 millisecond'`,
      [kind, withinMs],
    );
    return rows[0]?.count ?? 0;
  }

  async isPaused(): Promise<boolean> {
    const rows = await this.read<{ is_paused: boolean }>('SELECT is_paused FROM public.lorekeeper_job_queue', []);
    return rows.some(({ is_paused }) => is_paused);
  }

  async setPaused(isPaused: boolean): Promise<void> {
    await this.write(
      `INSERT INTO public.lorekeeper_job_queue (id, is_paused) VALUES (1, $1)
       ON CONFLICT (id) DO UPDATE SET is_paused = excluded.is_paused`,
      [isPaused],
    );
  }

  private async changesOne(text: string, values: unknown[]): Promise<boolean> {
    return (await this.write(text, values)).rowCount === 1;
  }

  private read<R extends QueryResultRow>(text: string, values: unknown[]): Promise<R[]> {
    return this.database.read<R>({ text, values }, null, this.patience);
  }

  private write<R extends QueryResultRow>(text: string, values: unknown[]): Promise<QueryResult<R>> {
    return this.database.write<R>({ text, values }, this.patience);
  }
}
