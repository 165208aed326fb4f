import type { Clock } from '../../egress/clock';
import { BATCH_SIZE, chunksOf } from '../api/batches';
import { CrawlStopped } from '../api/crawl-stopped';
import { articleNamespacesOf, type SiteInfo } from '../api/site-info';
import type { WikiClient } from '../api/wiki-client';
import { abilitiesOf, fetchPages, fetchTitles, resolveTitles, type FetchedPages } from '../crawl/fetch-pages';
import { fetchFiles } from '../crawl/fetch-files';
import { fetchHtmlPage } from '../crawl/html-page';
import type { PageFacts } from '../crawl/page-facts';
import { fetchTables } from '../crawl/fetch-tables';
import { definitionsOf, fetchTemplates } from '../crawl/fetch-templates';
import { PageReader, type WikiRules } from '../crawl/page-reader';
import type { InfoboxDefinitions } from '../wikitext/infobox-definitions';
import type { HarvestedArticle } from '../harvest';
import { loadHtmlParser } from '../infobox/html-parser';
import { normaliseTitle } from '../wikitext/titles';
import type { ChangedPages } from './recent-changes';

export interface FetchChangedOptions {
  client: WikiClient;
  clock: Clock;
  site: SiteInfo;
  rules: WikiRules;
  /** Category in which an article must be; null where every page is one. */
  category: string | null;
  /** Whether there is an article of this id already. */
  isKnown: (pageid: number) => boolean;
  html: 'auto' | 'always' | 'never';
  wikiHasInfoboxProps: boolean;
  onProgress?: (done: number, total: number) => void;
}

/** The truth about changed pages: articles as they are now, and tombstones with the wiki's reason. */
export interface Fetched {
  articles: HarvestedArticle[];
  /** Page id to the reason why it is no article any more. */
  tombstones: Map<number, string>;
  /** Pages at which the wiki fails: they stay as they are, and are asked for again by the next refresh. */
  failed: string[];
  /** Of the infobox templates of these articles. */
  definitions: InfoboxDefinitions;
  /** The templates of which the wiki was asked. */
  askedTemplates: string[];
}

const REASONS = {
  missing: 'deleted',
  invalid: 'not a valid page',
  redirect: 'became a redirect',
  hidden: 'its text is suppressed',
  elsewhere: 'moved out of the articles',
} as const;

/** Fetches what changed and nothing else. */
export async function fetchChanged(changed: ChangedPages, options: FetchChangedOptions): Promise<Fetched> {
  const { client, clock, site, category } = options;
  const abilities = abilitiesOf(site, articleNamespacesOf(site, options.rules.articleNamespaces));
  const now = () => clock.now();
  const facts = new Map<number, PageFacts>();
  const tombstones = new Map<number, string>();
  const redirects = new Set<string>();
  const failed = new Set<string>();
  const take = ({ pages, gone }: FetchedPages) => {
    for (const page of pages) facts.set(page.pageid, page);
    for (const { pageid, title, reason } of gone) {
      if (reason === 'failed') {
        failed.add(title || `page ${pageid}`);
        continue;
      }
      if (pageid !== null) tombstones.set(pageid, REASONS[reason]);
      if (reason === 'redirect') redirects.add(title);
    }
  };
  let done = 0;
  for (const batch of chunksOf([...changed.ids], BATCH_SIZE)) {
    take(await fetchPages(client, abilities, batch, now));
    done += batch.length;
    options.onProgress?.(done, changed.ids.size);
  }
  const unseen = (titles: Iterable<string>) => {
    const seen = new Set([...facts.values()].map(({ title }) => title));
    return [...new Set([...titles].map((title) => normaliseTitle(title)))].filter(
      (title) => title !== '' && !seen.has(title),
    );
  };
  const byTitle = unseen(changed.titles);
  if (byTitle.length > 0) take(await fetchTitles(client, abilities, byTitle, now));
  // The article at the end of a new redirect has one more name now.
  if (redirects.size > 0) {
    const targets = unseen((await resolveTitles(client, [...redirects])).values()).filter(
      (title) => !redirects.has(title),
    );
    if (targets.length > 0) take(await fetchTitles(client, abilities, targets, now));
  }
  if (failed.size > 0 && facts.size + tombstones.size === 0) {
    throw new CrawlStopped(
      'unavailable',
      `The wiki fails at all pages that changed (${[...failed].slice(0, 3).join(', ')}). Nothing was changed. Refresh again later.`,
    );
  }
  const bare = await PageReader.open(site, options.rules);
  const askedTemplates = [...new Set([...facts.values()].flatMap((page) => bare.templatesOf(page)))];
  const definitions = definitionsOf(await fetchTemplates(client, askedTemplates, bare.namespaces));
  const rows = facts.size > 0 ? await fetchTables(client, options.rules.tables) : undefined;
  const reader = await PageReader.open(site, options.rules, definitions, rows);
  for (const page of facts.values()) {
    const isArticle = (category === null || page.categories.includes(category)) && reader.isArticle(page);
    if (isArticle) tombstones.delete(page.pageid);
    else
      tombstones.set(
        page.pageid,
        category === null || page.categories.includes(category)
          ? 'no article any more'
          : 'left the category of articles',
      );
  }
  const members = [...facts.values()].filter(({ pageid }) => !tombstones.has(pageid));
  const articles = await harvest(members, reader, options, failed);
  return { articles, tombstones, failed: [...failed], definitions, askedTemplates };
}

async function harvest(
  pages: readonly PageFacts[],
  reader: PageReader,
  options: FetchChangedOptions,
  failed: Set<string>,
): Promise<HarvestedArticle[]> {
  const { client, html, wikiHasInfoboxProps } = options;
  const parse = await loadHtmlParser();
  const articles: HarvestedArticle[] = [];
  for (const batch of chunksOf(pages, BATCH_SIZE)) {
    const withHtml = [];
    for (const page of batch) {
      const isWanted = html === 'always' || (html === 'auto' && reader.needsHtml(page, wikiHasInfoboxProps));
      const facts = isWanted ? await fetchHtmlPage(client, page.pageid, parse, reader.links) : null;
      if (facts?.isFailed) failed.add(page.title);
      // An article is not replaced by less of it.
      if (!facts?.isFailed || !options.isKnown(page.pageid)) withHtml.push({ page, facts });
    }
    const names = withHtml.map(({ page, facts }) => reader.fileToAsk(page, facts));
    const files = await fetchFiles(
      client,
      names.filter((name) => name !== null),
    );
    withHtml.forEach(({ page, facts }, i) =>
      articles.push(reader.read(page, facts, files.get(names[i] ?? '') ?? null)),
    );
  }
  return articles;
}
