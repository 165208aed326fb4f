import { numberOf } from '../../../catalogue/asked-category';
import type { UniverseView } from '../../../catalogue/universe-view';
import { Problem } from '../../../problem/problem';
import type { KnownImages } from '../../../images/store/image-store';
import { articleJson } from '../../../catalogue/present/articles';
import { withRawMember } from './titles';

const ALTERNATIVES = 10;

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
export async function lookup(view: UniverseView, query: LookupQuery, images: KnownImages): Promise<string> {
  const category = numberOf(view, query.category);
  const { directory } = view;
  const [best, ...others] =
    category === null ? [] : directory.search.search(query.q, { category, limit: 1 + ALTERNATIVES }).hits;
  if (!best) return JSON.stringify({ query: query.q, article: null, match: null, alternatives: [] });
  const alternatives = others.map(({ ordinal }) => presentEntry(view, ordinal));
  const article = await articleJson(view, best.ordinal, images);
  return withRawMember({ query: query.q, match: best.match, alternatives }, 'article', article);
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
