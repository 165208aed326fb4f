import { imageStoreOf, type ImageStore } from '../image-address';
import { CrawlStopped } from './crawl-stopped';
import type { WikiClient } from './wiki-client';

/** What the wiki says of itself, and what it can do. */
export interface SiteInfo {
  name: string;
  wikiId: string;
  generator: string;
  /** `https://host`. */
  server: string;
  /** `/wiki/$1`. */
  articlePath: string;
  mainPage: string;
  licence: { name: string; url: string };
  /** Content pages as the wiki counts them; null where it does not say. */
  articles: number | null;
  namespaces: [key: number, name: string][];
  /** The wiki's clock, ISO 8601. */
  time: string;
  /** null: the wiki does not list its extensions. */
  extensions: { pageImages: boolean; textExtracts: boolean; portableInfobox: boolean } | null;
  imageStore: ImageStore | null;
}

type Members = Record<string, unknown>;

/** Asks the wiki for its name, licence, namespaces, clock and extensions: the first request of every crawl. */
export async function fetchSiteInfo(client: Pick<WikiClient, 'query'>): Promise<SiteInfo> {
  const { query } = await client.query({
    meta: 'siteinfo',
    siprop: 'general|rightsinfo|statistics|namespaces|extensions',
  });
  const general = members(query?.['general']);
  if (text(general['server']) === '' && text(general['base']) === '') {
    throw new CrawlStopped(
      'suspect',
      'What answers there is no MediaWiki. Nothing was changed. Check the universe\'s "api" address.',
    );
  }
  const rights = members(query?.['rightsinfo']);
  const articles = members(query?.['statistics'])['articles'];
  const mainPage = text(general['base']);
  const wikiId = text(general['wikiid']);
  return {
    name: text(general['sitename']),
    wikiId,
    generator: text(general['generator']),
    server: absolute(text(general['server']), mainPage),
    articlePath: text(general['articlepath']) || '/wiki/$1',
    mainPage,
    licence: { name: text(rights['text']), url: text(rights['url']) },
    articles: typeof articles === 'number' ? articles : null,
    namespaces: Object.entries(members(query?.['namespaces'])).map(([key, value]) => [
      Number(key),
      text(members(value)['name']),
    ]),
    time: text(general['time']),
    extensions: readExtensions(query?.['extensions']),
    imageStore: imageStoreOf(mainPage, wikiId),
  };
}

function readExtensions(list: unknown): SiteInfo['extensions'] {
  if (!Array.isArray(list)) return null;
  const names = new Set((list as Members[]).map((one) => text(one['name']).replace(/\s/g, '').toLowerCase()));
  return {
    pageImages: names.has('pageimages'),
    textExtracts: names.has('textextracts'),
    portableInfobox: names.has('portableinfobox'),
  };
}

/** `//host` takes the scheme of the main page. */
function absolute(server: string, mainPage: string): string {
  if (!server.startsWith('//')) return server;
  return `${mainPage.startsWith('http:') ? 'http:' : 'https:'}${server}`;
}

function members(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
