import { titleKey } from './fold';
import { percentDecoded } from './percent-decoded';

const WIKI_PATH = '/wiki/';

/** The title that a link leads to, without fragment and query; null for links out of the wiki. */
export function linkTarget(href: string): string | null {
  if (!href.startsWith(WIKI_PATH)) return null;
  const end = href.search(/[?#]/);
  const path = href.slice(WIKI_PATH.length, end < 0 ? undefined : end);
  if (!path.includes('%')) return titleKey(path.replaceAll('_', ' '));
  return titleKey(percentDecoded(path));
}
