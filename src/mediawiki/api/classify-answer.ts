import { isMembers } from '../../universe/members';
import type { TextAnswer } from './fetch-text';

/** What the API answered, as far as every answer is alike. */
export interface ApiBody {
  batchcomplete?: boolean | string;
  continue?: Record<string, string>;
  /** Before 1.21: the next parameters of each module. */
  'query-continue'?: Record<string, Record<string, string>>;
  query?: Record<string, unknown>;
  parse?: Record<string, unknown>;
  /** Of the Cargo and Bucket extensions. */
  cargofields?: unknown;
  cargoquery?: unknown;
  bucket?: unknown;
  warnings?: Record<string, { warnings?: string; '*'?: string }>;
  /** Some extensions say in words alone what was wrong. */
  error?: { code: string; info: string; lag?: number } | string;
}

/** What an answer means for the crawl. */
export type Verdict =
  | { kind: 'good'; body: ApiBody }
  | { kind: 'lagging'; seconds: number }
  /** `isOwn`: the wiki's own failure at what was asked, rather than that of a server in front of it. */
  | { kind: 'transient'; what: string; isOwn?: boolean }
  /** Not an answer of the API. */
  | { kind: 'garbage'; what: string }
  /** The one thing asked for cannot be had. */
  | { kind: 'soft'; code: string; info: string }
  | { kind: 'unknown'; code: string; info: string }
  | { kind: 'blocked'; what: string }
  | { kind: 'refused'; what: string }
  | { kind: 'too-long' }
  /** More than is taken in one answer. */
  | { kind: 'too-large' };

const TRANSIENT_STATUS = new Set([429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
/** An error or a timeout of the program itself; what is overloaded says 429 or 503. */
const OWN_FAILURES = new Set([500, 502, 503, 504, 524]);
const TRANSIENT_CODES = new Set([
  'ratelimited',
  'readonly',
  'internal_api_error_DBQueryError',
  'internal_api_error_DBQueryTimeoutError',
  'internal_api_error_DBConnectionError',
  'cirrussearch-too-busy-error',
  'concurrency-limit',
]);
const SOFT_CODES = new Set(
  'missingtitle permissiondenied readapidenied invalidtitle nosuchrevid nosuchpageid nosuchsection invalidcategory badcontinue toomanyvalues'.split(
    ' ',
  ),
);
const WALL =
  /just a moment|cf-browser-verification|challenge-platform|attention required|captcha|enable javascript and cookies/i;

/** Tells what an answer is; pure. */
export function classifyAnswer({ status, headers, body }: TextAnswer): Verdict {
  const parsed = parseBody(body);
  if (parsed?.error) return classifyError(parsed.error);
  if (headers['cf-mitigated'] === 'challenge' || (!parsed && WALL.test(body.slice(0, 20_000)))) {
    return { kind: 'blocked', what: 'it answers with a challenge page for browsers' };
  }
  if (status === 414) return { kind: 'too-long' };
  if (TRANSIENT_STATUS.has(status))
    return { kind: 'transient', what: `status ${status}${quoted(body)}`, isOwn: OWN_FAILURES.has(status) };
  if (status === 403 || status === 401)
    return { kind: 'blocked', what: `it answers with status ${status}${quoted(body)}` };
  if (status !== 200) return { kind: 'refused', what: `status ${status}${quoted(body)}` };
  if (!parsed)
    return {
      kind: 'garbage',
      what: body.trim() === '' ? 'an empty answer' : `an answer that is not JSON${quoted(body)}`,
    };
  if (Object.keys(parsed).length === 0) return { kind: 'garbage', what: 'an answer without content' };
  return { kind: 'good', body: parsed };
}

const LONGEST_QUOTE = 160;

/** What an answer says in words, for whoever must find out why: `: "Deprecated: Use of …"`. */
function quoted(body: string): string {
  const start = body.slice(0, 20_000).replace(/<(style|script|head)[\s>][^]*?<\/\1>/gi, ' ');
  const words = start
    .replace(/<[^<>]*>/g, ' ')
    .replace(/[\s\u0000-\u001f\u007f]+/g, ' ')
    .trim();
  if (words === '') return '';
  return `: "${words.slice(0, LONGEST_QUOTE)}${words.length > LONGEST_QUOTE ? '…' : ''}"`;
}

function parseBody(body: string): ApiBody | null {
  try {
    const value: unknown = JSON.parse(body.replace(/^\uFEFF/, ''));
    return isMembers(value) ? value : null;
  } catch {
    return null;
  }
}

function classifyError(error: NonNullable<ApiBody['error']>): Verdict {
  if (typeof error === 'string') return { kind: 'unknown', code: 'error', info: error };
  const { code, info, lag } = error;
  if (code === 'maxlag') return { kind: 'lagging', seconds: typeof lag === 'number' ? lag : 5 };
  if (TRANSIENT_CODES.has(code) || String(code).startsWith('internal_api_error_DB'))
    return { kind: 'transient', what: code };
  if (SOFT_CODES.has(code)) return { kind: 'soft', code, info };
  return { kind: 'unknown', code: String(code), info: String(info) };
}
