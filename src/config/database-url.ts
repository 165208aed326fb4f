import { isIPv6 } from 'node:net';
import { BadValue, readBoolean, readChoice, readInteger } from './variables';

const TLS_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type TlsMode = (typeof TLS_MODES)[number];

/** What a URL asks of TLS, in the terms of libpq; paths of files, which are read when a connection is made. */
export interface TlsRequest {
  mode: TlsMode;
  /** `system`: the authorities that the machine trusts. */
  rootCert: string | null;
  cert: string | null;
  key: string | null;
  keyPassword: string | null;
}

/** Where a Postgres is and how to enter it. */
export interface DatabaseAddress {
  /** A name, an IP address, or the folder of a unix socket. */
  host: string;
  port: number;
  database: string;
  user: string | undefined;
  password: string | undefined;
  tls: TlsRequest;
  /** The URL says that a pooler in transaction mode stands between (`pgbouncer=true`). */
  pooled: boolean;
  /** The most connections of one process, where the URL limits them (`connection_limit`). */
  connectionLimit: number | null;
}

const EXAMPLE = 'a URL like postgres://user:password@host:5432/database';
const SCHEME = /^postgres(ql)?:\/\//i;
const HOST = /^(?:\[([^\]]*)\]|([\p{L}\p{N}._%-]*))(?::([^:]*))?$/u;
/** Parameters whose values may hold a raw `@`, so that one behind the `?` is not taken for the end of a password. */
const KNOWN_PARAMETERS =
  /^(ssl\w*|host|port|user|password|dbname|options|application_name|fallback_application_name|connect_timeout|pgbouncer|connection_limit|pool_timeout|schema|channel_binding|target_session_attrs|gssencmode|krbsrvname|keepalives\w*|client_encoding|statement_cache_size)$/;

/**
 * Takes a database URL apart. A password may hold raw `@`, `/`, `#`, `%`, spaces and brackets as long as only one reading
 * is possible; a raw `?` always leaves a doubt. Throws BadValue, which says what is wrong but never a part of the URL.
 */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  if (!SCHEME.test(url)) throw bad('it does not begin with postgres:// or postgresql://');
  const rest = url.replace(SCHEME, '');
  const question = rest.indexOf('?');
  const head = question < 0 ? rest : rest.slice(0, question);
  const query = question < 0 ? '' : rest.slice(question + 1);
  refuseRawQuestionMark(head, query);
  const at = head.lastIndexOf('@');
  const [login, target] = at < 0 ? [null, head] : [head.slice(0, at), head.slice(at + 1)];
  const parameters = readParameters(query);
  const { user, password } = readLogin(login, parameters);
  const slash = target.indexOf('/');
  const path = slash < 0 ? '' : target.slice(slash + 1);
  return {
    ...readPlace(slash < 0 ? target : target.slice(0, slash), parameters),
    database: readDatabaseName(path) || parameters.get('dbname') || user || 'postgres',
    user,
    password,
    tls: readTls(parameters),
    pooled: read(parameters, 'pgbouncer', false, readBoolean),
    connectionLimit: read<number | null>(parameters, 'connection_limit', null, readInteger(1, 10_000)),
  };
}

function bad(what: string): BadValue {
  return new BadValue(`${EXAMPLE}, but ${what}`);
}

const ENCODE = 'percent-encode the special characters of the user and the password';

/** An `@` behind the first `?` mostly means that the `?` belongs to the password. */
function refuseRawQuestionMark(head: string, query: string): void {
  if (!query.includes('@')) return;
  const pairs = query.split('&');
  const known = pairs.every((pair) => KNOWN_PARAMETERS.test(pair.split('=', 1)[0] ?? ''));
  const holdsLogin = head.includes('@') || !/^[^:]+:/.test(head);
  if (known && holdsLogin) return;
  throw bad(`its user or password holds a raw "?", which begins the parameters: ${ENCODE} (? is %3F, @ is %40)`);
}

function readParameters(query: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals < 1) throw bad('behind its "?" there must be parameters like sslmode=require, joined by "&"');
    const [name, text] = [pair.slice(0, equals), pair.slice(equals + 1)];
    if (!isEncoded(text)) throw bad('the value of one of its parameters is not percent-encoded (% itself is %25)');
    parameters.set(name, decodeURIComponent(text));
  }
  return parameters;
}

function readLogin(login: string | null, parameters: Map<string, string>) {
  const colon = login?.indexOf(':') ?? -1;
  const userText = colon < 0 ? login : login?.slice(0, colon);
  const user = userText ? decodeLogin(userText) : parameters.get('user');
  const password = login && colon >= 0 ? decodeLogin(login.slice(colon + 1)) : parameters.get('password');
  for (const text of [user, password]) if (text?.includes('\0')) throw bad('its user or password holds a zero byte');
  return { user, password };
}

/**
 * Text without one valid percent-encoding was never encoded: a bare `%` stands for itself. Where both readings are
 * possible, for one part is encoded and another is not, nobody can know.
 */
function decodeLogin(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text;
  if (!isEncoded(text) || /[/#[\] ]/.test(text)) {
    throw bad(`its user or password is percent-encoded in one part and not in another: ${ENCODE} (% itself is %25)`);
  }
  return decodeURIComponent(text);
}

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function readPlace(authority: string, parameters: Map<string, string>): { host: string; port: number } {
  const given = parameters.get('host');
  if (authority.includes(',') || given?.includes(',')) {
    throw bad('it names several hosts: name the primary alone (others may be read from by DATABASE_REPLICA_URLS)');
  }
  const match = HOST.exec(authority);
  if (!match) {
    throw bad(`its host cannot be understood: write host:port (an IPv6 address in brackets), and ${ENCODE}`);
  }
  const [, bracketed, name = '', portText] = match;
  if (bracketed !== undefined && !isIPv6(bracketed)) throw bad('what stands in brackets is no IPv6 address');
  if (!isEncoded(name)) throw bad('its host is not percent-encoded');
  const host = given ?? bracketed ?? decodeURIComponent(name);
  if (host === '') throw bad('it names no host');
  if (/%/.test(name) && !host.startsWith('/')) throw bad('its host cannot be understood');
  const port = parameters.get('port') ?? portText ?? '5432';
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw bad(`its port is no number from 1 to 65535 (if that is part of the password: ${ENCODE})`);
  }
  return { host, port: Number(port) };
}

function readDatabaseName(path: string): string {
  if (/[/#[\] ]/.test(path) || !isEncoded(path)) throw bad('the name of its database is not percent-encoded');
  const name = decodeURIComponent(path);
  if (name.includes('\0')) throw bad('the name of its database holds a zero byte');
  return name;
}

function readTls(parameters: Map<string, string>): TlsRequest {
  const rootCert = parameters.get('sslrootcert') ?? null;
  const asked = readTlsMode(parameters);
  if (rootCert === 'system' && asked !== null && asked !== 'verify-full') {
    throw bad('its sslrootcert=system goes with sslmode=verify-full alone');
  }
  return {
    mode: asked ?? (rootCert === 'system' ? 'verify-full' : 'prefer'),
    rootCert,
    cert: parameters.get('sslcert') ?? null,
    key: parameters.get('sslkey') ?? null,
    keyPassword: parameters.get('sslpassword') ?? null,
  };
}

/** Besides libpq's modes, what other drivers' URLs say: `sslmode=no-verify`, `ssl=true`. */
function readTlsMode(parameters: Map<string, string>): TlsMode | null {
  if (parameters.get('sslmode') === 'no-verify') return 'require';
  const isOn = read<boolean | null>(parameters, 'ssl', null, readBoolean);
  const simple = isOn === null ? null : isOn ? 'require' : 'disable';
  return read<TlsMode | null>(parameters, 'sslmode', simple, readChoice(TLS_MODES));
}

function read<T>(parameters: Map<string, string>, name: string, fallback: T, reader: (text: string) => T): T {
  const text = parameters.get(name);
  if (text === undefined || text === '') return fallback;
  try {
    return reader(text);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    throw bad(`its parameter ${name} must be ${error.message}`);
  }
}
