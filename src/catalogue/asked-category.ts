import type { UniverseView } from './universe-view';
import { Problem } from '../problem/problem';
import { CATEGORIES, compareCategories } from '../universe/categories';

const KNOWN: ReadonlySet<string> = new Set(CATEGORIES);

/** A category that is asked for: its name, and its number in the directory (-1: no article has it). */
export interface AskedCategory {
  name: string;
  number: number;
}

/** Throws Problem UNKNOWN_CATEGORY, with those that exist, where the name is neither of the list nor of the data. */
export function categoryOf(view: UniverseView, asked: string): AskedCategory {
  const exact = view.directory.categoryNumber(asked);
  const name = exact >= 0 ? asked : asked.toLowerCase();
  const number = exact >= 0 ? exact : view.directory.categoryNumber(name);
  if (number >= 0 || KNOWN.has(name)) return { name, number };
  const categories = knownCategories(view);
  throw new Problem('UNKNOWN_CATEGORY', `There is no such category; there are ${categories.join(', ')}.`, {
    categories,
  });
}

/** Every category that may be asked for. */
function knownCategories(view: UniverseView): string[] {
  const names = new Set<string>([...CATEGORIES, ...view.directory.info.categories.map(({ name }) => name)]);
  return [...names].sort(compareCategories);
}

/** Ordinals of a category in title order. */
export function ordinalsOf(view: UniverseView, category: AskedCategory): Uint32Array {
  return category.number < 0 ? new Uint32Array() : view.directory.ordinalsOf(category.number);
}

/** The number to ask the readers with; null where the category exists but holds nothing. */
export function numberOf(view: UniverseView, category: string | undefined): number | undefined | null {
  if (category === undefined) return undefined;
  const { number } = categoryOf(view, category);
  return number < 0 ? null : number;
}

/** The numbers of those categories that hold something; undefined where none are asked for. */
export function numbersOf(view: UniverseView, categories: readonly string[] | undefined): number[] | undefined {
  return categories?.map((category) => categoryOf(view, category).number).filter((number) => number >= 0);
}
