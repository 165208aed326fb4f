import { join } from 'node:path';
import { contentOfManifest, countArticles, readWrittenManifest } from '../../file-cache/native-manifest';
import { Crawl, type CrawlProgress } from '../../mediawiki/crawl/crawl';
import { contextOf } from '../../mediawiki/crawl/page-reader';
import type { SiteInfo } from '../../mediawiki/api/site-info';
import type { HtmlMode, UniverseDefinition } from '../../universe/universe-definition';
import { fillFolder, withFillLock } from './fill-folder';
import { FillWriter, type FillResult } from './fill-writer';
import { openWiki, wikiRulesOf, type WikiAccess } from './wiki-source';

export interface CrawlWikiOptions extends WikiAccess {
  definition: UniverseDefinition;
  cacheDir: string;
  resume: boolean;
  allowShrink: boolean;
  /** Instead of what the definition says. */
  html?: HtmlMode;
  onProgress?: (progress: CrawlProgress | WritingProgress) => void;
}

export interface WritingProgress {
  phase: 'writing';
  done: number;
  total: null;
}

export interface CrawlResult extends FillResult {
  requests: number;
}

/**
 * Crawls a wiki into the file cache: whole, or not at all. Throws CrawlStopped where it stopped on the way; it can go on
 * from there with `resume`.
 */
export async function crawlWiki(options: CrawlWikiOptions): Promise<CrawlResult> {
  const { cacheDir, definition, allowShrink, articleText, clock } = options;
  const { client, api } = openWiki(definition, options);
  return withFillLock(cacheDir, definition.id, async () => {
    const crawl = await Crawl.open({
      client,
      clock,
      api,
      category: definition.articleCategory,
      workDir: join(fillFolder(cacheDir, definition.id), 'crawl'),
      resume: options.resume,
      basis: contentOfManifest(await readWrittenManifest(join(cacheDir, definition.id))),
      rules: wikiRulesOf(definition, articleText),
      html: options.html ?? definition.html ?? 'auto',
      knownArticles: await countArticles(join(cacheDir, definition.id)),
      allowShrink,
      onProgress: options.onProgress,
    });
    try {
      await crawl.run();
      const result = await write(crawl, options);
      await crawl.finish(contentOfManifest(result.manifest));
      return { ...result, requests: client.requests };
    } catch (error) {
      await crawl.close().catch(() => undefined);
      throw error;
    }
  });
}

async function write(crawl: Crawl, options: CrawlWikiOptions): Promise<FillResult> {
  const { cacheDir, definition, allowShrink, articleText } = options;
  const { site } = crawl;
  const target = {
    cacheDir,
    definition,
    source: site.server || new URL(definition.api ?? '').origin,
    licence: licenceOf(site, definition),
    // The wiki's own clock at the beginning: what changed later is found by the next refresh.
    createdAt: site.time || new Date(options.clock.now()).toISOString(),
    madeBy: 'crawl' as const,
    allowShrink,
    withTexts: articleText === 'full',
    context: contextOf(site, wikiRulesOf(definition, articleText), crawl.definitions),
  };
  const reasons = new Map<string, string>();
  const fill = async (writer: FillWriter) => {
    for await (const { title, reason } of crawl.gone()) {
      reasons.set(title, reason);
      writer.coverage.failure(reason, title);
    }
    for await (const title of crawl.unrendered()) writer.coverage.failure('unrendered', title);
    for await (const article of crawl.articles()) {
      await writer.write(article);
      if (writer.count % 1000 === 0) options.onProgress?.({ phase: 'writing', done: writer.count, total: null });
    }
  };
  return FillWriter.write(target, fill, (title) => reasons.get(title) ?? 'not listed any more');
}

/** What the wiki says of its licence, else what the universe's file says. */
export function licenceOf(site: SiteInfo, definition: UniverseDefinition): { name: string; url: string } {
  const { name, url } = definition.licence;
  return { name: site.licence.name || name, url: site.licence.url || url };
}
