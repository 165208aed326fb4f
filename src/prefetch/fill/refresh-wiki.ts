import { join } from 'node:path';
import { contentHash, toNativeLine } from '../../file-cache/native-line';
import { replaceManifestTime } from '../../file-cache/native-writer';
import { articleNamespacesOf, fetchSiteInfo, type SiteInfo } from '../../mediawiki/api/site-info';
import type { WikiClient } from '../../mediawiki/api/wiki-client';
import type { HtmlMode } from '../../mediawiki/crawl/crawl';
import { contextOf } from '../../mediawiki/crawl/page-reader';
import { compareListing } from '../../mediawiki/refresh/compare-listing';
import { fetchChanged, type Fetched } from '../../mediawiki/refresh/fetch-changed';
import { KnownPages } from '../../mediawiki/refresh/known-pages';
import { addPagesShowing } from '../../mediawiki/refresh/pages-showing';
import { collectChanges, MODULE, reachesBack, type ChangedPages } from '../../mediawiki/refresh/recent-changes';
import { Problem } from '../../problem/problem';
import { parseRecord } from '../../universe/parse-record';
import type { UniverseDefinition } from '../../universe/universe-definition';
import { withFillLock } from './fill-folder';
import { FillWriter, type FillResult } from './fill-writer';
import { licenceOf } from './crawl-wiki';
import { NativeFileCache } from './native-lines';
import { openWiki, wikiRulesOf, type WikiAccess } from './wiki-source';

export interface RefreshOptions extends WikiAccess {
  definition: UniverseDefinition;
  cacheDir: string;
  allowShrink: boolean;
  /** Compare the whole listing even where the list of changes reaches back. */
  full?: boolean;
  html?: HtmlMode;
  onProgress?: (progress: { phase: 'comparing' | 'pages' | 'writing'; done: number; total: number | null }) => void;
}

export interface RefreshResult {
  /** null: nothing had changed, and nothing was written but the time. */
  written: FillResult | null;
  /** Whether changes had been missed, so that the whole listing was compared. */
  comparedAll: boolean;
  fetched: number;
  deleted: number;
  /** Pages at which the wiki failed. While there are any, the manifest's time stays: the next refresh asks again. */
  failed: string[];
  requests: number;
}

/**
 * Brings a universe up to date: fetches what changed since the manifest's time and nothing else. The manifest's time
 * moves in the same step as the data, so that a crash repeats the refresh and loses nothing.
 */
export async function refreshWiki(options: RefreshOptions): Promise<RefreshResult> {
  const { cacheDir, definition } = options;
  const { client } = openWiki(definition, options);
  return withFillLock(cacheDir, definition.id, async () => {
    const fileCache = await NativeFileCache.open(cacheDir, definition.id);
    if (!fileCache) {
      throw new Problem(
        'CONFLICT',
        'There is nothing to refresh: run cache:crawl or cache:import-dump for this universe first.',
      );
    }
    return new Refresh(options, client, fileCache).run();
  });
}

class Refresh {
  private readonly known = new KnownPages();
  private hasInfoboxProps = false;

  constructor(
    private readonly options: RefreshOptions,
    private readonly client: WikiClient,
    private readonly fileCache: NativeFileCache,
  ) {}

  async run(): Promise<RefreshResult> {
    const { client, fileCache, options } = this;
    const { definition, cacheDir } = options;
    await this.readKnown();
    const site = await fetchSiteInfo(client);
    const since = fileCache.manifest.created_at;
    const comparedAll = options.full === true || !(await reachesBack(client, since, site.time));
    const changed = await this.changedPages(since, comparedAll, site);
    const fetched = await this.fetch(changed, site);
    const tombstones = [...fetched.tombstones.keys()].filter((id) => this.known.has(id));
    const { failed } = fetched;
    const counts = { comparedAll, fetched: fetched.articles.length, deleted: tombstones.length, failed };
    const now = site.time || new Date(options.clock.now()).toISOString();
    const createdAt = failed.length > 0 ? since : now;
    const articles = fetched.articles.filter(
      ({ record }) => this.known.contentOf(record.pageid) !== contentHash(toNativeLine(record)),
    );
    if (articles.length + tombstones.length === 0) {
      await replaceManifestTime(join(cacheDir, definition.id), createdAt);
      return { written: null, ...counts, requests: client.requests };
    }
    const written = await this.write({ ...fetched, articles }, site, createdAt);
    return { written, ...counts, requests: client.requests };
  }

  private async readKnown(): Promise<void> {
    for await (const { line, rawLine } of this.fileCache.articles()) {
      this.known.add(parseRecord(JSON.parse(line)), contentHash(line));
      if (rawLine?.includes('"form":"pageprops"')) this.hasInfoboxProps = true;
    }
  }

  private async changedPages(since: string, compareAll: boolean, site: SiteInfo): Promise<ChangedPages> {
    const { definition, allowShrink } = this.options;
    const { client, known } = this;
    const articles = articleNamespacesOf(site, definition.articleNamespaces);
    if (compareAll) {
      this.options.onProgress?.({ phase: 'comparing', done: 0, total: known.size });
      return compareListing(client, definition.articleCategory, articles, known, since, allowShrink);
    }
    const changed = await collectChanges(client, since, known, {
      articles,
      hasModules: site.namespaces.some(([key]) => key === MODULE),
    });
    await addPagesShowing(client, changed, known, articles);
    return changed;
  }

  private async fetch(changed: ChangedPages, site: SiteInfo): Promise<Fetched> {
    const { clock, definition, html, onProgress } = this.options;
    return fetchChanged(changed, {
      client: this.client,
      clock,
      site,
      rules: wikiRulesOf(definition),
      category: definition.articleCategory,
      isKnown: (pageid) => this.known.has(pageid),
      html: html ?? 'auto',
      wikiHasInfoboxProps: this.hasInfoboxProps || site.extensions?.portableInfobox === true,
      onProgress: (done, total) => onProgress?.({ phase: 'pages', done, total }),
    });
  }

  /** Writes the next version: the articles of the last one as they stand, the changed ones in their places. */
  private async write(fetched: Fetched, site: SiteInfo, createdAt: string): Promise<FillResult> {
    const { articles, tombstones, failed, definitions, askedTemplates } = fetched;
    const { cacheDir, definition, allowShrink } = this.options;
    const before = await this.fileCache.context();
    definitions.addMissing(before?.definitions, askedTemplates);
    const writer = await FillWriter.open({
      cacheDir,
      definition,
      source: this.fileCache.manifest.source,
      licence: licenceOf(site, definition),
      createdAt,
      madeBy: 'refresh',
      allowShrink,
      context: contextOf(site, wikiRulesOf(definition), definitions),
    });
    for (const title of failed) writer.coverage.failure('failed', title);
    const reasons = new Map<string, string>();
    const changed = articles.toSorted((a, b) => (a.record.pageid ?? 0) - (b.record.pageid ?? 0));
    const changedIds = new Set(changed.map(({ record }) => record.pageid));
    const titles = new Set(changed.map(({ record }) => record.title));
    let next = 0;
    const writeUpTo = async (pageid: number) => {
      for (; next < changed.length && (changed[next]?.record.pageid ?? 0) < pageid; next++)
        await writer.write(changed[next]!);
    };
    try {
      for await (const lines of this.fileCache.articles()) {
        const { pageid, title } = JSON.parse(lines.line) as { pageid?: number; title: string };
        await writeUpTo(pageid ?? 0);
        const reason = pageid === undefined ? undefined : tombstones.get(pageid);
        if (reason !== undefined) reasons.set(title, reason);
        else if (!changedIds.has(pageid ?? -1) && titles.has(title))
          reasons.set(title, 'another page has its title now');
        else if (!changedIds.has(pageid ?? -1)) await writer.writeLines(lines);
      }
      await writeUpTo(Infinity);
    } catch (error) {
      await writer.abort();
      throw error;
    }
    return writer.publish((title) => reasons.get(title) ?? 'deleted');
  }
}
