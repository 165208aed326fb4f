import { apiUrl, wikiUrl } from './client';
import { usePages } from './pages';
import type { ArticleSections, Section } from './types';

/** As much as the server gives at once: most articles are shorter. */
const MAX_BYTES = 200_000;

export interface ArticleText {
  /** The lead first. */
  sections: Section[];
  gallery: ArticleSections['gallery'];
  hasMore: boolean;
  loading: boolean;
  more: () => void;
}

/** An article is found under any category; `other` exists in every universe. */
export function articleUrl(universe: string, title: string): string {
  return wikiUrl([universe, 'other', title]);
}

/** Where the text of an article begins. */
export function textUrl(universe: string, title: string): string {
  return wikiUrl([universe, 'sections', title], { max_bytes: MAX_BYTES });
}

/** The text of an article by sections; empty until it is there, and where there is none. */
export function useArticleText(universe: string, title: string): ArticleText {
  const url = textUrl(universe, title);
  const { first, items, ...rest } = usePages<ArticleSections, Section>(
    url,
    (page) => page.sections,
    (page) => (page.next_section === null ? null : apiUrl(url, { section: page.next_section })),
  );
  return { sections: items, gallery: first?.gallery ?? [], ...rest };
}
