import { stat } from 'node:fs/promises';
import type { Config } from '../../config/config';
import { SharedWork } from '../../event-loop/shared-work';
import { measurePerArticleFiles, type FolderSize } from '../../file-cache/per-article-files';
import { findSourceFiles, pathsOf } from '../../file-cache/source-files';
import type { ImageStore } from '../../images/store/image-store';
import type { Catalogue } from '../../catalogue/catalogue';
import { readCoverage } from '../../prefetch/fill/coverage';
import type { PostgresArticles } from '../../catalogue/postgres-articles';
import type { DatabaseHealth } from '../../database/database';
import type { OperationRow } from '../../database/repositories/scraping-log.repository';

/** What `cache/stats` needs to know of the stores. */
export interface CacheStatistics {
  images: { files: number; bytes: number; by_format: Record<string, number> };
  file_cache: { exists: boolean; files: number; bytes: number; created_at: string | null; stale: boolean };
  postgresql: { connected: boolean; bytes: number; tables: Record<string, number> };
  recent_operations: OperationRow[];
}

export interface ReportParts {
  postgres: Pick<PostgresArticles, 'health' | 'sizes' | 'recentOperations'>;
  images: ImageStore;
  catalogue: Catalogue;
  /** Every universe that files may belong to. */
  universes: () => readonly string[];
}

/** The state of the process and its stores, asked of the rooms that own them. */
export class ServiceReport {
  /** Whether a Postgres is configured at all. */
  readonly usesPostgres: boolean;
  private readonly measurements = new SharedWork<FolderSize>();

  constructor(
    readonly version: string,
    private readonly config: Config,
    private readonly parts: ReportParts,
  ) {
    this.usesPostgres = config.database.mode !== 'none';
  }

  /** Never waits. */
  database(): DatabaseHealth {
    return this.parts.postgres.health();
  }

  /** What the last crawl, import or refresh of a universe reported; null where there was none. */
  lastFill(universe: string): Promise<object | null> {
    return readCoverage(this.config.files.cacheDir, universe);
  }

  /** The figures of one universe; never fails because a store is away or a folder cannot be read. */
  async statistics(universe: string): Promise<CacheStatistics> {
    const { postgres, images, catalogue } = this.parts;
    const [fileCache, sizes, operations] = await Promise.all([
      this.fileCache(universe),
      postgres.sizes(),
      postgres.recentOperations(universe),
    ]);
    const view = catalogue.current(universe);
    return {
      images: images.stats() as CacheStatistics['images'],
      file_cache: { ...fileCache, stale: view?.stale ?? false },
      postgresql: { connected: postgres.health().connected, ...sizes },
      recent_operations: operations,
    };
  }

  private async fileCache(universe: string): Promise<Omit<CacheStatistics['file_cache'], 'stale'>> {
    const { cacheDir } = this.config.files;
    const [sources, perArticle] = await Promise.all([
      findSourceFiles(cacheDir, universe, []).catch((error: unknown) => unlessUnreadable(error, null)),
      this.perArticleFiles(universe),
    ]);
    const paths = sources ? pathsOf(sources) : [];
    const sizes = await Promise.all(paths.map(async (path) => (await stat(path).catch(() => null))?.size ?? 0));
    const files = sizes.length + perArticle.files;
    const createdAt = sources?.native?.manifest?.createdAt ?? sources?.categorised?.createdAt ?? null;
    return {
      exists: files > 0,
      files,
      bytes: sizes.reduce((sum, size) => sum + size, perArticle.bytes),
      created_at: createdAt,
    };
  }

  /** However many ask, the folder is gone through once at a time; one that cannot be read counts as empty. */
  private perArticleFiles(universe: string): Promise<FolderSize> {
    const known = [...this.parts.universes(), universe];
    return this.measurements.run(universe, () =>
      measurePerArticleFiles(this.config.files.contentDir, universe, known).catch((error: unknown) =>
        unlessUnreadable(error, { files: 0, bytes: 0 }),
      ),
    );
  }
}

/** A folder that the system does not let us read counts as empty; any other error is a bug. */
function unlessUnreadable<T>(error: unknown, empty: T): T {
  if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
  return empty;
}
