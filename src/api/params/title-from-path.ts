import { Problem } from '../../problem/problem';

const SEGMENTS_BEFORE = '/api/v1/wiki/:universe/:category/'.split('/').length - 1;
const MAX_TITLE = 1024;

/**
 * The title at the end of an address, behind a number of slashes (those of an article's unless given), decoded exactly once, with its slashes raw or encoded. Taken from the
 * address as it came, for routers differ in what they decode. Throws Problem.
 */
export function titleFromPath(url: string, segmentsBefore = SEGMENTS_BEFORE): string {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  let at = -1;
  for (let segment = 0; segment < segmentsBefore; segment++) at = path.indexOf('/', at + 1);
  const title = decode(path.slice(at + 1));
  if (title.includes('\0'))
    throw new Problem('BAD_PARAMETER', 'title must not hold a NUL character.', { parameter: 'title' });
  if (title.length > MAX_TITLE) {
    throw new Problem('BAD_PARAMETER', `title must have at most ${MAX_TITLE} characters.`, { parameter: 'title' });
  }
  return title;
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new Problem('BAD_PARAMETER', 'title holds a percent-encoding that is not valid UTF-8.', {
      parameter: 'title',
    });
  }
}
