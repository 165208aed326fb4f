import type { UniverseView } from '../../../catalogue/universe-view';
import type { ListPage } from '../../../dataset/facets/article-list';
import { inTurns } from '../../../event-loop/steps';
import { Problem } from '../../../problem/problem';
import { numberOf, numbersOf } from '../../../catalogue/asked-category';
import { orBadCursor } from '../../../catalogue/asked-cursor';
import { searchTexts } from '../../../catalogue/passages';
import type { KnownImages } from '../../../images/store/image-store';
import type { ArticlesQuery } from '../../params/articles-query';
import type { CountedList } from '../wiki-answers';
import { articleJson, articlesJson, imageMembers } from '../../../catalogue/present/articles';
import { presentEntry } from './one-article';

export interface SearchQuery {
  q: string;
  category?: string | undefined;
  limit: number;
  offset: number;
  /** Where it is looked for; in names if left out. */
  in?: SearchPlace | undefined;
}

export const SEARCH_PLACES = ['names', 'text', 'all'] as const;
export type SearchPlace = (typeof SEARCH_PLACES)[number];

interface FoundArticle {
  ordinal: number;
  match: string;
  matched: string | null;
  /** Of the text that matched. */
  snippet?: string;
}

/** What was found in names, then what was found in texts alone. */
async function found(view: UniverseView, query: SearchQuery): Promise<{ total: number; hits: FoundArticle[] }> {
  const category = numberOf(view, query.category);
  if (category === null || query.q.trim() === '') return { total: 0, hits: [] };
  const { limit, offset, q } = query;
  const { search } = view.directory;
  const place = query.in ?? 'names';
  if (place === 'names') return search.search(q, { category, limit, offset });
  const names = place === 'text' ? null : search.search(q, { category, limit: view.directory.count });
  const except = new Set(names?.hits.map(({ ordinal }) => ordinal));
  const page: FoundArticle[] = names?.hits.slice(offset, offset + limit) ?? [];
  const texts = await searchTexts(view, {
    q,
    category,
    limit: limit - page.length,
    offset: Math.max(0, offset - except.size),
    except,
  });
  const inTexts = texts.hits.map(({ ordinal, snippet }) => ({ ordinal, match: 'text', matched: null, snippet }));
  return { total: except.size + texts.total, hits: [...page, ...inTexts] };
}

export async function searchResults(view: UniverseView, query: SearchQuery, images: KnownImages): Promise<string> {
  const page = await found(view, query);
  const { directory } = view;
  const cards = await view.cards(page.hits.map((hit) => hit.ordinal));
  const results = page.hits.flatMap(({ ordinal, match, matched, snippet }, index) => {
    const card = cards[index];
    if (!card) return [];
    return {
      title: directory.title(ordinal),
      category: directory.category(ordinal),
      universe: view.universe,
      ...imageMembers(directory.imageUrl(ordinal), images),
      description: card.description,
      summary: directory.summary(ordinal),
      match,
      matched,
      ...(snippet !== undefined && { snippet }),
    };
  });
  return JSON.stringify({
    universe: view.universe,
    query: query.q,
    category: query.category ?? null,
    total: page.total,
    results,
  });
}

export function suggestions(view: UniverseView, query: Omit<SearchQuery, 'offset'>): string {
  const category = numberOf(view, query.category);
  if (category === null || query.q.trim() === '') return '[]';
  const { directory } = view;
  const ordinals = view.directory.search.suggest(query.q, { category, limit: query.limit });
  return JSON.stringify(ordinals.map((ordinal) => ({ id: directory.id(ordinal), ...presentEntry(view, ordinal) })));
}

export async function articlesPage(view: UniverseView, query: ArticlesQuery, images: KnownImages): Promise<string> {
  const page = listPage(view, query);
  const items = await articlesJson(view, page.ordinals, images, query.fields);
  return `{"items":[${items.join(',')}],"next_cursor":${JSON.stringify(page.next)},"total":${page.total}}`;
}

function listPage(view: UniverseView, query: ArticlesQuery): ListPage {
  return orBadCursor(() =>
    view.directory.list.list({
      categories: numbersOf(view, query.category),
      filters: query.filter,
      hasImage: query.has_image,
      updatedSince: query.updated_since,
      sort: query.sort,
      after: query.cursor,
      limit: query.limit,
    }),
  );
}

export async function articleBatch(view: UniverseView, titles: string[], images: KnownImages): Promise<string> {
  const ordinals = new Set<number>();
  const missing = new Set<string>();
  for (const title of titles) {
    const ordinal = view.directory.titleFinder.find(title);
    if (ordinal < 0) missing.add(title);
    else ordinals.add(ordinal);
  }
  const articles = await articlesJson(view, [...ordinals], images);
  return `{"articles":[${articles.join(',')}],"missing":${JSON.stringify([...missing])}}`;
}

export interface FacetsQuery {
  category?: string | undefined;
  /** Folded. */
  field: string;
  limit: number;
  offset: number;
}

/** Of some fields nearly every article has a value of its own: they are counted in as many turns as it takes. */
export async function facetValues(view: UniverseView, query: FacetsQuery): Promise<CountedList> {
  const category = numberOf(view, query.category);
  if (category === null) return { json: '[]', total: 0 };
  const values = await inTurns(view.directory.facets.values(query.field, category ?? null));
  const page = values.slice(query.offset, query.offset + query.limit);
  return { json: JSON.stringify(page), total: values.length };
}

export interface RandomQuery {
  category?: string[] | undefined;
  exclude?: string[] | undefined;
  seed?: string | undefined;
  has_image?: boolean | undefined;
}

export async function randomArticle(view: UniverseView, query: RandomQuery, images: KnownImages): Promise<string> {
  const { list, info, titleFinder } = view.directory;
  const ordinal = list.random(query.seed ?? String(Math.random()), info.key, {
    categories: numbersOf(view, query.category),
    hasImage: query.has_image,
    except: query.exclude?.map((title) => titleFinder.find(title)).filter((found) => found >= 0),
  });
  if (ordinal < 0) throw new Problem('ARTICLE_NOT_FOUND', 'No article is of this kind.', { suggestions: [] });
  return articleJson(view, ordinal, images);
}
