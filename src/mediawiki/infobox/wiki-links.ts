import { namespaceOf, titleIn, type Namespaces } from '../wikitext/namespaces';
import { percentDecoded } from '../../universe/percent-decoded';
import { articleHref } from '../wikitext/titles';

/** How a wiki addresses its pages, as far as its rendered links need it. */
export interface WikiLinks {
  /** `/wiki/$1`, `/de/wiki/$1`, `/index.php?title=$1`, `/$1`. */
  articlePath: string;
  /** `https://host`: links that spell it out are links of the wiki. Left out: every full address leads elsewhere. */
  server?: string;
  namespaces: Namespaces;
}

/**
 * What a link of rendered HTML leads to: `/wiki/Title` for an article of the wiki, whatever its article path is; the
 * address as it stands for another site; null for anchors, files, categories and everything else that is no article.
 */
export function linkHref(href: string | undefined, links: WikiLinks): string | null {
  if (!href || href.startsWith('#') || /^(?:javascript|data|mailto):/i.test(href)) return null;
  const address = pathOf(href, links.server);
  if (address === null) return URL.canParse(href) || href.startsWith('//') ? href : null;
  const page = pageIn(address, links.articlePath);
  if (page === null) return null;
  const title = titleIn(page.title, links.namespaces);
  const isArticle = title !== '' && namespaceOf(title, links.namespaces).namespace === 0;
  return isArticle ? articleHref(title, page.fragment) : null;
}

/** The path of an address of the wiki; null for one of another site. */
function pathOf(href: string, server: string | undefined): string | null {
  if (href.startsWith('/') && !href.startsWith('//')) return href;
  const host = server && URL.canParse(server) ? new URL(server).host : null;
  const full = href.startsWith('//') ? `https:${href}` : href;
  if (host === null || !URL.canParse(full)) return null;
  const url = new URL(full);
  return url.host === host ? full.slice(full.indexOf('/', full.indexOf('//') + 2)) : null;
}

/** The title as the address names it: in its query, else by the article path, else below `/wiki/`. */
function pageIn(address: string, articlePath: string): { title: string; fragment: string } | null {
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)\??([^#]*)#?(.*)$/s.exec(address) ?? [];
  const named = new URLSearchParams(query);
  if (named.has('action') && !named.has('redlink')) return null;
  const title = named.get('title') ?? titleBelow(path, articlePath) ?? titleBelow(path, '/wiki/$1');
  return title === null || /\.php$/i.test(title) ? null : { title, fragment };
}

function titleBelow(path: string, pattern: string): string | null {
  const start = pathPrefix(pattern);
  const isBelow = start !== null && path.startsWith(start) && path.length > start.length;
  return isBelow ? percentDecoded(path.slice(start.length)) : null;
}

/** What stands before the title in a pattern without a query; the pattern may be a full address. */
function pathPrefix(pattern: string): string | null {
  const path = pattern.replace(/^(?:https?:)?\/\/[^/]*/, '');
  const at = path.indexOf('$1');
  return at < 0 || path.slice(0, at).includes('?') ? null : path.slice(0, at);
}
