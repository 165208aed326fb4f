const ALLOWED_HEADERS = 'Authorization, Content-Type, X-API-Key, If-None-Match, Last-Event-ID';
const EXPOSED_HEADERS = 'ETag, X-Total-Count, X-Data-Source, X-Dataset-Version, X-Request-Id, X-Cache, Retry-After';
const ALLOWED_METHODS = 'GET, HEAD, POST, OPTIONS';
const PREFLIGHT_SECONDS = '7200';

/** Which pages may read the answers. Credentials are never allowed, so `*` needs no care. */
export class CorsPolicy {
  /** Whether answers differ by the Origin header, so that caches must know. */
  readonly variesByOrigin: boolean;
  private readonly allowed: ReadonlySet<string>;

  constructor(private readonly origins: '*' | readonly string[]) {
    this.variesByOrigin = origins !== '*';
    this.allowed = new Set(origins === '*' ? [] : origins);
  }

  /** Value of Access-Control-Allow-Origin; null where the origin is not on the list. */
  allowOrigin(origin: string | undefined): string | null {
    if (this.origins === '*') return '*';
    return origin !== undefined && this.allowed.has(origin) ? origin : null;
  }

  /** Headers of every answer. */
  headers(origin: string | undefined): Record<string, string> {
    const allowOrigin = this.allowOrigin(origin);
    if (allowOrigin === null) return {};
    return { 'access-control-allow-origin': allowOrigin, 'access-control-expose-headers': EXPOSED_HEADERS };
  }

  /** What is added to `headers` in the answer to a preflight request. */
  preflightHeaders(origin: string | undefined): Record<string, string> {
    if (this.allowOrigin(origin) === null) return {};
    return {
      'access-control-allow-methods': ALLOWED_METHODS,
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': PREFLIGHT_SECONDS,
    };
  }
}
