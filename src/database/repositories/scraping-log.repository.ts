import type { Database } from '../database';
import { orWhereAway } from '../unreachable';

export type OperationType = 'startup_prefetch_all' | 'file_to_postgres_migration' | 'crawl' | (string & {});
export type OperationStatus = 'running' | 'completed' | 'failed' | 'cancelled' | 'abandoned';

/** The columns of what a run counts. */
const COUNTS = [
  'articles_processed',
  'articles_created',
  'articles_updated',
  'articles_unchanged',
  'articles_rejected',
  'images_downloaded',
  'images_cached',
  'images_failed',
  'errors_count',
] as const;
type OperationCounts = Record<(typeof COUNTS)[number], number>;

export interface OperationEnd extends Partial<OperationCounts> {
  status: Exclude<OperationStatus, 'running' | 'abandoned'>;
  errorMessage?: string | null;
  extra?: Record<string, unknown>;
}

/** A row of `scraping_logs` as the outside sees it. */
export interface OperationRow extends Omit<OperationCounts, 'articles_unchanged' | 'articles_rejected'> {
  id: number;
  universe: string | null;
  operation_type: string;
  status: OperationStatus;
  error_message: string | null;
  started_at: string;
  completed_at: string | null;
  duration_seconds: number | null;
}

const BEAT_MS = 5000;
/** How often to look for rows of processes that are gone, also while nothing runs here. */
const SWEEP_MS = 15_000;
/** A running row whose owner has not reported for so long belongs to a process that is gone. */
const STALE = '30 seconds';

/** Keeps `scraping_logs`: one row a run, true also for runs whose process was killed. */
export class ScrapingLogRepository {
  private readonly opened = new Set<number>();
  private timer: NodeJS.Timeout | null = null;
  private sweeper: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly instance: string,
  ) {
    database.on('up', () => {
      this.sweep();
      this.sweeper ??= setInterval(() => this.sweep(), SWEEP_MS).unref();
    });
  }

  /** Opens a running row and gives its id; null where Postgres is away. */
  async open(universe: string | null, type: OperationType): Promise<number | null> {
    const id = await this.insert(universe, type);
    if (id === null) return null;
    this.opened.add(id);
    this.timer ??= setInterval(() => void this.beat().catch(() => undefined), BEAT_MS).unref();
    return id;
  }

  /** Ends a row; one that somebody meanwhile gave up as abandoned stays so. Throws Unreachable. */
  async close(id: number, end: OperationEnd): Promise<void> {
    this.forget(id);
    // Often that follows the very failure that it records.
    await this.database.whenCertain();
    await this.database.write({
      text: `UPDATE public.scraping_logs
                SET status = $2, error_message = $3, extra_metadata = $4,
                    ${COUNTS.map((name, i) => `${name} = $${i + 5}`).join(', ')},
                    completed_at = clock_timestamp(),
                    duration_seconds = extract(epoch FROM clock_timestamp() - started_at)
              WHERE id = $1 AND status = 'running'`,
      values: [
        id,
        end.status,
        end.errorMessage ?? null,
        end.extra ? JSON.stringify(end.extra) : null,
        ...COUNTS.map((name) => end[name] ?? 0),
      ],
    });
  }

  /** Marks running rows whose owner is gone; gives how many. Rows that somebody still works on stay. Throws Unreachable. */
  async abandonStale(): Promise<number> {
    if (!this.database.writable) return 0;
    const { rowCount } = await this.database.write({
      text: `UPDATE public.scraping_logs
                SET status = 'abandoned', completed_at = clock_timestamp(),
                    duration_seconds = extract(epoch FROM coalesce(heartbeat_at, started_at) - started_at),
                    error_message = coalesce(error_message, 'the process that did this is gone')
              WHERE status = 'running' AND NOT (id = ANY ($1::bigint[]))
                AND coalesce(heartbeat_at, started_at) < clock_timestamp() - interval '${STALE}'`,
      values: [[...this.opened]],
    });
    return rowCount ?? 0;
  }

  /** The newest operations. Throws Unreachable. */
  async listRecent(universe: string | null, limit = 5): Promise<OperationRow[]> {
    return this.database.read<OperationRow>({
      text: `SELECT id, universe, operation_type, status, articles_processed, articles_created, articles_updated,
                    images_downloaded, images_cached, images_failed, errors_count, error_message, started_at,
                    completed_at, duration_seconds
               FROM public.scraping_logs WHERE $1::text IS NULL OR universe = $1 ORDER BY id DESC LIMIT $2`,
      values: [universe, limit],
    });
  }

  /** Stops reporting; rows that are still open will be found abandoned. */
  stop(): void {
    if (this.sweeper) clearInterval(this.sweeper);
    this.stopBeating();
  }

  private async insert(universe: string | null, type: OperationType): Promise<number | null> {
    await this.database.whenCertain();
    if (!this.database.writable) return null;
    const statement = {
      text: `INSERT INTO public.scraping_logs (universe, operation_type, status, started_at, heartbeat_at, instance)
             VALUES ($1, $2, 'running', clock_timestamp(), clock_timestamp(), $3) RETURNING id`,
      values: [universe, type, this.instance],
    };
    const written = await orWhereAway(() => this.database.write<{ id: number }>(statement), null);
    return written?.rows[0]?.id ?? null;
  }

  private sweep(): void {
    // What cannot be swept now is swept later.
    this.abandonStale().catch(() => undefined);
  }

  private async beat(): Promise<void> {
    if (!this.database.writable || this.opened.size === 0) return;
    await this.database.write({
      text: `UPDATE public.scraping_logs SET heartbeat_at = clock_timestamp()
              WHERE id = ANY ($1::bigint[]) AND status = 'running'`,
      values: [[...this.opened]],
    });
  }

  private forget(id: number): void {
    this.opened.delete(id);
    if (this.opened.size === 0) this.stopBeating();
  }

  private stopBeating(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }
}
