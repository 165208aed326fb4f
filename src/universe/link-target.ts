import { titleKey } from './fold';

const WIKI_PATH = '/wiki/';

/** The title that a link leads to, without fragment and query; null for links out of the wiki. */
export function linkTarget(href: string): string | null {
  if (!href.startsWith(WIKI_PATH)) return null;
  const end = href.search(/[?#]/);
  const path = href.slice(WIKI_PATH.length, end < 0 ? undefined : end);
  if (!path.includes('%')) return titleKey(path.replaceAll('_', ' '));
  try {
    return titleKey(decodeURIComponent(path));
  } catch {
    return titleKey(path); // a stray percent sign belongs to the title
  }
}
