import type { Clock } from '../../egress/clock';
import { retryAfterMs } from '../../egress/retry-after';
import { classifyAnswer, type ApiBody, type Verdict } from './classify-answer';
import { AddressTooLong, AnswerFailed, ApiError, CrawlStopped } from './crawl-stopped';
import type { FetchText, TextAnswer } from './fetch-text';
import { Throttle } from './throttle';

export interface WikiClientOptions {
  /** Address of the wiki's `api.php`. */
  api: string;
  fetchText: FetchText;
  /** `product/version (contact)`. */
  userAgent: string;
  clock: Clock;
  /** Between the beginnings of two requests. */
  minGapMs: number;
  /** Most requests of this client; then it stops with reason `budget`. */
  maxRequests?: number;
  signal?: AbortSignal;
  onWaiting?: (what: string, ms: number) => void;
  onWarning?: (warning: string) => void;
}

export type Params = Readonly<Record<string, string>>;

export interface RequestOptions {
  /** The wiki may fail at just this; it throws AnswerFailed then, soon, instead of waiting for the wiki to recover. */
  mayFail?: boolean;
  /** What the operator should look at where the wiki refuses. */
  check?: string;
}

/** Longer addresses are sent as a form: servers in front of wikis refuse them, and so does the way out. */
const LONGEST_ADDRESS = 2000;
const MOST_TRIES = 12;
/** As many failures at a request that may be at fault itself. */
const MOST_OWN_FAILURES = 3;
const MOST_LAGS = 16;
const MOST_GARBAGE = 4;
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 60_000;
const SHORTEST_LAG_MS = 5000;
const DEADLINE_MS = 60_000;
const MAX_BYTES = 24 << 20;

/**
 * Speaks to one wiki's API, politely: one request at a time, identified, with a gap, patience where the wiki lags, and
 * an end where it walls itself off. Throws ApiError for what cannot be had, CrawlStopped where going on makes no sense.
 */
export class WikiClient {
  private readonly throttle: Throttle;
  private readonly warned = new Set<string>();
  /** Where the wiki answers, once it has redirected. */
  private api: string;
  requests = 0;

  constructor(private readonly options: WikiClientOptions) {
    this.throttle = new Throttle(options.clock, options.minGapMs);
    this.api = options.api;
  }

  /** One request of `action=query`. */
  query(params: Params, options?: RequestOptions): Promise<ApiBody> {
    return this.request({ action: 'query', ...params }, options);
  }

  /** One request, repeated as long as that may help. */
  async request(params: Params, { mayFail = false, check }: RequestOptions = {}): Promise<ApiBody> {
    const tries = new Tries(mayFail, check);
    for (;;) {
      const { answer, verdict } = await this.attempt(params);
      if (verdict.kind === 'good') return this.accept(verdict.body);
      const waitMs = tries.next(verdict, retryAfterMs(answer?.headers['retry-after'], this.options.clock.now()));
      if (answer?.status === 429) this.throttle.slowDown();
      this.options.onWaiting?.(
        verdict.kind === 'lagging' ? 'maxlag' : 'what' in verdict ? verdict.what : verdict.kind,
        waitMs,
      );
      await this.sleep(waitMs);
    }
  }

  private async attempt(params: Params): Promise<{ answer: TextAnswer | null; verdict: Verdict }> {
    const { maxRequests = Infinity, signal } = this.options;
    if (signal?.aborted) throw interrupted();
    if (this.requests >= maxRequests) {
      throw new CrawlStopped('budget', `The budget of ${maxRequests} requests is used up. Go on later with --resume.`);
    }
    this.requests++;
    try {
      const answer = await this.throttle.run(() => this.send(params), signal);
      this.remember(answer);
      return { answer, verdict: classifyAnswer(answer) };
    } catch (error) {
      if (signal?.aborted) throw interrupted();
      if (await this.isRedirected(error, params)) return this.attempt(params);
      return { answer: null, verdict: failureOf(error) };
    }
  }

  private send(params: Params): Promise<TextAnswer> {
    const { fetchText, userAgent, signal } = this.options;
    const { api } = this;
    const query = new URLSearchParams({ format: 'json', formatversion: '2', maxlag: '5', ...params }).toString();
    const common = {
      headers: { 'user-agent': userAgent, accept: 'application/json', 'accept-encoding': 'gzip' },
      deadlineMs: DEADLINE_MS,
      maxBytes: MAX_BYTES,
      signal,
    };
    const address = `${api}?${query}`;
    if (address.length <= LONGEST_ADDRESS) return fetchText(address, { method: 'GET', ...common });
    return fetchText(api, { method: 'POST', form: query, ...common });
  }

  /** The way out follows redirects on the wiki's own host; from then on the wiki is asked there. */
  private remember({ url }: TextAnswer): void {
    const address = url?.replace(/[?#].*$/s, '') ?? '';
    if (address.endsWith('.php')) this.api = address;
  }

  /** Whether a form was redirected, which servers mean for addresses alone: a short request tells where to. */
  private async isRedirected(error: unknown, params: Params): Promise<boolean> {
    if ((error as { kind?: string }).kind !== 'redirect' || params['meta'] === 'siteinfo') return false;
    const before = this.api;
    await this.query({ meta: 'siteinfo', siprop: 'general' });
    return this.api !== before;
  }

  private accept(body: ApiBody): ApiBody {
    for (const [module, warning] of Object.entries(body.warnings ?? {})) {
      const words = `${module}: ${warning.warnings ?? warning['*'] ?? ''}`;
      if (this.warned.has(words)) continue;
      this.warned.add(words);
      this.options.onWarning?.(words);
    }
    return body;
  }

  private async sleep(ms: number): Promise<void> {
    try {
      await this.options.clock.sleep(ms, this.options.signal);
    } catch {
      throw interrupted();
    }
  }
}

/** How often one request has failed, and how; decides whether and when it is repeated. */
class Tries {
  private failures = 0;
  private lags = 0;
  private garbage = 0;
  private lastCode = '';

  constructor(
    private readonly mayFail: boolean,
    private readonly check = 'the universe\'s "api" address and "articleCategory"',
  ) {}

  /** Milliseconds to wait before the next try. Throws where there is none. */
  next(verdict: Exclude<Verdict, { kind: 'good' }>, retryAfter: number | null): number {
    switch (verdict.kind) {
      case 'lagging':
        if (++this.lags >= MOST_LAGS) throw new CrawlStopped('maxlag', LAGGING);
        return Math.max(SHORTEST_LAG_MS, retryAfter ?? 0);
      case 'transient':
        if (++this.failures >= MOST_OWN_FAILURES && this.mayFail && verdict.isOwn) throw new AnswerFailed(verdict.what);
        if (this.failures >= MOST_TRIES) throw unavailable(verdict.what);
        return retryAfter ?? this.delay(this.failures);
      case 'garbage':
        if (++this.garbage >= MOST_GARBAGE) throw new CrawlStopped('suspect', garbage(verdict.what));
        return this.delay(this.garbage);
      case 'too-large':
        if (this.mayFail) throw new AnswerFailed(TOO_LARGE);
        throw new CrawlStopped('suspect', garbage(TOO_LARGE));
      case 'unknown':
        if (this.lastCode === verdict.code && this.mayFail && verdict.code.startsWith('internal_api_error'))
          throw new AnswerFailed(`${verdict.code}: ${verdict.info}`);
        if (this.lastCode === verdict.code)
          throw new CrawlStopped('refused', refused(`${verdict.code}: ${verdict.info}`, this.check));
        this.lastCode = verdict.code;
        return this.delay(1);
      case 'soft':
        throw new ApiError(verdict.code, verdict.info);
      case 'too-long':
        throw new AddressTooLong('the address is too long');
      case 'blocked':
        throw new CrawlStopped('blocked', blocked(verdict.what));
      case 'refused':
        throw new CrawlStopped('refused', refused(verdict.what, this.check));
    }
  }

  private delay(failures: number): number {
    return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  }
}

const TOO_LARGE = `an answer of more than ${MAX_BYTES >> 20} MB`;

const LAGGING = 'The wiki asks to be left alone: its databases lag. Go on later with --resume.';

const blocked = (what: string) =>
  `The wiki blocks this program: ${what}. Nothing was changed. Do not hurry: wait an hour, check that WIKI_CONTACT is right, then go on with --resume; or import the wiki's XML dump with cache:import-dump.`;

const refused = (what: string, check: string) =>
  `The wiki refuses the request (${what}). Nothing was changed. Check ${check}.`;

const garbage = (what: string) =>
  `The wiki gives ${what} again and again. Nothing was changed. Check the universe's "api" address, or go on later with --resume.`;

function unavailable(what: string): CrawlStopped {
  return new CrawlStopped('unavailable', `The wiki does not answer (${what}). Go on later with --resume.`);
}

function interrupted(): CrawlStopped {
  return new CrawlStopped('interrupted', 'The crawl was interrupted. Go on with --resume.');
}

/** A request that brought no answer: most failures pass; what the guard or the cap refuses does not. */
function failureOf(error: unknown): Verdict {
  const kind = (error as { kind?: string }).kind;
  const { target } = error as { target?: string };
  if (target !== undefined)
    return { kind: 'refused', what: `it redirects to ${target}: if the wiki has moved there, make that its "api"` };
  if (kind === 'forbidden' || kind === 'invalid-url') return { kind: 'refused', what: 'this address is not allowed' };
  if (kind === 'too-large') return { kind: 'too-large' };
  if (kind === 'encoding') return { kind: 'garbage', what: 'an answer that cannot be read' };
  if (kind === 'redirect') return { kind: 'refused', what: 'it redirects' };
  return { kind: 'transient', what: 'no connection' };
}
