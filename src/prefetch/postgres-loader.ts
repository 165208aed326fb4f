import { once } from 'node:events';
import type { Database } from '../database/database';
import { codeOf } from '../database/error-policy';
import { Leadership, LeadershipLost, type Lease } from '../database/leadership';
import { LoadFailed, type LoadSource } from '../database/load/load-source';
import { Loader } from '../database/load/loader';
import { Unreachable } from '../database/unreachable';
import { isIntact } from '../dataset/rows-format';
import { RunFailure, type DatasetLoader, type LoadEvents, type LoadOutcome, type LoadRequest } from './ports';

/** The first start of the embedded server creates its data folder. */
const SETTLE_MS = 20_000;
const FOLLOW_MS = 3000;
/** Of the directory: small enough that a change spoils little, large enough to be packed well. */
const PIECE_BYTES = 1 << 16;

/** Publishes datasets in Postgres, as the one instance that builds. */
export class PostgresLoader implements DatasetLoader {
  private readonly loader: Loader;

  constructor(
    private readonly database: Database,
    private readonly leadership: Leadership,
  ) {
    this.loader = new Loader(database);
  }

  get isWritable(): boolean {
    return this.database.writable;
  }

  async settled(): Promise<void> {
    if (this.database.state === 'starting') await this.database.whenUp(SETTLE_MS).catch(ignoreUnreachable);
  }

  async load(request: LoadRequest, events: LoadEvents): Promise<LoadOutcome> {
    await this.database.whenCertain();
    if (!this.database.writable) return { status: 'unavailable' };
    for (;;) {
      const lease = await this.lead(request, events);
      if (lease === null) return { status: 'unavailable' };
      try {
        return await this.loadAsLeader(request, events, lease);
      } catch (error) {
        // Whoever took over perhaps published this very dataset: look again as a follower.
        if (!(error instanceof LeadershipLost)) throw inWords(error);
      } finally {
        await lease.release().catch(ignoreUnreachable);
      }
    }
  }

  publishedArticles(universe: string): number {
    return this.database.datasets().get(universe)?.articles ?? 0;
  }

  publishedKey(universe: string): string | null {
    return this.database.datasets().get(universe)?.key ?? null;
  }

  publishedUniverses(): string[] {
    return [...this.database.datasets().keys()];
  }

  private async lead({ info }: LoadRequest, { signal, onWaiting }: LoadEvents): Promise<Lease | null> {
    try {
      return await this.leadership.acquire(info.universe, signal, ({ holder, since }) => onWaiting(holder, since));
    } catch (error) {
      if (isDiskFull(error)) throw new RunFailure('DISK_FULL', 'the disk of Postgres is full', { cause: error });
      if (error instanceof Unreachable) return null;
      throw error;
    }
  }

  private async loadAsLeader(request: LoadRequest, events: LoadEvents, lease: Lease): Promise<LoadOutcome> {
    const { info, force, allowShrink } = request;
    if (!force && (await this.loader.isPublished(info.universe, info.key))) return { status: 'published' };
    const counts = await this.loader.load(sourceOf(request), {
      lease,
      force,
      allowShrink,
      signal: events.signal,
      onProgress: events.onProgress,
    });
    await this.seen(info.universe, info.key);
    return { status: 'loaded', counts };
  }

  /** Waits until this process serves what it has just published. */
  private async seen(universe: string, key: string): Promise<void> {
    const signal = AbortSignal.timeout(FOLLOW_MS);
    while (this.publishedKey(universe) !== key && !signal.aborted) {
      await once(this.database, 'datasets-changed', { signal }).catch(() => undefined);
    }
  }
}

function sourceOf({ info, snapshot, rejections }: LoadRequest): LoadSource {
  return {
    universe: info.universe,
    key: info.key,
    articles: info.articles,
    categories: info.categories,
    rowsPath: snapshot.rowsPath,
    isIntact,
    rows: snapshot.directory.rows,
    directoryPieces: () => snapshot.directory.sections.pieces(PIECE_BYTES),
    info,
    rejects: rejections,
  };
}

/** What whoever polls the status may hear. */
function inWords(error: unknown): unknown {
  if (error instanceof LoadFailed) return new RunFailure(error.code, error.message, { cause: error });
  if (!(error instanceof Unreachable)) return error;
  const message = 'Postgres went away while the dataset was being loaded; it is loaded when Postgres is back';
  return new RunFailure('POSTGRES_LOST', message, { cause: error });
}

function isDiskFull(error: unknown): boolean {
  return codeOf(error) === '53100';
}

function ignoreUnreachable(error: unknown): void {
  if (!(error instanceof Unreachable)) throw error;
}
