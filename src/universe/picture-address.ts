import { percentDecoded } from './percent-decoded';

/** A picture: its address without a version, and which version of the file is meant; null where that is not known. */
export interface Picture {
  address: string;
  revision: string | null;
}

/** A query that is nothing but a version: `?cb=20240101000000`, `?1a2b3c`. */
const VERSION = /^(?:cb=)?([0-9a-zA-Z]{1,40})$/;
/** Hosts at which Fandom's pictures used to lie. */
const OLD_HOST = /^(?:vignette\d?\.wikia\.nocookie\.net|images\d?\.wikia\.nocookie\.net|images\.wikia\.com)$/;

/**
 * The one address of a picture, whoever gives it: without the version that wikis put behind the `?`, without steps that
 * only scale it, the file's name encoded as MediaWiki does. So a dump and a crawl name the same picture the same.
 */
export function pictureOf(address: string): Picture {
  if (!URL.canParse(address)) return { address, revision: null };
  const url = new URL(address);
  if (OLD_HOST.test(url.hostname)) url.hostname = 'static.wikia.nocookie.net';
  const scaled = /^(.*\/revision\/latest)\/[^?]+$/.exec(url.pathname);
  if (scaled?.[1] !== undefined) url.pathname = scaled[1];
  const kept: string[] = [];
  let revision: string | null = null;
  for (const part of url.search.slice(1).split('&')) {
    const version = VERSION.exec(part)?.[1];
    if (version === undefined && part !== '') kept.push(part);
    else if (part.startsWith('cb=')) revision = version ?? null;
  }
  const query = kept.length > 0 ? `?${kept.join('&')}` : '';
  return { address: `${url.origin}${encodePath(url.pathname)}${query}`, revision };
}

/** The address at which exactly this version lies, where the host takes one; else null. */
export function versionedAddress(address: string, revision: string): string | null {
  if (!/^https?:\/\/[^/]+\.nocookie\.net\/.*\/revision\/latest(?:\?|$)/.test(address)) return null;
  if (!/^[0-9a-zA-Z]+$/.test(revision)) return null;
  const [path = '', query] = address.split('?', 2);
  return `${path}?cb=${revision}${query === undefined ? '' : `&${query}`}`;
}

/** The name of the file at a picture's address; null where there is none. */
export function fileNameOf(address: string): string | null {
  const path = /^[^?#]*/.exec(address)?.[0].replace(/\/revision\/(?:latest|\d+)(?:\/.*)?$/, '') ?? '';
  const name = percentDecoded(path.slice(path.lastIndexOf('/') + 1)).replaceAll('_', ' ');
  return /\.[a-z0-9]{3,5}$/i.test(name) ? name : null;
}

/** As PHP's rawurlencode does, by which MediaWiki writes addresses of files. */
export function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function encodePath(path: string): string {
  return path
    .split('/')
    .map((part) => encodeName(percentDecoded(part)))
    .join('/');
}
