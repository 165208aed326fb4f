import type { UniverseView } from '../../../catalogue/universe-view';
import { Problem } from '../../../problem/problem';
import type { KnownImages } from '../../../images/store/image-store';
import { articleJson } from './articles';
import { numberOf } from './questions';
import { withRawMember } from './titles';

const SUGGESTIONS = 5;
const ALTERNATIVES = 10;

export type InTurn = <T>(work: () => T) => T | Promise<T>;

/** The article that a title means. Throws Problem ARTICLE_NOT_FOUND with the nearest titles, found in turn. */
export async function articleByTitle(
  view: UniverseView,
  title: string,
  images: KnownImages,
  inTurn: InTurn,
): Promise<string> {
  return articleJson(view, await ordinalOf(view, title, inTurn), images);
}

/** Ordinal of the article that a title means. Throws Problem ARTICLE_NOT_FOUND with the nearest titles. */
export async function ordinalOf(view: UniverseView, title: string, inTurn: InTurn): Promise<number> {
  const { directory } = view;
  const ordinal = directory.titleFinder.find(title);
  if (ordinal >= 0) return ordinal;
  const near = await inTurn(() => directory.search.nearestTitles(title, SUGGESTIONS));
  const titles = near.map((one) => directory.title(one));
  const hint = titles.length === 0 ? '' : ` Did you mean ${titles.map((one) => `“${one}”`).join(', ')}?`;
  throw new Problem('ARTICLE_NOT_FOUND', `There is no article “${title.slice(0, 300)}”.${hint}`, {
    suggestions: near.map((one) => ({ title: directory.title(one), category: directory.category(one) })),
  });
}

/** Throws Problem ARTICLE_NOT_FOUND. */
export function articleById(view: UniverseView, id: number, images: KnownImages): Promise<string> {
  const ordinal = view.directory.findId(id);
  if (ordinal >= 0) return articleJson(view, ordinal, images);
  throw new Problem('ARTICLE_NOT_FOUND', `There is no article with the id ${id}.`, { suggestions: [] });
}

export interface LookupQuery {
  q: string;
  category?: string | undefined;
}

/** The best article for a query, and what else it may have meant. */
export async function lookup(view: UniverseView, query: LookupQuery, images: KnownImages): Promise<string | Buffer> {
  const category = numberOf(view, query.category);
  const { directory } = view;
  const [best, ...others] =
    category === null ? [] : directory.search.search(query.q, { category, limit: 1 + ALTERNATIVES }).hits;
  if (!best) return JSON.stringify({ query: query.q, article: null, match: null, alternatives: [] });
  const alternatives = others.map(({ ordinal }) => presentEntry(view, ordinal));
  const article = await articleJson(view, best.ordinal, images);
  return withRawMember({ query: query.q, match: best.match, alternatives }, 'article', Buffer.from(article));
}

/** What a list without rows shows of an article. */
export function presentEntry({ directory }: UniverseView, ordinal: number) {
  return {
    title: directory.title(ordinal),
    category: directory.category(ordinal),
    summary: directory.summary(ordinal),
    image_url: directory.imageUrl(ordinal),
  };
}
