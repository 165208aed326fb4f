import { inHalves, joinValues, titleBatches } from '../api/batches';
import { queryAll } from '../api/continuation';
import { AnswerFailed, CrawlStopped } from '../api/crawl-stopped';
import { listOf, type Members } from '../../universe/members';
import type { SiteInfo } from '../api/site-info';
import type { Params, WikiClient } from '../api/wiki-client';
import { isGone, readPageFacts, type GonePage, type PageFacts } from './page-facts';

type Client = Pick<WikiClient, 'query'>;

/** What a wiki is asked for, and can be asked for, along with a page; what it lacks is left out, and had otherwise. */
export interface Abilities {
  /** First paragraphs by TextExtracts, for where a page's wikitext has none. */
  extracts: boolean;
  pageImages: boolean;
  /** Whether whole pages are wanted, and not only their first sections. */
  withTexts: boolean;
  /** Namespaces that hold articles. */
  namespaces: readonly number[];
}

/** What the extensions promise; where the wiki lists none, everything is tried and missing answers are no harm. */
export function abilitiesOf(
  site: SiteInfo,
  namespaces: readonly number[],
  { withTexts }: { withTexts: boolean },
): Abilities {
  return {
    withTexts,
    extracts: site.extensions?.textExtracts ?? false,
    pageImages: site.extensions?.pageImages ?? true,
    namespaces,
  };
}

export interface FetchedPages {
  pages: PageFacts[];
  gone: GonePage[];
}

/** The parameters of a batch of whole pages. */
function pageParams(abilities: Abilities): Params {
  const props = ['info', 'pageprops', 'categories', 'redirects', 'revisions'];
  if (abilities.pageImages) props.push('pageimages');
  if (abilities.extracts) props.push('extracts');
  return {
    prop: props.join('|'),
    inprop: 'url',
    ppprop: 'infoboxes|disambiguation',
    cllimit: '500',
    rdlimit: '500',
    rdprop: 'title',
    rdnamespace: abilities.namespaces.join('|'),
    rvprop: 'ids|timestamp|content',
    rvslots: 'main',
    ...(abilities.withTexts ? {} : { rvsection: '0' }),
    ...(abilities.extracts ? { exintro: '1', explaintext: '1', exlimit: '20' } : {}),
    ...(abilities.pageImages ? { piprop: 'original|name', pilimit: '50', pilicense: 'any' } : {}),
  };
}

/**
 * Fetches at most 50 pages by their ids. Every id is answered: as a page, as gone, or as failed where the wiki fails at
 * this one page and answers otherwise; else it throws CrawlStopped.
 */
export async function fetchPages(
  client: Client,
  abilities: Abilities,
  ids: readonly number[],
  now: () => number,
): Promise<FetchedPages> {
  const paramsOf = (half: readonly number[]) => ({ pageids: half.join('|') });
  const result = await askForAll(client, abilities, ids, paramsOf, (pageid) => ({ pageid, title: '' }), now);
  const answered = new Set([...result.pages, ...result.gone].map(({ pageid }) => pageid));
  const missing = ids.filter((id) => !answered.has(id)).length;
  if (missing === 0) return result;
  throw new CrawlStopped('suspect', `The wiki did not answer for ${missing} of the pages. Nothing was changed.`);
}

/** Asks for pages, and by halves where the wiki fails, until it is known at which. */
async function askForAll<T>(
  client: Client,
  abilities: Abilities,
  asked: readonly T[],
  paramsOf: (half: readonly T[]) => Params,
  nameOf: (one: T) => Pick<GonePage, 'pageid' | 'title'>,
  now: () => number,
): Promise<FetchedPages> {
  const failed: GonePage[] = [];
  const answers = await inHalves(
    asked,
    (half) => askFor(client, abilities, paramsOf(half), half.length),
    async ({ value, what }) => {
      await checkOthers(client, failed.length, what);
      failed.push({ ...nameOf(value), reason: 'failed', what });
    },
  );
  const { pages, gone } = sorted(answers.flat(), asked.length - failed.length, abilities, now);
  return { pages, gone: [...gone, ...failed] };
}

/** Asks for pages; throws AnswerFailed where the wiki fails at them. */
async function askFor(client: Client, abilities: Abilities, which: Params, count: number): Promise<Members[]> {
  const ask = async (able: Abilities) =>
    (await queryAll(client, { ...pageParams(able), ...which }, { mayFail: true })).pages;
  try {
    return await ask(abilities);
  } catch (error) {
    // An extract is made of the rendered page: one that the wiki fails to render has all the rest.
    if (!(error instanceof AnswerFailed) || count > 1 || !abilities.extracts) throw error;
    return ask({ ...abilities, extracts: false });
  }
}

/** More pages of one batch are not at fault themselves: the wiki is. */
const MOST_FAILED = 10;

/** A page is only at fault where the wiki answers otherwise. */
async function checkOthers(client: Client, failed: number, what: string): Promise<void> {
  if (failed >= MOST_FAILED) throw failing(what);
  await client.query({ meta: 'siteinfo', siprop: 'general' });
}

function failing(what: string): CrawlStopped {
  return new CrawlStopped('unavailable', `The wiki fails at the pages asked for (${what}). Go on later with --resume.`);
}

/** Fetches pages by their titles, which is how changes name them; redirects are told as gone, not followed. */
export async function fetchTitles(
  client: Client,
  abilities: Abilities,
  titles: readonly string[],
  now: () => number,
): Promise<FetchedPages> {
  const all: FetchedPages = { pages: [], gone: [] };
  for (const batch of titleBatches(titles)) {
    const paramsOf = (half: readonly string[]) => ({ titles: joinValues(half) });
    const nameOf = (title: string) => ({ pageid: null, title });
    const { pages, gone } = await askForAll(client, abilities, batch, paramsOf, nameOf, now);
    all.pages.push(...pages);
    all.gone.push(...gone);
  }
  return all;
}

function sorted(answers: Members[], asked: number, { namespaces }: Abilities, now: () => number): FetchedPages {
  if (answers.length === 0 && asked > 0) {
    throw new CrawlStopped('suspect', 'The wiki answers the request for pages without pages. Nothing was changed.');
  }
  const fetchedAt = new Date(now()).toISOString();
  const result: FetchedPages = { pages: [], gone: [] };
  for (const answer of answers) {
    const page = readPageFacts(answer, fetchedAt, namespaces);
    if (isGone(page)) result.gone.push(page);
    else result.pages.push(page);
  }
  return result;
}

/** Where redirects lead: from the titles as they were asked to the titles at the end of the chain. */
export async function resolveTitles(client: Client, titles: readonly string[]): Promise<Map<string, string>> {
  const resolved = new Map<string, string>();
  for (const batch of titleBatches(titles)) {
    const { query } = await queryAll(client, { titles: joinValues(batch), redirects: '1' });
    const steps = new Map<string, string>();
    for (const name of ['normalized', 'converted', 'redirects'] as const) {
      for (const { from, to } of pairs(query[name])) if (from !== to) steps.set(from, to);
    }
    for (const title of batch) resolved.set(title, follow(title, steps));
  }
  return resolved;
}

/** Follows a chain; a circle ends where it closes. */
function follow(title: string, steps: ReadonlyMap<string, string>): string {
  const seen = new Set<string>();
  let at = title;
  for (let next = steps.get(at); next !== undefined && !seen.has(at); next = steps.get(at)) {
    seen.add(at);
    at = next;
  }
  return at;
}

function pairs(value: unknown): { from: string; to: string }[] {
  return listOf(value).flatMap(({ from, to }) =>
    typeof from === 'string' && typeof to === 'string' ? [{ from, to }] : [],
  );
}
