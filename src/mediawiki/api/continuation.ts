import { CrawlStopped } from './crawl-stopped';
import type { ApiBody } from './classify-answer';
import { isMembers, type Members } from '../../universe/members';
import type { Params, RequestOptions, WikiClient } from './wiki-client';

export type Continue = Readonly<Record<string, string>>;

/** What one complete batch of a query brought. */
export interface QueryBatch {
  /** Pages, each with all that the batch's answers said of it. */
  pages: Members[];
  /** Every other member of `query`; lists are joined. */
  query: Members;
  /** Where the next batch begins; null after the last. A checkpoint: durable before the next batch is asked for. */
  next: Continue | null;
}

/**
 * Runs a query with all its continuations: request n+1 is the original with the last `continue` object as it came. A
 * batch is handed out when the wiki says that it is complete. A `continue` that comes a second time is a circle and
 * stops the crawl.
 */
export async function* queryBatches(
  client: Pick<WikiClient, 'query'>,
  params: Params,
  from: Continue | null = null,
  options: RequestOptions = {},
): AsyncGenerator<QueryBatch, void, void> {
  const seen = new Set<string>();
  let batch = new Batch();
  let next = from;
  do {
    const body = await client.query({ ...params, ...next }, options);
    batch.add(body.query);
    next = body.continue ?? oldContinue(body['query-continue'], params);
    const key = JSON.stringify(next);
    if (next && seen.has(key)) {
      throw new CrawlStopped(
        'suspect',
        'The wiki sends the crawl in a circle (the same continuation twice). Nothing was changed.',
      );
    }
    seen.add(key);
    if (!isComplete(body, params) && next) continue;
    yield batch.take(next);
    batch = new Batch();
  } while (next);
}

/** Everything of a query at once; for queries that are known to be small. */
export async function queryAll(
  client: Pick<WikiClient, 'query'>,
  params: Params,
  options?: RequestOptions,
): Promise<QueryBatch> {
  const all: QueryBatch = { pages: [], query: {}, next: null };
  for await (const { pages, query } of queryBatches(client, params, null, options)) {
    all.pages.push(...pages);
    merge(all.query, query);
  }
  return all;
}

/** Before 1.26 nothing says that a batch is complete; a plain list always is, and the old form of going on tells. */
function isComplete(body: ApiBody, params: Params): boolean {
  if (body.batchcomplete !== undefined) return body.batchcomplete !== false;
  if (params['list'] !== undefined) return true;
  const old = body['query-continue'];
  return old !== undefined && Object.keys(old).every((module) => module === params['generator']);
}

/**
 * How MediaWiki before 1.21 says where to go on: `{allpages: {apcontinue}}`, a member for each module. The properties of
 * the present pages come first, then the generator's next pages.
 */
function oldContinue(old: ApiBody['query-continue'], params: Params): Continue | null {
  const modules = Object.entries(old ?? {});
  if (modules.length === 0) return null;
  const properties = modules.filter(([name]) => name !== params['generator']);
  return Object.assign({}, ...(properties.length > 0 ? properties : modules).map(([, next]) => next)) as Continue;
}

class Batch {
  private readonly pages = new Map<string, Members>();
  private readonly query: Members = {};

  add(query: Members | undefined): void {
    if (!isMembers(query)) return;
    const { pages, ...rest } = query;
    for (const page of pagesOf(pages)) {
      const key = String(page['pageid'] ?? `title ${String(page['title'])}`);
      const known = this.pages.get(key);
      if (known) merge(known, page);
      else this.pages.set(key, page);
    }
    merge(this.query, rest);
  }

  take(next: Continue | null): QueryBatch {
    return { pages: [...this.pages.values()], query: this.query, next };
  }
}

/** Before 1.25 pages are an object by their ids. */
function pagesOf(pages: unknown): Members[] {
  if (Array.isArray(pages)) return pages as Members[];
  return isMembers(pages) ? Object.values(pages).filter(isMembers) : [];
}

/** Joins what two answers say: arrays grow without doubles, objects member by member, the newer value wins. */
function merge(into: Members, from: Members): void {
  for (const [name, value] of Object.entries(from)) {
    const known = Object.hasOwn(into, name) ? into[name] : undefined;
    if (Array.isArray(known) && Array.isArray(value)) appendNew(known, value);
    else if (isMembers(known) && isMembers(value)) merge(known, value);
    else Object.defineProperty(into, name, { value, writable: true, enumerable: true, configurable: true });
  }
}

function appendNew(known: unknown[], more: readonly unknown[]): void {
  const have = new Set(known.map((item) => JSON.stringify(item)));
  for (const item of more) if (!have.has(JSON.stringify(item))) known.push(item);
}
