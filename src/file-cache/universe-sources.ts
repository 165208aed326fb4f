import { stat } from 'node:fs/promises';
import { Logger } from '@nestjs/common';
import type { FilesConfig } from '../config/config';
import { hasPerArticleFiles } from './per-article-files';
import { listCachedUniverses } from './source-files';

export const DEMO_UNIVERSE = 'demo';

/** Ids of the universes whose articles CONTENT_DIR holds; reads every file, so it is done in another process. */
export type ListContent = (contentDir: string, knownIds: readonly string[]) => Promise<string[]>;
/** The provider of a ListContent. */
export const LIST_CONTENT = Symbol('ListContent');

/** Why nothing is to be waited for: a run found no usable record, or it could not go on. */
export type Standstill = 'empty' | 'stuck';

/** Which universes have files to be loaded, and where those lie. */
export class UniverseSources {
  private readonly log = new Logger('prefetch');
  private readonly refused = new Set<string>();
  private cached: readonly string[] = [];
  private content: readonly string[] = [];
  private contentChangedMs: number | null = null;
  private listed = false;
  private readonly standstills = new Map<string, Standstill>();

  constructor(
    private readonly files: FilesConfig,
    private readonly definedIds: readonly string[],
    private readonly listContent: ListContent,
  ) {}

  /** Lists the folders anew. Throws where one exists and cannot be read. */
  async refresh(): Promise<void> {
    const { ids, refused } = await listCachedUniverses(this.files.cacheDir);
    for (const name of refused) this.refuse(name);
    this.cached = ids;
    await this.refreshContent(ids);
    this.listed = true;
  }

  get isListed(): boolean {
    return this.listed;
  }

  /** Ids of the universes that CACHE_DIR or CONTENT_DIR hold. */
  ids(): readonly string[] {
    return [...new Set([...this.cached, ...this.content])].sort();
  }

  /** What the last run of a universe came to; null where it made its dataset. */
  note(universe: string, standstill: Standstill | null): void {
    if (standstill) this.standstills.set(universe, standstill);
    else this.standstills.delete(universe);
  }

  /** Null where a run may still make something of the files. */
  standstillOf(universe: string): Standstill | null {
    return this.standstills.get(universe) ?? null;
  }

  /** The folder that holds a universe's native and categorised files; the bundled one has its own. */
  dirOf(universe: string): string {
    return universe === DEMO_UNIVERSE && !this.ids().includes(universe) ? this.files.universesDir : this.files.cacheDir;
  }

  /** Files that came or went have changed the folder. */
  private async refreshContent(cached: readonly string[]): Promise<void> {
    const { contentDir } = this.files;
    const changedMs = (await stat(contentDir).catch(() => null))?.mtimeMs ?? null;
    if (changedMs === this.contentChangedMs) return;
    const isAny = changedMs !== null && (await hasPerArticleFiles(contentDir));
    this.content = isAny ? await this.listContent(contentDir, [...this.definedIds, ...cached]) : [];
    this.contentChangedMs = changedMs;
  }

  private refuse(name: string): void {
    if (this.refused.has(name)) return;
    this.refused.add(name);
    const msg = 'these files are left out: no universe may be called so';
    this.log.warn({ msg, name, may: 'a lower-case letter, then up to 49 letters, digits and _; no word of the API' });
  }
}
