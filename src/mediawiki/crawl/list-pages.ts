import { queryAll, queryBatches, type Continue, type QueryBatch } from '../api/continuation';
import { ApiError, CrawlStopped } from '../api/crawl-stopped';
import { listOf, type Members } from '../../universe/members';
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

/** Where the listing of a further namespace begins: kept in the checkpoint, and no parameter of the wiki. */
const NAMESPACE = 'namespace';

/** Lists the articles: the members of a category, or every page of the article namespaces that is no redirect. */
export async function* listPages(
  client: Client,
  category: string | null,
  namespaces: readonly number[],
  from: Continue | null = null,
): AsyncGenerator<ListingBatch, void, void> {
  const members = { list: 'categorymembers', cmtype: 'page', cmprop: 'ids|title', cmlimit: '500' };
  if (category !== null) {
    const batches = queryBatches(client, { ...members, cmtitle: `Category:${category}` }, from);
    yield* listIn(batches, 'categorymembers', namespaces);
    return;
  }
  const { [NAMESPACE]: present, ...rest } = from ?? {};
  const start = Math.max(0, namespaces.indexOf(Number(present ?? namespaces[0])));
  for (const [i, namespace] of namespaces.entries()) {
    if (i < start) continue;
    const following = namespaces[i + 1];
    const params = { list: 'allpages', apnamespace: String(namespace), apfilterredir: 'nonredirects', aplimit: '500' };
    const resumed = i === start && Object.keys(rest).length > 0 ? rest : null;
    for await (const { pages, next } of listIn(queryBatches(client, params, resumed), 'allpages', namespaces)) {
      const after = following === undefined ? null : { [NAMESPACE]: String(following) };
      yield { pages, next: next ? { ...next, [NAMESPACE]: String(namespace) } : after };
    }
  }
}

async function* listIn(
  batches: AsyncGenerator<QueryBatch, void, void>,
  name: string,
  namespaces: readonly number[],
): AsyncGenerator<ListingBatch, void, void> {
  for await (const { query, next } of wholeListing(batches)) {
    const rows = query[name];
    if (!Array.isArray(rows) && next === null && Object.keys(query).length === 0) throw senseless();
    yield { pages: listOf(rows).flatMap((row) => listed(row, namespaces)), next };
  }
}

const REDIRECTS: Params = { rdprop: 'title', rdlimit: '500' };

/** The same pages with their newest revisions and their redirects, for a comparison with what is known. */
export async function* listRevisions(
  client: Client,
  category: string | null,
  namespaces: readonly number[],
): AsyncGenerator<ListingBatch, void, void> {
  const generators: Params[] =
    category === null
      ? namespaces.map((namespace) => ({
          generator: 'allpages',
          gapnamespace: String(namespace),
          gapfilterredir: 'nonredirects',
          gaplimit: '500',
        }))
      : [{ generator: 'categorymembers', gcmtitle: `Category:${category}`, gcmtype: 'page', gcmlimit: '500' }];
  const props: Params = { prop: 'info|redirects', ...REDIRECTS, rdnamespace: namespaces.join('|') };
  for (const generator of generators) {
    for await (const { pages, next } of wholeListing(queryBatches(client, { ...generator, ...props }))) {
      yield { pages: pages.flatMap((page) => listed(page, namespaces)), next };
    }
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

function listed(row: Members, namespaces: readonly number[]): ListedPage[] {
  const { pageid, title, ns, lastrevid, touched, redirects } = row;
  const isArticle =
    typeof pageid === 'number' &&
    pageid > 0 &&
    typeof title === 'string' &&
    (ns === undefined || namespaces.includes(ns as number));
  if (!isArticle) return [];
  return [
    {
      pageid,
      title,
      revid: typeof lastrevid === 'number' ? lastrevid : null,
      touched: typeof touched === 'string' ? touched : null,
      redirects: listOf(redirects).map((one) => String(one['title'])),
    },
  ];
}

function senseless(): CrawlStopped {
  return new CrawlStopped(
    'suspect',
    'The wiki answers the request for its articles without a list. Nothing was changed.',
  );
}
