import type { Agent, Dispatcher } from 'undici';
import { canonicalUrl, bareHost, portOf } from './canonical-url';
import { checkedConnect, type Dialler, type Resolver } from './checked-connect';
import { EgressError, forbidden } from './egress-error';
import { decodedBody, guardedChunks, tooLarge, type ContentEncoding } from './guarded-body';
import { Flight } from './flight';
import type { AllowList } from './host-allow-list';
import { isRedirect, redirectTarget } from './redirect-target';
import { traced, type SpanStart } from '../tracing/span';

/** An origin that is answered from the package instead of the network. */
export interface BundledOrigin {
  host: string;
  /** The bytes of a URL path (`/planets/a.webp`), or null where there are none. */
  read(path: string): Promise<Buffer | null>;
}

export interface EgressClientOptions {
  allow: AllowList;
  userAgent: string;
  /** Sent as `Via`, so that a request that comes back to us can be told (see isOwnVia). */
  via?: string;
  bundled?: BundledOrigin;
  /** Most connections to one host; more requests wait. Default 32. */
  connectionsPerHost?: number;
  /** A request without its own limits has these: 30 s, 16 MiB. */
  deadlineMs?: number;
  maxBytes?: number;
  /** A body must bring `minBytesPerWindow` (512) every `stallMs` (10 s). */
  stallMs?: number;
  minBytesPerWindow?: number;
  connectTimeoutMs?: number;
  resolver?: Resolver;
  dial?: Dialler;
}

export interface EgressRequest {
  method?: 'GET' | 'HEAD' | 'POST';
  /** Names in lower case. */
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** For everything together: resolving, connecting, redirects and the body. */
  deadlineMs?: number;
  /** Of the decoded body. */
  maxBytes?: number;
  signal?: AbortSignal;
  /** Offered as Accept-Encoding; what is sent all the same is decoded too. Default gzip, deflate, br. */
  encodings?: readonly ContentEncoding[];
  /** Default 3. */
  maxRedirects?: number;
}

interface Answer {
  status: number;
  /** Names in lower case; repeated headers are joined by `, `. */
  headers: Record<string, string>;
  /** The canonical URL that answered, after redirects. */
  finalUrl: string;
}

export interface EgressResponse extends Answer {
  body: Buffer;
}

export interface EgressStream extends Answer {
  /** Read once, to its end; throws EgressError where the body is not whole. */
  body: AsyncIterable<Buffer>;
  /** Gives the connection back without reading the body. */
  discard(): void;
}

const ENCODINGS: readonly ContentEncoding[] = ['gzip', 'deflate', 'br'];
/** What never follows a redirect to another origin. */
const PRIVATE_HEADERS = ['authorization', 'cookie', 'x-api-key'];

/**
 * The only way out: every URL and every redirect is checked against the allow-list, every address where the connection
 * is made; an answer has a total deadline, a watchdog for progress and a cap on its decoded bytes.
 */
export class EgressClient {
  private agent: Promise<Agent> | null = null;

  constructor(private readonly options: EgressClientOptions) {}

  /** Checks and spells a URL as it would be fetched. Throws EgressError (`invalid-url`, `forbidden`). */
  check(text: string): URL {
    const url = canonicalUrl(text);
    if (!this.isBundled(url) && !this.options.allow.allows(url)) throw forbidden();
    return url;
  }

  /** The whole answer in memory. Any HTTP status is an answer; everything else throws EgressError. */
  async fetch(url: string | URL, request: EgressRequest = {}): Promise<EgressResponse> {
    const { body, discard: _, ...answer } = await this.stream(url, request);
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return { ...answer, body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) };
  }

  /** The answer with its body as a stream under the same limits; the caller reads it to the end or discards it. */
  async stream(url: string | URL, request: EgressRequest = {}): Promise<EgressStream> {
    const first = this.check(String(url));
    if (this.isBundled(first)) return this.readBundled(first, request);
    const flight = new Flight(request.signal, request.deadlineMs ?? this.options.deadlineMs ?? 30_000);
    try {
      return await traced(
        () => spanOf(first, request),
        () => this.follow(first, request, flight),
        ({ status }) => ({ 'http.response.status_code': status }),
      );
    } catch (error) {
      flight.end();
      throw flight.failure(error);
    }
  }

  /** Closes every connection; requests under way fail. */
  async close(): Promise<void> {
    const agent = this.agent;
    this.agent = null;
    if (agent) await (await agent).destroy();
  }

  private isBundled(url: URL): boolean {
    return url.protocol === 'https:' && url.port === '' && url.hostname === this.options.bundled?.host;
  }

  private async readBundled(url: URL, request: EgressRequest): Promise<EgressStream> {
    const bytes = await this.options.bundled!.read(url.pathname);
    if (bytes && bytes.length > this.maxBytes(request)) throw tooLarge();
    const body = (async function* () {
      if (bytes) yield bytes;
    })();
    return { status: bytes ? 200 : 404, headers: {}, finalUrl: url.href, body, discard: () => undefined };
  }

  private async follow(first: URL, request: EgressRequest, flight: Flight): Promise<EgressStream> {
    const maxRedirects = request.maxRedirects ?? 3;
    let headers = this.requestHeaders(request);
    for (let url = first, hop = 0; ; hop++) {
      const response = await this.dispatch(url, headers, request, flight);
      if (!isRedirect(response.statusCode)) return this.answer(url, response, request, flight);
      // A failure to read the rest of a redirect is of no interest.
      response.body.dump({ limit: 16_384, signal: flight.signal }).catch(() => undefined);
      const next = redirectTarget(url, response, request.method);
      if (hop >= maxRedirects) throw new EgressError('redirect', 'The server redirects too often.');
      if (!this.options.allow.allows(next)) throw forbidden(next);
      if (next.origin !== url.origin) headers = withoutPrivate(headers);
      url = next;
    }
  }

  private async dispatch(url: URL, headers: Record<string, string>, request: EgressRequest, flight: Flight) {
    const agent = await this.openAgent();
    flight.signal.throwIfAborted();
    return agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method ?? 'GET',
      headers,
      body: request.body ?? null,
      signal: flight.signal,
    });
  }

  private answer(url: URL, response: Dispatcher.ResponseData, request: EgressRequest, flight: Flight): EgressStream {
    const headers = joinHeaders(response.headers);
    // An abandoned body fails without a listener.
    response.body.on('error', () => undefined);
    const maxBytes = this.maxBytes(request);
    try {
      const status = response.statusCode;
      const whole = status === 206 ? wholeLength(headers['content-range']) : undefined;
      const length = Number(headers['content-length'] ?? 0);
      if (length > maxBytes && request.method !== 'HEAD') throw tooLarge();
      const source = decodedBody(response.body, headers['content-encoding']);
      const exactBytes = source === response.body ? whole : undefined;
      source.on('error', () => undefined);
      const limits = {
        maxBytes,
        stallMs: this.options.stallMs ?? 10_000,
        minBytesPerWindow: this.options.minBytesPerWindow ?? 512,
        exactBytes,
      };
      const chunks = guardedChunks(
        source,
        limits,
        (error) => flight.abort(error),
        () => flight.reason,
      );
      const discard = () => {
        const rest = response.body.dump({ limit: 16_384, signal: flight.signal });
        rest.catch(() => undefined).finally(() => flight.end());
      };
      return {
        status: status === 206 ? 200 : status,
        headers,
        finalUrl: url.href,
        body: flight.during(chunks),
        discard,
      };
    } catch (error) {
      response.body.destroy();
      throw error;
    }
  }

  private maxBytes(request: EgressRequest): number {
    return request.maxBytes ?? this.options.maxBytes ?? 16 * 1024 * 1024;
  }

  private requestHeaders(request: EgressRequest): Record<string, string> {
    const encodings = request.encodings ?? ENCODINGS;
    return {
      'user-agent': this.options.userAgent,
      'accept-encoding': encodings.length > 0 ? encodings.join(', ') : 'identity',
      ...(this.options.via === undefined ? {} : { via: `1.1 ${this.options.via}` }),
      ...request.headers,
    };
  }

  private openAgent(): Promise<Agent> {
    // Loaded at the first use: undici costs 65 ms that no boot should pay.
    this.agent ??= import('undici').then(({ Agent }) => new Agent(this.agentOptions()));
    return this.agent;
  }

  private agentOptions(): Agent.Options {
    const { allow, resolver, dial, connectTimeoutMs = 10_000, connectionsPerHost = 32 } = this.options;
    return {
      connections: connectionsPerHost,
      pipelining: 1,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 16_384,
      // The flight's own deadline and watchdog bound every wait; undici's would end long ones early.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (target, callback) => {
        const url = new URL(`${target.protocol}//${target.host ?? target.hostname}`);
        const secure = url.protocol === 'https:';
        checkedConnect(
          { hostname: bareHost(url), port: Number(target.port) || portOf(url), secure },
          { allow, resolver, dial, timeoutMs: connectTimeoutMs },
        ).then(
          (socket) => callback(null, socket),
          (error: Error) => callback(error, null),
        );
      },
    };
  }
}

/** Whom it asks. Not the path: that of a webhook is its secret. */
function spanOf({ hostname, protocol }: URL, { method = 'GET' }: EgressRequest): SpanStart {
  const attributes = { 'http.request.method': method, 'server.address': hostname, 'url.scheme': protocol.slice(0, -1) };
  return { name: `${method} ${hostname}`, kind: 'client', attributes };
}

/** The length of the whole that an unasked 206 claims to hold; throws where it holds less. */
function wholeLength(contentRange: string | undefined): number {
  const match = /^bytes 0-(\d+)\/(\d+)$/.exec(contentRange?.trim() ?? '');
  if (!match || Number(match[1]) + 1 !== Number(match[2])) {
    throw new EgressError('partial', 'The server sent a part instead of the whole.');
  }
  return Number(match[2]);
}

function withoutPrivate(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !PRIVATE_HEADERS.includes(name)));
}

function joinHeaders(raw: Record<string, string | string[] | undefined>): Record<string, string> {
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** True for a request that carries our own `Via` token: it has been here before. */
export function isOwnVia(header: string | undefined, via: string): boolean {
  return header !== undefined && header.split(',').some((part) => part.trim().replace(/^\S+\s+/, '') === via);
}
