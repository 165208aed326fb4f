/**
 * Every error the outside may see, by code: its HTTP status and the title of its RFC 9457 problem document.
 * The only place where status codes live; a code that is not listed does not compile.
 */
export const PROBLEMS = {
  BAD_REQUEST: { status: 400, title: 'The request is not valid' },
  BAD_PARAMETER: { status: 400, title: 'A parameter is not valid' },
  UNAUTHORIZED: { status: 401, title: 'An admin key is required' },
  FORBIDDEN_ORIGIN: { status: 403, title: 'Requests from there are not answered' },
  FORBIDDEN_URL: { status: 403, title: 'This address is not allowed' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  UNKNOWN_UNIVERSE: { status: 404, title: 'Unknown universe' },
  UNKNOWN_CATEGORY: { status: 404, title: 'Unknown category' },
  ARTICLE_NOT_FOUND: { status: 404, title: 'Article not found' },
  SECTION_NOT_FOUND: { status: 404, title: 'Section not found' },
  IMAGE_NOT_FOUND: { status: 404, title: 'Image not found' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request took too long to arrive' },
  CONFLICT: { status: 409, title: 'Not possible in the present state' },
  CHANGES_GONE: { status: 410, title: 'What changed since then is not known any more' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'Too large' },
  URI_TOO_LONG: { status: 414, title: 'The address is too long' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type' },
  NOT_AN_IMAGE: { status: 422, title: 'Not an image that can be served' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The request headers are too large' },
  INTERNAL: { status: 500, title: 'Internal error' },
  UPSTREAM_FAILED: { status: 502, title: 'The upstream server failed' },
  ARTICLE_DAMAGED: { status: 503, title: 'The article is damaged where it is stored' },
  DATA_NOT_READY: { status: 503, title: 'The data are not ready yet' },
  OVERLOADED: { status: 503, title: 'Too busy' },
  EXPORT_UNAVAILABLE: { status: 503, title: 'This export cannot be made at present' },
  IMAGES_UNAVAILABLE: { status: 503, title: 'Images cannot be stored at present' },
  JOBS_UNAVAILABLE: { status: 503, title: 'The job queue is away' },
  HOST_PAUSED: { status: 503, title: 'The upstream server asked for a pause' },
  SHUTTING_DOWN: { status: 503, title: 'Shutting down' },
  UPSTREAM_TIMEOUT: { status: 504, title: 'The upstream server took too long' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** An error whose `detail` is meant for the caller: words without paths, hosts, SQL or stacks. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    /** What went wrong and what would be right, in the caller's words. */
    readonly detail: string,
    /** More members of the problem document (for instance `universes`), and `retryAfterSeconds`. */
    readonly extra: { retryAfterSeconds?: number; [member: string]: unknown } = {},
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'Problem';
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}
