import { pauseDue } from '../../../event-loop/pauses';
import { inTurns } from '../../../event-loop/steps';
import type { UniverseView } from '../../../catalogue/universe-view';
import { categoryOf, ordinalsOf, type AskedCategory } from '../../../catalogue/asked-category';
import { titlesJson, withRawMember } from './titles';

/** Titles that are written at a time. */
const TITLES_PER_TURN = 1000;

/** Category to count, in the order of the contract. */
export function categoryCounts(view: UniverseView): Record<string, number> {
  return Object.fromEntries(view.directory.info.categories.map(({ name, articles }) => [name, articles]));
}

export function canonSummary(view: UniverseView): string {
  return JSON.stringify({
    universe: view.universe,
    total_items: view.directory.count,
    categories: categoryCounts(view),
  });
}

/** Every title, by category; as bytes, made in turns, for there may be a million. */
export async function canonAll(view: UniverseView): Promise<Buffer> {
  const head = { universe: view.universe, total_items: view.directory.count, categories: categoryCounts(view) };
  const parts = [Buffer.from(`${JSON.stringify(head).slice(0, -1)},"data":{`)];
  for (const [index, { name }] of view.directory.info.categories.entries()) {
    parts.push(Buffer.from(`${index === 0 ? '' : ','}${JSON.stringify(name)}:[`));
    const ordinals = view.directory.ordinalsOf(index);
    for (let from = 0; from < ordinals.length; from += TITLES_PER_TURN) {
      const titles = titlesJson(view.directory, ordinals.subarray(from, from + TITLES_PER_TURN)).slice(1, -1);
      parts.push(Buffer.from(from === 0 ? titles : `,${titles}`));
      await pauseDue();
    }
    parts.push(Buffer.from(']'));
  }
  return Buffer.concat([...parts, Buffer.from('}}')]);
}

export interface ListQuery {
  limit: number;
  offset: number;
  search: string;
}

/** One page of a category in title order, of the titles that hold `search`. */
export function pageOf(
  view: UniverseView,
  category: AskedCategory,
  query: ListQuery,
): { total: number; ordinals: ArrayLike<number> } {
  if (query.search.trim() === '') {
    const all = ordinalsOf(view, category);
    const start = Math.min(query.offset, all.length);
    return { total: all.length, ordinals: all.subarray(start, start + query.limit) };
  }
  if (category.number < 0) return { total: 0, ordinals: [] };
  const { limit, offset } = query;
  return view.directory.search.listByTitlePart(query.search, { category: category.number, limit, offset });
}

export function categoryPage(view: UniverseView, asked: string, query: ListQuery): string {
  return titlePage(view, categoryOf(view, asked), query);
}

/** A page of titles of a category. */
export function titlePage(view: UniverseView, category: AskedCategory, query: ListQuery): string {
  const { head, ordinals } = pageWithHead(view, category, query);
  return withRawMember(head, 'items', titlesJson(view.directory, ordinals));
}

/** One page of a category, and what it says of itself. */
export function pageWithHead(view: UniverseView, category: AskedCategory, query: ListQuery) {
  const { total, ordinals } = pageOf(view, category, query);
  const { offset, limit } = query;
  const head = { category: category.name, universe: view.universe, total, offset, limit, returned: ordinals.length };
  return { head, ordinals };
}

/** The same for the older address of lists, which counts what it returns. */
export function categoryList(view: UniverseView, asked: string, query: { limit: number; search: string }): string {
  const category = categoryOf(view, asked);
  const { total, ordinals } = pageOf(view, category, { ...query, offset: 0 });
  const head = { universe: view.universe, category: category.name, count: ordinals.length, total };
  return withRawMember(head, 'items', titlesJson(view.directory, ordinals));
}

/** What a character form offers. */
export async function formOptions(view: UniverseView): Promise<string> {
  const options = await inTurns(view.directory.facets.formOptions(view.directory.categoryNumber('characters')));
  return JSON.stringify({ universe: view.universe, ...options });
}
