import type { Infobox } from '../../universe/article';
import { OUT_OF_UNIVERSE } from '../../universe/categories';
import { contextOf, namesBesidesTitle } from '../../universe/other-names';
import type { SearchBuilder } from './search-builder';

/** What of an article search looks at. */
export interface SearchedArticle {
  title: string;
  category: string;
  redirects: readonly string[];
  /** Of the universe's definition. */
  nicknames: readonly string[];
  infobox: Infobox | null;
  /** '' where there is none. */
  description: string;
}

/** Gives search an article: its names, what it is, and its description. */
export function addArticle(search: SearchBuilder, seq: number, article: SearchedArticle): void {
  const { title, category, redirects, nicknames, infobox, description } = article;
  search.addTitle(seq, title);
  for (const name of redirects) search.addName(seq, name);
  const others = OUT_OF_UNIVERSE.has(category) ? [] : namesBesidesTitle(category, title, infobox, description);
  for (const name of new Set([...nicknames, ...others])) search.addName(seq, name);
  search.addContext(seq, contextOf(category, infobox));
  if (description !== '') search.addDescription(seq, description);
}
