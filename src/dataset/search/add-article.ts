import type { Infobox } from '../../universe/article';
import { OUT_OF_UNIVERSE } from '../../universe/categories';
import { contextOf, namesBesidesTitle } from '../../universe/other-names';
import { NAME_OTHER, NAME_REDIRECT, NAME_TITLE, type SearchBuilder } from './search-builder';

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
  search.addName(seq, NAME_TITLE, Buffer.from(title));
  for (const name of redirects) search.addName(seq, NAME_REDIRECT, Buffer.from(name));
  const others = OUT_OF_UNIVERSE.has(category) ? [] : namesBesidesTitle(category, title, infobox, description);
  for (const name of new Set([...nicknames, ...others])) search.addName(seq, NAME_OTHER, Buffer.from(name));
  search.addContext(seq, contextOf(category, infobox));
  if (description !== '') search.addDescription(seq, Buffer.from(description));
}
