import type { UniverseView } from '../../catalogue/universe-view';
import { articleAddress, categoryAddress, universeAddress } from '../../universe/page-address';
import { escapeHtml } from './html';

/** As the protocol has it (sitemaps.org). */
export const MOST_ADDRESSES = 50_000;
const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** Addresses that are written between two turns of the event loop. */
const PIECE = 500;

type Sitemapped = Pick<UniverseView, 'universe'> & {
  directory: Pick<UniverseView['directory'], 'title' | 'category'> & {
    info: Pick<UniverseView['directory']['info'], 'articles' | 'categories' | 'scrapedAt'>;
  };
};

/** The map of maps: every part of every universe. `site` ends with a slash. */
export function sitemapIndex(views: readonly Sitemapped[], site: string): string {
  const maps = views.flatMap((view) =>
    Array.from({ length: partsOf(view) }, (_, part) => {
      const address = `${site}sitemap.xml?universe=${encodeURIComponent(view.universe)}&part=${part + 1}`;
      return `<sitemap><loc>${escapeHtml(address)}</loc><lastmod>${escapeHtml(view.directory.info.scrapedAt)}</lastmod></sitemap>\n`;
    }),
  );
  return `${DECLARATION}<sitemapindex ${NAMESPACE}>\n${maps.join('')}</sitemapindex>\n`;
}

export function partsOf(view: Sitemapped): number {
  return Math.ceil((listsOf(view).length + view.directory.info.articles) / MOST_ADDRESSES);
}

/** One part, counted from 1: the universe's own view and its categories come first, then the articles. */
export async function* sitemapPart(view: Sitemapped, part: number, site: string): AsyncGenerator<string> {
  const { directory, universe } = view;
  const lists = listsOf(view);
  const addressAt = (place: number) => {
    const ordinal = place - lists.length;
    return lists[place] ?? articleAddress(universe, directory.category(ordinal), directory.title(ordinal));
  };
  const from = (part - 1) * MOST_ADDRESSES;
  const to = Math.min(lists.length + directory.info.articles, part * MOST_ADDRESSES);
  yield `${DECLARATION}<urlset ${NAMESPACE}>\n`;
  for (let begin = from; begin < to; begin += PIECE) {
    const places = Array.from({ length: Math.min(PIECE, to - begin) }, (_, i) => begin + i);
    yield places.map((place) => `<url><loc>${escapeHtml(site + addressAt(place))}</loc></url>\n`).join('');
    await new Promise(setImmediate);
  }
  yield '</urlset>\n';
}

function listsOf({ universe, directory }: Sitemapped): string[] {
  const filled = directory.info.categories.filter(({ articles }) => articles > 0);
  return [universeAddress(universe), ...filled.map(({ name }) => categoryAddress(universe, name))];
}

/** Pages may be looked through; the API, which says the same, and what only operators ask may not. */
export function robotsText(site: string): string {
  const { pathname } = new URL(site);
  const closed = ['api/', 'prefetch/', 'jobs/', 'mcp', 'metrics', 'health', 'live', 'ready'];
  return [
    'User-agent: *',
    // Pictures that pages show, and that links to them unfold to.
    `Allow: ${pathname}api/v1/wiki/image-proxy`,
    `Allow: ${pathname}api/v1/wiki/*/picture/`,
    ...closed.map((path) => `Disallow: ${pathname}${path}`),
    `Disallow: ${pathname}*/search`,
    '',
    `Sitemap: ${site}sitemap.xml`,
    '',
  ].join('\n');
}
