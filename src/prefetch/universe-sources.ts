import { listPerArticleFiles } from '../file-cache/per-article-files';
import { listCachedUniverses } from '../file-cache/source-files';
import type { FilesConfig } from '../config/config';

export const DEMO_UNIVERSE = 'demo';

/** Which universes have files to be loaded, and where those lie. */
export class UniverseSources {
  private cached: string[] = [];
  private listed = false;

  constructor(
    private readonly files: FilesConfig,
    private readonly definedIds: readonly string[],
  ) {}

  /** Lists the folders anew. Throws where CACHE_DIR exists and cannot be read. */
  async refresh(): Promise<void> {
    const perArticle = await listPerArticleFiles(this.files.contentDir, this.definedIds);
    this.cached = [...new Set([...(await listCachedUniverses(this.files.cacheDir)), ...perArticle.keys()])].sort();
    this.listed = true;
  }

  get isListed(): boolean {
    return this.listed;
  }

  /** Ids of the universes that CACHE_DIR or CONTENT_DIR hold. */
  ids(): readonly string[] {
    return this.cached;
  }

  /** The folder that holds a universe's native and categorised files; the bundled one has its own. */
  dirOf(universe: string): string {
    return universe === DEMO_UNIVERSE && !this.cached.includes(universe)
      ? this.files.universesDir
      : this.files.cacheDir;
  }
}
