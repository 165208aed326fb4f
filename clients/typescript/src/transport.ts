/** An answer of the service with what its headers say. */
export interface Answer<T> {
  data: T;
  status: number;
  /** null where there is none; pass it back as `ifNoneMatch`. */
  etag: string | null;
  /** `postgres`, `file`, or null where the answer holds no data of a universe. */
  source: string | null;
  requestId: string | null;
  headers: Headers;
}

/** How one request differs from the others. */
export interface RequestOptions {
  signal?: AbortSignal;
  headers?: Record<string, string>;
  /** Where the answer still has this ETag, NotModified is thrown. */
  ifNoneMatch?: string;
}

export interface ClientOptions {
  /** Where the service is, for instance `http://localhost:8000`. */
  baseUrl: string;
  /** For the admin operations. */
  apiKey?: string;
  fetch?: typeof fetch;
}

/** The service refused or failed: a problem document of RFC 9457. */
export class LorekeeperError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly problem: Record<string, unknown>,
    readonly retryAfterSeconds: number | null,
  ) {
    super(String(problem['detail'] ?? `the service answered ${status}`));
    this.name = 'LorekeeperError';
  }
}

/** The answer is the one whose ETag was sent. */
export class NotModified extends Error {
  constructor(readonly etag: string | null) {
    super('not modified');
    this.name = 'NotModified';
  }
}

export interface PreparedRequest {
  method: string;
  path: string;
  query?: Record<string, unknown>;
  body?: unknown;
  answer: 'json' | 'text' | 'bytes' | 'events';
}

/** Sends the requests of the generated client. */
export class Transport {
  constructor(private readonly options: ClientOptions) {}

  protected async request<T>(request: PreparedRequest, options: RequestOptions): Promise<Answer<T>> {
    const send = this.options.fetch ?? fetch;
    const url = `${this.options.baseUrl.replace(/\/$/, '')}${request.path}${queryString(request.query ?? {})}`;
    const response = await send(url, {
      method: request.method,
      headers: this.headersOf(request, options),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    const { headers, status } = response;
    if (status === 304) throw new NotModified(headers.get('etag'));
    if (!response.ok) throw await errorOf(response);
    return {
      data: (await readAnswer(response, request.answer)) as T,
      status,
      etag: headers.get('etag'),
      source: headers.get('x-data-source'),
      requestId: headers.get('x-request-id'),
      headers,
    };
  }

  private headersOf(request: PreparedRequest, options: RequestOptions): Record<string, string> {
    const headers: Record<string, string> = { ...options.headers };
    if (request.answer === 'json') headers['accept'] = 'application/json';
    if (request.body !== undefined) headers['content-type'] = 'application/json';
    if (this.options.apiKey !== undefined) headers['x-api-key'] = this.options.apiKey;
    if (options.ifNoneMatch !== undefined) headers['if-none-match'] = options.ifNoneMatch;
    return headers;
  }
}

function readAnswer(response: Response, kind: PreparedRequest['answer']): Promise<unknown> {
  switch (kind) {
    case 'json':
      return response.json();
    case 'text':
      return response.text();
    case 'events':
      return Promise.resolve(response.body);
    case 'bytes':
      return response.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  }
}

async function errorOf(response: Response): Promise<LorekeeperError> {
  const problem = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
  const code = typeof problem['code'] === 'string' ? problem['code'] : 'UNKNOWN';
  return new LorekeeperError(response.status, code, problem, Number.isFinite(retryAfter) ? retryAfter : null);
}

/** `filter: {species: ['Human', 'Wookiee']}` becomes `filter[species]=Human&filter[species]=Wookiee`. */
function queryString(query: Record<string, unknown>): string {
  const search = new URLSearchParams();
  const append = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    if (Array.isArray(value)) value.forEach((one) => append(name, one));
    else if (typeof value === 'object') {
      for (const [field, one] of Object.entries(value)) append(`${name}[${field}]`, one);
    } else search.append(name, String(value as string | number | boolean));
  };
  for (const [name, value] of Object.entries(query)) append(name, value);
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
