import type { Clock } from '../../egress/clock';
import { BATCH_SIZE, chunksOf, titleBatches } from '../api/batches';
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
import type { Spool } from '../spool';
import { normaliseTitle } from '../wikitext/titles';
import type { ChangedPages } from './recent-changes';

/** Where what is fetched waits on disk: many pages may have changed. */
export interface ChangedSpools {
  pages: Spool<PageFacts>;
  articles: Spool<HarvestedArticle>;
}

export interface FetchChangedOptions {
  client: WikiClient;
  spools: ChangedSpools;
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

/** The truth about changed pages: the spooled articles as they are now, and tombstones with the wiki's reason. */
export interface Fetched {
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
  const { client, clock, site, category, spools } = options;
  const abilities = abilitiesOf(site, articleNamespacesOf(site, options.rules.articleNamespaces), options.rules);
  const now = () => clock.now();
  const titles = new Map<number, string>();
  const tombstones = new Map<number, string>();
  const redirects = new Set<string>();
  const failed = new Set<string>();
  const take = async ({ pages, gone }: FetchedPages) => {
    for (const page of pages) {
      titles.set(page.pageid, page.title);
      await spools.pages.append(page);
    }
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
    await take(await fetchPages(client, abilities, batch, now));
    done += batch.length;
    options.onProgress?.(done, changed.ids.size);
  }
  const unseen = (asked: Iterable<string>) => {
    const seen = new Set(titles.values());
    return [...new Set([...asked].map((title) => normaliseTitle(title)))].filter(
      (title) => title !== '' && !seen.has(title),
    );
  };
  const takeTitles = async (asked: readonly string[]) => {
    for (const batch of titleBatches(asked)) await take(await fetchTitles(client, abilities, batch, now));
  };
  await takeTitles(unseen(changed.titles));
  // The article at the end of a new redirect has one more name now.
  if (redirects.size > 0) {
    const targets = unseen((await resolveTitles(client, [...redirects])).values());
    await takeTitles(targets.filter((title) => !redirects.has(title)));
  }
  if (failed.size > 0 && titles.size + tombstones.size === 0) {
    throw new CrawlStopped(
      'unavailable',
      `The wiki fails at all pages that changed (${[...failed].slice(0, 3).join(', ')}). Nothing was changed. Refresh again later.`,
    );
  }
  const bare = await PageReader.open(site, options.rules);
  const templates = new Set<string>();
  for await (const page of spools.pages.values()) for (const name of bare.templatesOf(page)) templates.add(name);
  const askedTemplates = [...templates];
  const definitions = definitionsOf(await fetchTemplates(client, askedTemplates, bare.namespaces));
  const rows = titles.size > 0 ? await fetchTables(client, options.rules.tables) : undefined;
  const reader = await PageReader.open(site, options.rules, definitions, rows);
  for await (const page of spools.pages.values()) {
    const isListed = category === null || page.categories.includes(category);
    if (isListed && reader.isArticle(page)) tombstones.delete(page.pageid);
    else tombstones.set(page.pageid, isListed ? 'no article any more' : 'left the category of articles');
  }
  await harvest(reader, options, { tombstones, failed });
  return { tombstones, failed: [...failed], definitions, askedTemplates };
}

/** Makes articles of the pages that have no tombstone. */
async function harvest(
  reader: PageReader,
  { client, html, wikiHasInfoboxProps, isKnown, rules, spools }: FetchChangedOptions,
  { tombstones, failed }: { tombstones: ReadonlyMap<number, string>; failed: Set<string> },
): Promise<void> {
  const parse = await loadHtmlParser();
  const members = spools.pages.keys().filter((pageid) => !tombstones.has(pageid));
  for (const batch of chunksOf(members, BATCH_SIZE)) {
    const withHtml = [];
    for (const pageid of batch) {
      const page = await spools.pages.get(pageid);
      if (!page) continue;
      const isWanted = html === 'always' || (html === 'auto' && reader.needsHtml(page, wikiHasInfoboxProps));
      const reading = { parse, links: reader.links, withBody: rules.withTexts };
      const facts = isWanted ? await fetchHtmlPage(client, pageid, reading) : null;
      if (facts?.isFailed) failed.add(page.title);
      // An article is not replaced by less of it.
      if (!facts?.isFailed || !isKnown(pageid)) withHtml.push({ page, facts });
    }
    const names = withHtml.map(({ page, facts }) => reader.fileToAsk(page, facts));
    const files = await fetchFiles(
      client,
      names.filter((name) => name !== null),
    );
    for (const [i, { page, facts }] of withHtml.entries()) {
      await spools.articles.append(reader.read(page, facts, files.get(names[i] ?? '') ?? null));
    }
  }
}
