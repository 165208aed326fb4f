import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/config';
import { universeByName } from '../../file-cache/per-article-files';
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

  /** The figures of one universe; never fails because a store is away. */
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
    const { cacheDir, contentDir } = this.config.files;
    const known = [...this.parts.universes(), universe];
    const perArticle = (await readdir(contentDir).catch(() => [] as string[]))
      .filter((name) => name.endsWith('.json') && universeByName(name, known) === universe)
      .map((name) => join(contentDir, name));
    const sources = await findSourceFiles(cacheDir, universe, perArticle);
    const sizes = await Promise.all(
      pathsOf(sources).map(async (path) => (await stat(path).catch(() => null))?.size ?? 0),
    );
    const createdAt = sources.native?.manifest?.createdAt ?? sources.categorised?.createdAt ?? null;
    return {
      exists: sizes.length > 0,
      files: sizes.length,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      created_at: createdAt,
    };
  }
}
