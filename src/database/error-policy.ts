import { Unreachable } from './unreachable';

/** What to do about a failed statement: ask the files, try again, or let it surface. */
export type Verdict = 'unreachable' | 'retry' | 'bug';

const RETRY = new Set(['40001', '40P01', '55P03', '26000']);
/** The server ended the session because a transaction of it stood still. */
const STOOD_STILL = '25P03';
const UNREACHABLE = new Set(['25006', '3D000', '42P01', '57014', STOOD_STILL]);
const UNREACHABLE_CLASS = /^(08|28|53|57P|58)/;
const NETWORK = new Set(['EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN']);
const DRIVER =
  /Connection terminated|already released|not queryable|timeout exceeded when trying to connect|after calling end|connection timeout/i;

/** Sorts any error of the driver or the server by its code (FAULTS, "what counts as unreachable"). */
export function judge(error: unknown): Verdict {
  if (error instanceof Unreachable) return 'unreachable';
  const code = codeOf(error);
  const message = messageOf(error);
  if (code === null) return DRIVER.test(message) ? 'unreachable' : 'bug';
  // A statement prepared before the table changed: a new connection prepares it anew.
  if (RETRY.has(code) || (code === '0A000' && message.includes('cached plan'))) return 'retry';
  if (code.startsWith('ECONN') || code === 'ENOENT' || NETWORK.has(code)) return 'unreachable';
  return UNREACHABLE.has(code) || UNREACHABLE_CLASS.test(code) ? 'unreachable' : 'bug';
}

/** Whether the connection itself broke, so that another one may well work. */
export function isCut(error: unknown): boolean {
  const code = codeOf(error);
  if (code === null) return /Connection terminated|not queryable/i.test(messageOf(error));
  return (
    code === STOOD_STILL || code.startsWith('57P') || code.startsWith('08') || code === 'ECONNRESET' || code === 'EPIPE'
  );
}

/** Whether our tables or the database are missing, which the migrations cure. */
export function isSchemaMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === '42P01' || code === '3D000';
}

/** The SQLSTATE or system code of an error or of its causes. */
export function codeOf(error: unknown): string | null {
  for (let at = error as FailureLike | null | undefined, depth = 0; at && depth < 5; at = at.cause, depth++) {
    if (typeof at.code === 'string' && at.code !== '') return at.code;
    if (Array.isArray(at.errors) && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return null;
}

/** What errors of Node, the driver and TypeORM have in common. */
interface FailureLike {
  code?: unknown;
  message?: unknown;
  cause?: FailureLike;
  errors?: unknown;
}

function messageOf(error: unknown): string {
  const message = (error as FailureLike | null | undefined)?.message;
  return typeof message === 'string' ? message : '';
}

const WORDS: [RegExp, string][] = [
  [/^ECONNREFUSED$|^ENOENT$/, 'it refuses connections'],
  [/^ENOTFOUND$|^EAI_AGAIN$/, 'the name of its host is not known'],
  [/^ETIMEDOUT$|^E(HOST|NET)(UNREACH|DOWN)$/, 'its host cannot be reached'],
  [/^28/, 'it rejects the user or the password'],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'its certificate is not for the host that DATABASE_URL names (sslmode=verify-full)',
  ],
  [/CERT|^UNABLE_TO_/, 'its certificate is not trusted: name its authority by sslrootcert'],
  [/^3D000$/, 'the database does not exist'],
  [/^42P01$/, 'its tables are missing'],
  [/^42501$/, 'the user lacks a right that is needed'],
  [/^53100$/, 'its disk is full'],
  [/^53/, 'it has no room for another connection'],
  [/^57P03$/, 'it is starting or stopping'],
  [/^(57P|08|ECONN|EPIPE)/, 'the connection was cut'],
  [/^57014$/, 'a statement was cancelled'],
  [/^25006$/, 'it is read-only'],
];

/** Why Postgres is not there, in words without host, path or SQL. */
export function describeFailure(error: unknown): string {
  if (error instanceof Unreachable) return error.reason;
  const code = codeOf(error);
  const message = messageOf(error);
  if (code === '28000' && /pg_hba\.conf/.test(message)) {
    const tls = /no encryption|SSL off/.test(message) ? 'without TLS (sslmode=require asks for it)' : 'with TLS';
    return `it takes no such connection: none of this user to this database ${tls} by its pg_hba.conf`;
  }
  for (const [pattern, words] of WORDS) if (code !== null && pattern.test(code)) return words;
  if (/does not support SSL/.test(message)) return 'it does not speak TLS, which sslmode demands';
  if (/SSL|TLS/i.test(message)) return 'it does not agree on TLS';
  if (DRIVER.test(message)) return 'the connection was cut';
  return code === null ? 'it does not work' : `it reported the error ${code}`;
}
