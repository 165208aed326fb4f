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
  const next = canonicalRedirect(location, from);
  if (from.protocol === 'https:' && next.protocol === 'http:') throw forbidden();
  return next;
}

function canonicalRedirect(location: string, from: URL): URL {
  try {
    return canonicalUrl(location, from);
  } catch (error) {
    if (error instanceof EgressError && error.kind === 'forbidden') throw error;
    throw new EgressError('redirect', 'The server redirects to nowhere.', { cause: error });
  }
}
