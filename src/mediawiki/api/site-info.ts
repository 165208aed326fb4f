import { imageStoreOf, type ImageStore } from '../image-address';
import { disambiguationTemplates } from '../wikitext/disambiguation';
import { ApiError, CrawlStopped } from './crawl-stopped';
import { listOf, membersOf, textOf, type Members } from '../../universe/members';
import { contentOf } from './revision-content';
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
  /** The main page's title, which is no article. */
  mainPageTitle: string;
  language: string;
  /** Titles that differ in the case of their first letter alone are two pages. */
  isCaseSensitive: boolean;
  /** Templates of disambiguation pages by the wiki's own list; as `disambiguationKey` spells them. */
  disambiguationTemplates: string[];
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

/** Asks the wiki for its name, licence, namespaces, clock and extensions: the first request of every crawl. */
export async function fetchSiteInfo(client: Pick<WikiClient, 'query'>): Promise<SiteInfo> {
  const { query } = await askForSite(client);
  const general = membersOf(query?.['general']);
  if (textOf(general['server']) === '' && textOf(general['base']) === '') {
    throw new CrawlStopped(
      'suspect',
      'What answers there is no MediaWiki. Nothing was changed. Check the universe\'s "api" address.',
    );
  }
  checkVersion(textOf(general['generator']));
  const rights = membersOf(query?.['rightsinfo']);
  const articles = membersOf(query?.['statistics'])['articles'];
  const mainPage = textOf(general['base']);
  const wikiId = textOf(general['wikiid']);
  return {
    name: textOf(general['sitename']),
    wikiId,
    generator: textOf(general['generator']),
    server: absolute(textOf(general['server']), mainPage),
    articlePath: textOf(general['articlepath']) || '/wiki/$1',
    mainPage,
    mainPageTitle: textOf(general['mainpage']),
    language: textOf(general['lang']) || 'en',
    isCaseSensitive: general['case'] === 'case-sensitive',
    disambiguationTemplates: ownDisambiguation(query?.['pages']),
    licence: { name: textOf(rights['text']), url: textOf(rights['url']) },
    articles: typeof articles === 'number' ? articles : null,
    namespaces: readNamespaces(query ?? {}),
    time: textOf(general['time']),
    extensions: readExtensions(query?.['extensions']),
    imageStore: imageStoreOf(mainPage, wikiId),
  };
}

/** The keys of the namespaces that hold articles: the main one, and those of these names. */
export function articleNamespacesOf({ namespaces }: SiteInfo, names: readonly string[]): number[] {
  const wanted = new Set(names.map((name) => name.replaceAll('_', ' ').toLowerCase()));
  const found = namespaces.filter(([, name]) => wanted.has(name.toLowerCase())).map(([key]) => key);
  return [...new Set([0, ...found])].sort((a, b) => a - b);
}

async function askForSite(client: Pick<WikiClient, 'query'>) {
  try {
    return await client.query({
      meta: 'siteinfo',
      siprop: 'general|rightsinfo|statistics|namespaces|namespacealiases|extensions',
      titles: 'MediaWiki:Disambiguationspage',
      prop: 'revisions',
      rvprop: 'content',
      rvslots: 'main',
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new CrawlStopped(
      'refused',
      `The wiki does not let itself be read ("${error.message}"). Nothing was changed.`,
    );
  }
}

/** The oldest whose API lists and brings whole pages in the ways that a crawl knows. */
const OLDEST = [1, 19] as const;

function checkVersion(generator: string): void {
  const [, major = '', minor = ''] = /^MediaWiki (\d+)\.(\d+)/.exec(generator) ?? [];
  if (minor === '' || Number(major) > OLDEST[0] || Number(minor) >= OLDEST[1]) return;
  throw new CrawlStopped(
    'refused',
    `The wiki runs ${generator}; a crawl needs MediaWiki ${OLDEST.join('.')} or newer. Nothing was changed. Import the wiki's XML dump with cache:import-dump instead.`,
  );
}

/** The wiki's own list of its disambiguation templates; empty where it has none. */
function ownDisambiguation(pages: unknown): string[] {
  const [page] = Array.isArray(pages) ? listOf(pages) : listOf(Object.values(membersOf(pages)));
  const [revision] = listOf(page?.['revisions']);
  return revision ? disambiguationTemplates(contentOf(revision) ?? '') : [];
}

function readNamespaces(query: Members): [key: number, name: string][] {
  const named = Object.entries(membersOf(query['namespaces'])).flatMap(([key, value]): [number, string][] => {
    const { name, canonical, '*': old } = membersOf(value);
    const names = [textOf(name) || textOf(old), textOf(canonical)].filter((one, i) => i === 0 || one !== '');
    return names.map((one) => [Number(key), one]);
  });
  return [
    ...named,
    ...listOf(query['namespacealiases']).map(({ id, alias, '*': old }): [number, string] => [
      Number(id),
      textOf(alias) || textOf(old),
    ]),
  ];
}

function readExtensions(list: unknown): SiteInfo['extensions'] {
  if (!Array.isArray(list)) return null;
  const names = new Set(listOf(list).map((one) => textOf(one['name']).replace(/\s/g, '').toLowerCase()));
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
