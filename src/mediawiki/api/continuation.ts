import { CrawlStopped } from './crawl-stopped';
import type { Params, WikiClient } from './wiki-client';

export type Continue = Readonly<Record<string, string>>;
type Members = Record<string, unknown>;

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
): AsyncGenerator<QueryBatch, void, void> {
  const seen = new Set<string>();
  let batch = new Batch();
  let next = from;
  do {
    const body = await client.query({ ...params, ...next });
    batch.add(body.query);
    next = body.continue ?? null;
    const key = JSON.stringify(next);
    if (next && seen.has(key)) {
      throw new CrawlStopped(
        'suspect',
        'The wiki sends the crawl in a circle (the same continuation twice). Nothing was changed.',
      );
    }
    seen.add(key);
    if (!body.batchcomplete && next) continue;
    yield batch.take(next);
    batch = new Batch();
  } while (next);
}

/** Everything of a query at once; for queries that are known to be small. */
export async function queryAll(client: Pick<WikiClient, 'query'>, params: Params): Promise<QueryBatch> {
  const all: QueryBatch = { pages: [], query: {}, next: null };
  for await (const { pages, query } of queryBatches(client, params)) {
    all.pages.push(...pages);
    merge(all.query, query);
  }
  return all;
}

class Batch {
  private readonly pages = new Map<string, Members>();
  private readonly query: Members = {};

  add(query: Members | undefined): void {
    if (typeof query !== 'object' || query === null) return;
    const { pages, ...rest } = query;
    for (const page of Array.isArray(pages) ? (pages as Members[]) : []) {
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

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
