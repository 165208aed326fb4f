import { queryAll, queryBatches, type Continue } from '../api/continuation';
import { ApiError, CrawlStopped } from '../api/crawl-stopped';
import type { Params, WikiClient } from '../api/wiki-client';

/** A page that the wiki lists as an article. */
export interface ListedPage {
  pageid: number;
  title: string;
  /** Its newest revision; null where the listing does not say. */
  revid: number | null;
  /** When what it shows changed last; null where the listing does not say. */
  touched: string | null;
  /** Titles that redirect to it, where the listing was asked for them. */
  redirects: string[];
}

export interface ListingBatch {
  pages: ListedPage[];
  /** Checkpoint; null after the last batch. */
  next: Continue | null;
}

type Client = Pick<WikiClient, 'query'>;
type Members = Record<string, unknown>;

/** Lists the articles: the members of a category, or every page of the main namespace that is no redirect. */
export async function* listPages(
  client: Client,
  category: string | null,
  from: Continue | null = null,
): AsyncGenerator<ListingBatch, void, void> {
  const name = category === null ? 'allpages' : 'categorymembers';
  const params: Params =
    category === null
      ? { list: name, apnamespace: '0', apfilterredir: 'nonredirects', aplimit: '500' }
      : { list: name, cmtitle: `Category:${category}`, cmtype: 'page', cmprop: 'ids|title', cmlimit: '500' };
  for await (const { query, next } of wholeListing(queryBatches(client, params, from))) {
    const rows = query[name];
    if (!Array.isArray(rows) && next === null && Object.keys(query).length === 0) throw senseless();
    yield { pages: (Array.isArray(rows) ? (rows as Members[]) : []).flatMap(listed), next };
  }
}

const REDIRECTS: Params = { rdprop: 'title', rdnamespace: '0', rdlimit: '500' };

/** The same pages with their newest revisions and their redirects, for a comparison with what is known. */
export async function* listRevisions(
  client: Client,
  category: string | null,
): AsyncGenerator<ListingBatch, void, void> {
  const generator: Params =
    category === null
      ? { generator: 'allpages', gapnamespace: '0', gapfilterredir: 'nonredirects', gaplimit: '500' }
      : { generator: 'categorymembers', gcmtitle: `Category:${category}`, gcmtype: 'page', gcmlimit: '500' };
  for await (const { pages, next } of wholeListing(
    queryBatches(client, { ...generator, prop: 'info|redirects', ...REDIRECTS }),
  )) {
    yield { pages: pages.flatMap(listed), next };
  }
}

/** Members of the category as the wiki counts them, or its articles; null where it does not say. */
export async function countListed(
  client: Client,
  category: string | null,
  articles: number | null,
): Promise<number | null> {
  if (category === null) return articles;
  const { pages } = await queryAll(client, { titles: `Category:${category}`, prop: 'categoryinfo' });
  const info = pages[0]?.['categoryinfo'] as { pages?: unknown } | undefined;
  return typeof info?.pages === 'number' ? info.pages : null;
}

/** A listing may not lose a part: what is soft for a page is the end of a listing. */
async function* wholeListing<T>(batches: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  try {
    yield* batches;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new CrawlStopped('refused', `The wiki cannot list the articles (${error.message}). Nothing was changed.`);
  }
}

function listed(row: Members): ListedPage[] {
  const { pageid, title, ns, lastrevid, touched, redirects } = row;
  const isArticle =
    typeof pageid === 'number' && pageid > 0 && typeof title === 'string' && (ns === undefined || ns === 0);
  if (!isArticle) return [];
  return [
    {
      pageid,
      title,
      revid: typeof lastrevid === 'number' ? lastrevid : null,
      touched: typeof touched === 'string' ? touched : null,
      redirects: (Array.isArray(redirects) ? (redirects as Members[]) : []).map((one) => String(one['title'])),
    },
  ];
}

function senseless(): CrawlStopped {
  return new CrawlStopped(
    'suspect',
    'The wiki answers the request for its articles without a list. Nothing was changed.',
  );
}
