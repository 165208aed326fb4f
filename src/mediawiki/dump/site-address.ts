import { percentDecoded } from '../../universe/percent-decoded';
import { normaliseTitle } from '../wikitext/titles';

/** Where a dump's wiki keeps its articles, as far as the address of its main page tells. */
export interface SiteAddress {
  /** Address of an article, `$1` for its title; null where it cannot be told. */
  articleUrl: string | null;
  /** Title of the main page, which is no article; null where it cannot be told. */
  mainPage: string | null;
}

/** Article paths as wikis write them, the title behind: `/wiki/`, `/de/wiki/`, `/w/`, `/index.php/`, `/w/index.php/`. */
const KNOWN_PATH = /^(.*\/index\.php|(?:\/[^/]+){0,2}?\/(?:wiki|w))\/(.+)$/;

/** Reads `<base>`, the address of the main page, in each shape that MediaWiki writes. */
export function readSiteAddress(base: string): SiteAddress {
  if (!URL.canParse(base)) return { articleUrl: null, mainPage: null };
  const url = new URL(base);
  const inQuery = url.searchParams.get('title');
  if (inQuery !== null) {
    const path = `${url.origin}${url.pathname}?title=$1`;
    return { articleUrl: path, mainPage: normaliseTitle(inQuery) };
  }
  const known = KNOWN_PATH.exec(url.pathname);
  const before = known?.[1] ?? url.pathname.replace(/\/[^/]*$/, '');
  const title = percentDecoded(known?.[2] ?? url.pathname.slice(before.length + 1));
  if (title === '') return { articleUrl: null, mainPage: null };
  return { articleUrl: `${url.origin}${before}/$1`, mainPage: normaliseTitle(title) };
}
