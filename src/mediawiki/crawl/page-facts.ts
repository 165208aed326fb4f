import { listOf, membersOf, type Members } from '../../universe/members';
import { contentOf } from '../api/revision-content';

/** What a crawl keeps of a page: the useful members of what the API said, all batches joined. */
export interface PageFacts {
  pageid: number;
  title: string;
  url: string | null;
  revid: number | null;
  timestamp: string | null;
  categories: string[];
  redirects: string[];
  /** JSON of `pageprops.infoboxes`. */
  infoboxes: string | null;
  isDisambiguation: boolean;
  /** First paragraph by TextExtracts. */
  extract: string | null;
  /** Wikitext: of the whole page, or of its first section where no texts are kept. */
  wikitext: string | null;
  image: string | null;
  imageName: string | null;
  fetchedAt: string;
}

/** Why a page that was listed is no article now. */
export type GoneReason =
  | 'missing'
  | 'invalid'
  | 'redirect'
  | 'hidden'
  | 'elsewhere'
  /** The wiki fails to answer for it, again and again. */
  | 'failed';

export interface GonePage {
  pageid: number | null;
  title: string;
  reason: GoneReason;
  /** What the wiki said. */
  what?: string;
}

/** Reads a page of `query.pages`; a page without content is gone, never an empty article. */
export function readPageFacts(page: Members, fetchedAt: string, namespaces: readonly number[]): PageFacts | GonePage {
  const pageid = typeof page['pageid'] === 'number' ? page['pageid'] : null;
  const title = text(page['title']) ?? '';
  const gone = (reason: GoneReason): GonePage => ({ pageid, title, reason });
  if (page['missing'] === true || page['missing'] === '') return gone('missing');
  if (page['invalid'] === true || page['invalid'] === '' || pageid === null || pageid <= 0 || title === '')
    return gone('invalid');
  if (typeof page['ns'] === 'number' && !namespaces.includes(page['ns'])) return gone('elsewhere');
  if (page['redirect'] === true || page['redirect'] === '') return gone('redirect');
  const revision = listOf(page['revisions'])[0];
  if (!revision) return gone('hidden');
  const properties = membersOf(page['pageprops']);
  return {
    pageid,
    title,
    url: text(page['canonicalurl']) ?? text(page['fullurl']),
    revid: number(page['lastrevid']) ?? number(revision['revid']),
    timestamp: text(revision['timestamp']),
    categories: names(page['categories']).map((name) => name.slice(name.indexOf(':') + 1)),
    redirects: names(page['redirects']).sort(),
    infoboxes: text(properties['infoboxes']),
    isDisambiguation: properties['disambiguation'] !== undefined,
    extract: text(page['extract']),
    wikitext: contentOf(revision),
    image: text(membersOf(page['original'])['source']),
    imageName: text(page['pageimage'])?.replaceAll('_', ' ') ?? null,
    fetchedAt,
  };
}

export function isGone(page: PageFacts | GonePage): page is GonePage {
  return 'reason' in page;
}

function names(value: unknown): string[] {
  return listOf(value).flatMap((row) => text(row['title']) ?? []);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' && value > 0 ? value : null;
}
