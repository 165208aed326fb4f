import type { UniverseView } from '../../catalogue/universe-view';
import type { Directory } from '../../dataset/directory';
import { ArticleList } from '../../dataset/facets/article-list';
import { Facets } from '../../dataset/facets/facets';
import { Places } from '../../dataset/places/places';
import { Search } from '../../dataset/search/search';
import { Problem } from '../../problem/problem';
import { CATEGORIES, compareCategories } from '../../universe/categories';

/** What can be asked of one directory. */
export interface Readers {
  search: Search;
  places: Places;
  facets: Facets;
  list: ArticleList;
}

const READERS = new WeakMap<Directory, Readers>();

/** The readers of a view's directory; made once, for they keep what they have unpacked. */
export function readersOf(view: UniverseView): Readers {
  let readers = READERS.get(view.directory);
  if (!readers) {
    const facets = new Facets(view.directory);
    readers = {
      search: new Search(view.directory),
      places: new Places(view.directory),
      facets,
      list: new ArticleList(view.directory, facets),
    };
    READERS.set(view.directory, readers);
  }
  return readers;
}

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
export function knownCategories(view: UniverseView): string[] {
  const names = new Set<string>([...CATEGORIES, ...view.directory.info.categories.map(({ name }) => name)]);
  return [...names].sort(compareCategories);
}

/** Ordinals of a category in title order. */
export function ordinalsOf(view: UniverseView, category: AskedCategory): Uint32Array {
  return category.number < 0 ? new Uint32Array() : view.directory.ordinalsOf(category.number);
}
