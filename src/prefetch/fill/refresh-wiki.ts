import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash, toNativeLine, toTextLine } from '../../file-cache/native-line';
import { replaceManifestTime } from '../../file-cache/native-writer';
import { articleNamespacesOf, fetchSiteInfo, type SiteInfo } from '../../mediawiki/api/site-info';
import type { WikiClient } from '../../mediawiki/api/wiki-client';
import { contextOf } from '../../mediawiki/crawl/page-reader';
import { compareListing } from '../../mediawiki/refresh/compare-listing';
import { fetchChanged, type ChangedSpools, type Fetched } from '../../mediawiki/refresh/fetch-changed';
import { KnownPages } from '../../mediawiki/refresh/known-pages';
import { addPagesShowing } from '../../mediawiki/refresh/pages-showing';
import { collectChanges, MODULE, reachesBack, type ChangedPages } from '../../mediawiki/refresh/recent-changes';
import type { HarvestedArticle } from '../../mediawiki/harvest';
import type { PageFacts } from '../../mediawiki/crawl/page-facts';
import { Spool } from '../../mediawiki/spool';
import { Problem } from '../../problem/problem';
import { parseRecord } from '../../universe/parse-record';
import type { HtmlMode, UniverseDefinition } from '../../universe/universe-definition';
import { fillFolder, withFillLock } from './fill-folder';
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
  /** Instead of what the definition says. */
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
    return withSpools(join(fillFolder(cacheDir, definition.id), 'refresh'), (spools) =>
      new Refresh(options, client, fileCache, spools).run(),
    );
  });
}

/** Gives work empty spools, which are gone when it ends. */
async function withSpools<T>(dir: string, work: (spools: ChangedSpools) => Promise<T>): Promise<T> {
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const pages = await Spool.open<PageFacts>(join(dir, 'pages'), ({ pageid }) => pageid);
  const articles = await Spool.open<HarvestedArticle>(join(dir, 'articles'), ({ record }) => record.pageid ?? 0);
  try {
    return await work({ pages, articles });
  } finally {
    await Promise.all([pages.close(), articles.close()]);
    await rm(dir, { recursive: true, force: true });
  }
}

class Refresh {
  private readonly known = new KnownPages();
  private hasInfoboxProps = false;

  constructor(
    private readonly options: RefreshOptions,
    private readonly client: WikiClient,
    private readonly fileCache: NativeFileCache,
    private readonly spools: ChangedSpools,
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
    const counts = { comparedAll, fetched: this.spools.articles.size, deleted: tombstones.length, failed };
    const now = site.time || new Date(options.clock.now()).toISOString();
    const createdAt = failed.length > 0 ? since : now;
    const differing = await this.differing();
    if (differing.size + tombstones.length === 0) {
      await replaceManifestTime(join(cacheDir, definition.id), createdAt);
      return { written: null, ...counts, requests: client.requests };
    }
    const written = await this.write(fetched, differing, { site, createdAt });
    return { written, ...counts, requests: client.requests };
  }

  private get withTexts(): boolean {
    return this.options.articleText === 'full';
  }

  private async readKnown(): Promise<void> {
    for await (const { line, textLine, rawLine } of this.fileCache.articles({ onBroken: this.warnOfTexts })) {
      this.known.add(parseRecord(JSON.parse(line)), contentHash(line, this.withTexts ? textLine : null));
      if (rawLine?.includes('"form":"pageprops"')) this.hasInfoboxProps = true;
    }
  }

  private readonly warnOfTexts = (what: string): void => {
    this.options.onWarning?.(`${what}. Read them again from what is kept: npm run cache:reparse`);
  };

  /** Of the fetched articles those that say something else than before: page id to title. */
  private async differing(): Promise<Map<number | null, string>> {
    const differing = new Map<number | null, string>();
    for await (const { record } of this.spools.articles.values()) {
      const content = contentHash(toNativeLine(record), record.text && toTextLine(record));
      if (this.known.contentOf(record.pageid) !== content) differing.set(record.pageid, record.title);
    }
    return differing;
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
    const { clock, definition, articleText, html, onProgress } = this.options;
    return fetchChanged(changed, {
      client: this.client,
      spools: this.spools,
      clock,
      site,
      rules: wikiRulesOf(definition, articleText),
      category: definition.articleCategory,
      isKnown: (pageid) => this.known.has(pageid),
      html: html ?? definition.html ?? 'auto',
      wikiHasInfoboxProps: this.hasInfoboxProps || site.extensions?.portableInfobox === true,
      onProgress: (done, total) => onProgress?.({ phase: 'pages', done, total }),
    });
  }

  /** Writes the next version: the articles of the last one as they stand, the differing ones in their places. */
  private async write(
    { tombstones, failed, definitions, askedTemplates }: Fetched,
    differing: ReadonlyMap<number | null, string>,
    { site, createdAt }: { site: SiteInfo; createdAt: string },
  ): Promise<FillResult> {
    const { cacheDir, definition, allowShrink, articleText } = this.options;
    const before = await this.fileCache.context();
    definitions.addMissing(before?.definitions, askedTemplates);
    const target = {
      cacheDir,
      definition,
      source: this.fileCache.manifest.source,
      licence: licenceOf(site, definition),
      createdAt,
      madeBy: 'refresh' as const,
      allowShrink,
      withTexts: this.withTexts,
      context: contextOf(site, wikiRulesOf(definition, articleText), definitions),
    };
    const reasons = new Map<string, string>();
    const titles = new Set(differing.values());
    const changed = this.spools.articles.values();
    let next = (await changed.next()).value;
    const writeUpTo = async (pageid: number, writer: FillWriter) => {
      for (; next && (next.record.pageid ?? 0) < pageid; next = (await changed.next()).value)
        if (differing.has(next.record.pageid)) await writer.write(next);
    };
    const fill = async (writer: FillWriter) => {
      for (const title of failed) writer.coverage.failure('failed', title);
      for await (const lines of this.fileCache.articles()) {
        const { pageid, title } = JSON.parse(lines.line) as { pageid?: number; title: string };
        await writeUpTo(pageid ?? 0, writer);
        const reason = pageid === undefined ? undefined : tombstones.get(pageid);
        if (reason !== undefined) reasons.set(title, reason);
        else if (!differing.has(pageid ?? -1) && titles.has(title))
          reasons.set(title, 'another page has its title now');
        else if (!differing.has(pageid ?? -1)) await writer.writeLines(lines);
      }
      await writeUpTo(Infinity, writer);
    };
    return FillWriter.write(target, fill, (title) => reasons.get(title) ?? 'deleted');
  }
}
