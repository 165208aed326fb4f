import type { ProblemCode } from '../../problem/problem';
import type { AnswerName } from './answers';

/** What the document says of an operation beyond what its controller's parameters tell. */
export interface Operation {
  tag: 'Wiki' | 'Service' | 'Prefetch' | 'Admin';
  summary: string;
  /** Where the controller's method has another name than clients should see. */
  id?: string;
  /** The JSON answer; of others the media type. */
  answer: AnswerName | { mediaType: string; description: string };
  status?: 200 | 202;
  /** Whether the answer is made of data, and so has an ETag and may be a 304. */
  isData?: boolean;
  isAdmin?: boolean;
  problems?: readonly ProblemCode[];
  headers?: readonly string[];
}

const WIKI: readonly ProblemCode[] = ['BAD_PARAMETER', 'UNKNOWN_UNIVERSE', 'DATA_NOT_READY'];

function data(
  summary: string,
  answer: AnswerName,
  problems: readonly ProblemCode[] = [],
  headers: readonly string[] = [],
): Operation {
  return { tag: 'Wiki', summary, answer, isData: true, problems: [...WIKI, ...problems], headers };
}

/** By method and path, as the document has them. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET /': { tag: 'Service', summary: 'Where to go on; for browsers a page.', answer: 'Root' },
  'GET /live': { tag: 'Service', summary: 'Whether the process lives.', answer: 'Live' },
  'GET /ready': {
    tag: 'Service',
    summary: 'Whether requests should be sent here.',
    answer: 'Ready',
    problems: ['DATA_NOT_READY', 'SHUTTING_DOWN'],
  },
  'GET /health': { tag: 'Service', summary: 'The state of the process and its database.', answer: 'Health' },
  'GET /metrics': {
    tag: 'Service',
    id: 'metrics',
    summary: 'Metrics for Prometheus.',
    answer: { mediaType: 'text/plain', description: 'The Prometheus text format.' },
  },
  'GET /docs': {
    tag: 'Service',
    summary: 'This document for people.',
    answer: { mediaType: 'text/html', description: 'A page.' },
  },
  'GET /openapi.json': {
    tag: 'Service',
    summary: 'This document for machines.',
    answer: { mediaType: 'application/json', description: 'OpenAPI 3.1.' },
  },
  'GET /attribution': {
    tag: 'Service',
    summary: 'Whose work the data are, and under which licence.',
    answer: 'Attribution',
    isData: true,
    problems: ['DATA_NOT_READY'],
  },
  'GET /prefetch/status': { tag: 'Prefetch', summary: 'How the prefetch goes.', answer: 'PrefetchStatus' },
  'GET /prefetch/events': {
    tag: 'Prefetch',
    summary: 'The same as Server-Sent Events, one on every change, at most four a second.',
    answer: { mediaType: 'text/event-stream', description: 'Each event is a whole PrefetchStatus.' },
    problems: ['OVERLOADED'],
  },
  'GET /prefetch/coverage': {
    tag: 'Prefetch',
    summary: 'What a dataset lacks, and what the last fill of its file cache reported.',
    answer: 'Coverage',
    isData: true,
    problems: ['BAD_PARAMETER', 'UNKNOWN_UNIVERSE', 'DATA_NOT_READY'],
  },
  'POST /prefetch/run': {
    tag: 'Admin',
    summary: 'Starts a run, or names the one that is queued or running.',
    answer: 'PrefetchRun',
    status: 202,
    isAdmin: true,
    problems: ['BAD_PARAMETER', 'UNKNOWN_UNIVERSE'],
  },
  'POST /prefetch/cancel': {
    tag: 'Admin',
    summary: 'Cancels the run at work; the data stay as they were.',
    answer: 'PrefetchCancel',
    status: 202,
    isAdmin: true,
  },
  'GET /jobs/failed': {
    tag: 'Admin',
    summary: 'Work in the background that was given up, the latest first.',
    answer: 'JobsFailed',
    isAdmin: true,
    problems: ['JOBS_UNAVAILABLE'],
  },
  'POST /jobs/{id}/retry': {
    tag: 'Admin',
    summary: 'Has a failed job done again.',
    answer: 'JobQueued',
    status: 202,
    isAdmin: true,
    problems: ['NOT_FOUND', 'JOBS_UNAVAILABLE'],
  },
  'POST /jobs/crawl': {
    tag: 'Admin',
    summary: 'Crawls a universe’s wiki into the file cache and loads it, or names the crawl that waits or runs.',
    answer: 'JobQueued',
    status: 202,
    isAdmin: true,
    problems: ['BAD_PARAMETER', 'UNKNOWN_UNIVERSE', 'JOBS_UNAVAILABLE'],
  },
  'GET /api/v1/wiki/universes': {
    tag: 'Wiki',
    summary: 'The universes that are served.',
    answer: 'Universes',
    isData: true,
    problems: ['DATA_NOT_READY'],
  },
  'GET /api/v1/wiki/canon/all': data('Every title, by category.', 'CanonAll', ['OVERLOADED']),
  'GET /api/v1/wiki/canon/summary': data('How many articles each category has.', 'CanonSummary'),
  'GET /api/v1/wiki/canon/category/{category}': data('A page of the titles of a category.', 'CategoryPage', [
    'UNKNOWN_CATEGORY',
  ]),
  'GET /api/v1/wiki/canon/{universe}': data('What a character form offers.', 'FormOptions'),
  'GET /api/v1/wiki/categories/{universe}/{category}': data('Titles of a category.', 'CategoryTitles', [
    'UNKNOWN_CATEGORY',
  ]),
  'GET /api/v1/wiki/locations/planets': data(
    'A page of planets with region and system.',
    'Planets',
    [],
    ['X-Total-Count'],
  ),
  'GET /api/v1/wiki/locations/by-planet': data('Titles of the places on a planet.', 'PlacesByPlanet'),
  'GET /api/v1/wiki/locations/tree/regions': data('Regions, core outward, then the others by name.', 'Names'),
  'GET /api/v1/wiki/locations/tree/systems-by-region': data('Systems of a region.', 'Names'),
  'GET /api/v1/wiki/locations/tree/planets-by-system': data('Planets of a system.', 'Cards'),
  'GET /api/v1/wiki/locations/tree/on-planet': data('Places on a planet, nested ones included.', 'Cards'),
  'GET /api/v1/wiki/items/all': data('What a character can carry or ride, counted.', 'ItemsOverview'),
  'GET /api/v1/wiki/items/category/{category}': data(
    'A page of titles of one of the five item categories.',
    'CategoryPage',
  ),
  'GET /api/v1/wiki/items/category/{category}/with-images': data(
    'The same with descriptions and images.',
    'ItemsWithImages',
  ),
  'GET /api/v1/wiki/image-proxy': {
    tag: 'Wiki',
    summary: 'An image of an allowed host, as it is or as a smaller variant.',
    answer: { mediaType: 'image/*', description: 'The bytes of the image.' },
    problems: [
      'BAD_PARAMETER',
      'FORBIDDEN_URL',
      'IMAGE_NOT_FOUND',
      'PAYLOAD_TOO_LARGE',
      'NOT_AN_IMAGE',
      'UPSTREAM_FAILED',
      'HOST_PAUSED',
      'UPSTREAM_TIMEOUT',
    ],
    headers: ['X-Cache', 'ETag'],
  },
  'GET /api/v1/wiki/cache/stats': data('What is stored, and where.', 'CacheStats'),
  'POST /api/v1/wiki/cache/invalidate': {
    tag: 'Admin',
    summary: 'Builds a universe anew from the file cache; the old data are served until then.',
    answer: 'CacheInvalidated',
    status: 202,
    isAdmin: true,
    problems: ['BAD_PARAMETER', 'UNKNOWN_UNIVERSE'],
  },
  'GET /api/v1/wiki/{universe}/search': data('Finds articles by name, then by description.', 'SearchResults', [
    'UNKNOWN_CATEGORY',
    'OVERLOADED',
  ]),
  'GET /api/v1/wiki/{universe}/suggest': data('What a person who types may mean.', 'Suggestions', [
    'UNKNOWN_CATEGORY',
    'OVERLOADED',
  ]),
  'GET /api/v1/wiki/{universe}/articles': data('Articles by filter and order, page by page.', 'ArticlesPage', [
    'UNKNOWN_CATEGORY',
    'OVERLOADED',
  ]),
  'POST /api/v1/wiki/{universe}/articles/batch': data('Several articles by title.', 'ArticleBatch', [
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
  ]),
  'GET /api/v1/wiki/{universe}/facets': data('The values of a field, counted.', 'Facets', ['UNKNOWN_CATEGORY']),
  'GET /api/v1/wiki/{universe}/random': data('One article, the same for the same seed and dataset.', 'Article', [
    'UNKNOWN_CATEGORY',
    'ARTICLE_NOT_FOUND',
    'ARTICLE_DAMAGED',
  ]),
  'GET /api/v1/wiki/{universe}/{category}/{title}': data('An article, by its title or a redirect’s.', 'Article', [
    'UNKNOWN_CATEGORY',
    'ARTICLE_NOT_FOUND',
    'ARTICLE_DAMAGED',
  ]),
};
