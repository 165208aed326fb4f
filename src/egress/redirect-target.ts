import { isUtf8 } from 'node:buffer';
import type { Dispatcher } from 'undici';
import { canonicalUrl } from './canonical-url';
import { EgressError, forbidden } from './egress-error';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Any answer that points elsewhere, also one that is not followed. */
export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

/** Where a redirect leads. Throws EgressError: `redirect` where it leads nowhere, `forbidden` where it may not. */
export function redirectTarget(from: URL, response: Dispatcher.ResponseData, method = 'GET'): URL {
  const status = response.statusCode;
  const location = response.headers.location;
  const isFollowed = REDIRECTS.has(status) && (method !== 'POST' || status >= 307);
  if (!isFollowed || typeof location !== 'string' || location === '') {
    throw new EgressError('redirect', 'The server redirects to nowhere.');
  }
  const next = canonicalRedirect(asUtf8(location), from);
  if (from.protocol === 'https:' && next.protocol === 'http:') throw forbidden();
  return next;
}

/** Headers are read as Latin-1; a Location with raw UTF-8 in it means what browsers make of it. */
function asUtf8(location: string): string {
  const bytes = Buffer.from(location, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : location;
}

function canonicalRedirect(location: string, from: URL): URL {
  try {
    return canonicalUrl(location, from);
  } catch (error) {
    if (error instanceof EgressError && error.kind === 'forbidden') throw error;
    throw new EgressError('redirect', 'The server redirects to nowhere.', { cause: error });
  }
}
