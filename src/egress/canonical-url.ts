import { isIP } from 'node:net';
import { EgressError, forbidden } from './egress-error';

export const MAX_URL_LENGTH = 2048;

const CONTROL = /[\u0000-\u001f\u007f]/;

/** Names of machines that are never on the public internet, whatever a resolver says about them. */
const SPECIAL_SUFFIXES = [
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'private',
  'home.arpa',
  'svc',
  'invalid',
  'onion',
];

/**
 * The one spelling of an http(s) URL: lower-case host without a trailing dot, no default port, no fragment.
 * Throws EgressError: `invalid-url` where there is none, `forbidden` for another scheme or user info.
 */
export function canonicalUrl(text: string, base?: URL): URL {
  if (text.length > MAX_URL_LENGTH || CONTROL.test(text)) throw new EgressError('invalid-url', 'This is not a URL.');
  if (!URL.canParse(text, base?.href)) throw new EgressError('invalid-url', 'This is not a URL.');
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw forbidden();
  if (url.username !== '' || url.password !== '') throw forbidden();
  const bare = url.hostname.replace(/\.+$/, '');
  if (bare === '') throw new EgressError('invalid-url', 'This is not a URL.');
  if (bare !== url.hostname) url.hostname = bare;
  url.hash = '';
  return url;
}

/** The host of a URL without the brackets of IPv6. */
export function bareHost(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
}

/** The port of a URL, also where it is the scheme's default. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** True for names that mean something inside a machine or a private network (`localhost`, `x.internal`, `db`). */
export function isSpecialName(host: string): boolean {
  if (isIP(host) !== 0) return false;
  if (!host.includes('.')) return true;
  if (host === 'kubernetes.default.svc' || host.endsWith('.svc.cluster.local')) return true;
  return SPECIAL_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}
