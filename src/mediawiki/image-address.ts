import { createHash } from 'node:crypto';
import { encodeName } from '../universe/picture-address';

/** Where a wiki's pictures lie. */
export interface ImageStore {
  /** `https://static.wikia.nocookie.net/starwars/images` or `https://host/images`. */
  base: string;
  /** Behind the file's name: `/revision/latest` on Fandom. */
  suffix: string;
  /** false: all files lie in one folder (`$wgHashedUploadDirectory`). Usually they lie by the hash of their names. */
  isHashed?: boolean;
  /** Files whose names differ in the case of the first letter are two. */
  isCaseSensitive?: boolean;
}

/**
 * The address of a file by its name alone: MediaWiki files pictures under the first digits of the md5 of the name,
 * underscores for spaces and the first letter a capital.
 */
export function imageAddress(store: ImageStore, fileName: string): string {
  const spaced = fileName
    .replace(/[\s_]+/g, ' ')
    .trim()
    .normalize('NFC');
  const capital = store.isCaseSensitive ? spaced : spaced.charAt(0).toUpperCase() + spaced.slice(1);
  const name = capital.replaceAll(' ', '_');
  const hash = createHash('md5').update(name).digest('hex');
  const folder = store.isHashed === false ? '' : `/${hash.charAt(0)}/${hash.slice(0, 2)}`;
  return `${store.base}${folder}/${encodeName(name)}${store.suffix}`;
}

/**
 * Finds the store from what a dump or siteinfo says: the main page's address and the wiki's id (`starwars`,
 * `enmemoryalpha`). Fandom names the store by the id without its language, which then must be told; wiki.gg and
 * Weird Gloop keep all files in one folder; others keep them beside their `index.php` where the address tells it.
 */
export function imageStoreOf(mainPage: string, wikiId: string): ImageStore | null {
  if (!URL.canParse(mainPage)) return null;
  const url = new URL(mainPage);
  if (/\.(?:wiki\.gg|runescape\.wiki)$|^minecraft\.wiki$/.test(url.hostname))
    return { base: `${url.origin}/images`, suffix: '', isHashed: false };
  if (!/\.(fandom|wikia)\.(com|org)$/.test(url.hostname)) {
    const scriptPath = /^(.*)\/index\.php(?:\/|$)/.exec(url.pathname)?.[1] ?? '';
    return { base: `${url.origin}${scriptPath}/images`, suffix: '' };
  }
  const language = /^\/([a-z]{2}(?:-[a-z]+)?)\//.exec(url.pathname)?.[1];
  const subdomain = url.hostname.split('.')[0]?.replaceAll('-', '') ?? '';
  const isPrefixed = wikiId !== subdomain && /^[a-z]{2}/.test(wikiId) && wikiId.slice(2) === subdomain;
  const bucket = isPrefixed || language ? subdomain : wikiId || subdomain;
  const prefix = language ?? (isPrefixed ? wikiId.slice(0, 2) : null);
  return {
    base: `https://static.wikia.nocookie.net/${bucket}/images`,
    suffix: `/revision/latest${prefix ? `?path-prefix=${prefix}` : ''}`,
  };
}
