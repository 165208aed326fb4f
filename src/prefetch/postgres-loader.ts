import { once } from 'node:events';
import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database';
import { codeOf } from '../database/error-policy';
import { Leadership, LeadershipLost, type Lease } from '../database/leadership';
import { LoadFailed, type LoadResult, type LoadSource } from '../database/load/load-source';
import { Loader } from '../database/load/loader';
import type { ChangeRow } from '../database/repositories/change.repository';
import { Unreachable } from '../database/unreachable';
import { ChangeLog } from '../dataset/change-log';
import type { DatasetInfo } from '../dataset/dataset-info';
import { isIntact, ROW_COLUMNS, rowHashOf } from '../dataset/rows-format';
import type { RowsInOrder } from '../dataset/directory';
import type { Snapshot } from '../dataset/snapshot';
import { isIntactText, TEXT_COLUMNS, textHashOf } from '../dataset/texts-format';
import type { Rejection } from '../file-cache/read-records';
import { RunFailure } from './run-failure';

export interface LoadRequest {
  info: DatasetInfo;
  snapshot: Snapshot;
  rejections: Rejection[];
  /** Loads also where the dataset is published already, and rewrites every row. */
  force: boolean;
  allowShrink: boolean;
}

export interface LoadEvents {
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
  /** Another instance builds; called again when that changes. */
  onWaiting(holder: string, since: string): void;
}

export type LoadOutcome =
  | { status: 'loaded'; counts: LoadResult }
  /** The dataset of this key is published already, by this or another instance, or one of a newer version's rules. */
  | { status: 'published' }
  /** Postgres is not configured, or away: load when it comes. */
  | { status: 'unavailable' };

/** The first start of the embedded server creates its data folder. */
const SETTLE_MS = 20_000;
const FOLLOW_MS = 3000;
/** Of the directory: small enough that a change spoils little, large enough to be packed well. */
const PIECE_BYTES = 1 << 16;

/** Publishes datasets in Postgres, as the one instance that builds. */
@Injectable()
export class PostgresLoader {
  private readonly log = new Logger('prefetch');
  private readonly loader: Loader;

  constructor(
    private readonly database: Database,
    private readonly leadership: Leadership,
    private readonly changes: ChangeLog,
  ) {
    this.loader = new Loader(database);
  }

  /** Whether Postgres is there and takes data. */
  get isWritable(): boolean {
    return this.database.writable;
  }

  /** Waits until it is known whether Postgres can be reached (at most some seconds). */
  async settled(): Promise<void> {
    if (this.database.state === 'starting') await this.database.whenUp(SETTLE_MS).catch(ignoreUnreachable);
  }

  /** Publishes a dataset. Throws RunFailure, in words. */
  async load(request: LoadRequest, events: LoadEvents): Promise<LoadOutcome> {
    await this.database.whenCertain();
    if (!this.database.writable) return { status: 'unavailable' };
    for (;;) {
      const lease = await this.lead(request, events);
      if (lease === null) return { status: 'unavailable' };
      try {
        return await this.loadAsLeader(request, events, lease);
      } catch (error) {
        if (error instanceof LoadFailed && error.code === 'OLDER_VERSION') return this.leaveNewer(request, error);
        // Whoever took over perhaps published this very dataset: look again as a follower.
        if (!(error instanceof LeadershipLost)) throw inWords(error);
      } finally {
        await lease.release().catch(ignoreUnreachable);
      }
    }
  }

  /** Articles of the published dataset; 0 where there is none or it cannot be known. */
  publishedArticles(universe: string): number {
    return this.database.datasets().get(universe)?.articles ?? 0;
  }

  /** Key of the published dataset; null where there is none or it cannot be known. */
  publishedKey(universe: string): string | null {
    return this.database.datasets().get(universe)?.key ?? null;
  }

  /** Ids of all published universes. */
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
    const counts = await this.loader.load(sourceOf(request, await this.knownChanges(info.universe)), {
      lease,
      force,
      allowShrink,
      signal: events.signal,
      onProgress: events.onProgress,
    });
    await this.seen(info.universe, info.key);
    return { status: 'loaded', counts };
  }

  /** What the last publications on this machine changed. */
  private async knownChanges(universe: string): Promise<ChangeRow[]> {
    const known = await this.changes.list(universe);
    const packed = await Promise.all(known.map((publication) => this.changes.readPacked(universe, publication)));
    return known.flatMap((publication, place) => {
      const changes = packed[place];
      return changes ? [{ ...publication, changes }] : [];
    });
  }

  private leaveNewer({ info }: LoadRequest, { message }: LoadFailed): LoadOutcome {
    this.log.warn({ msg: 'the published dataset stays', universe: info.universe, reason: message });
    return { status: 'published' };
  }

  /** Waits until this process serves what it has just published. */
  private async seen(universe: string, key: string): Promise<void> {
    const signal = AbortSignal.timeout(FOLLOW_MS);
    while (this.publishedKey(universe) !== key && !signal.aborted) {
      await once(this.database, 'datasets-changed', { signal }).catch(() => undefined);
    }
  }
}

/** What Postgres is given of a dataset; `changes`: what the last publications changed. */
export function sourceOf(
  { info, snapshot, rejections }: Pick<LoadRequest, 'info' | 'snapshot' | 'rejections'>,
  changes: ChangeRow[],
): LoadSource {
  const { rows, texts } = snapshot.directory;
  return {
    universe: info.universe,
    key: info.key,
    articles: info.articles,
    categories: info.categories,
    rows: {
      table: 'wiki_articles',
      hashColumn: 'row_hash',
      path: snapshot.paths.rows,
      columns: ROW_COLUMNS,
      isIntact: (tuple, n) => isHash(rowHashOf(tuple), rows, n) && isIntact(tuple),
      rows,
    },
    texts: {
      table: 'wiki_texts',
      hashColumn: 'text_hash',
      path: snapshot.paths.texts,
      columns: TEXT_COLUMNS,
      isIntact: (tuple, n) => isHash(textHashOf(tuple), texts, n) && isIntactText(tuple),
      rows: texts,
    },
    directoryPieces: () => snapshot.directory.sections.pieces(PIECE_BYTES),
    info,
    rejects: rejections,
    changes,
  };
}

function isHash(hash: { high: number; low: number } | null, rows: RowsInOrder, number: number): boolean {
  return hash?.high === rows.hashHigh(number) && hash.low === rows.hashLow(number);
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
