import { readFileSync } from 'node:fs';

/** TLS as `node:tls` wants it; false: none. */
export type TlsSettings = false | { rejectUnauthorized: boolean; ca?: string; cert?: string; key?: string };

/** Where a Postgres is and how to enter it. */
export interface ConnectionSettings {
  host: string;
  port: number;
  database: string;
  user: string | undefined;
  password: string | undefined;
  ssl: TlsSettings;
}

const HOST_PARTS = /^(\[[0-9a-f:.%]+\]|[^/?:@]*)(?::(\d+))?(?:\/([^?]*))?(?:\?(.*))?$/is;

/**
 * Takes a database URL apart, also one whose password holds raw `@`, `/`, `#` or `%`. `sslmode` means what libpq
 * means: `require` encrypts without asking who it is. Throws in words.
 */
export function parseDatabaseUrl(url: string): ConnectionSettings {
  const rest = url.replace(/^postgres(ql)?:\/\//i, '');
  const at = endOfUserInfo(rest);
  const userInfo = at < 0 ? undefined : rest.slice(0, at);
  const match = HOST_PARTS.exec(rest.slice(at + 1));
  if (!match || rest === url) throw new Error('the database URL cannot be understood');
  const [, host = '', port, path = '', query = ''] = match;
  const colon = userInfo?.indexOf(':') ?? -1;
  const parameters = new URLSearchParams(query);
  const user = decode(colon < 0 ? userInfo : userInfo?.slice(0, colon)) ?? parameters.get('user') ?? undefined;
  const password = colon < 0 ? (parameters.get('password') ?? undefined) : decode(userInfo?.slice(colon + 1));
  return {
    host: parameters.get('host') ?? (decode(host.replace(/^\[(.*)\]$/, '$1')) || 'localhost'),
    port: Number(parameters.get('port') ?? port ?? 5432),
    database: decode(path) || parameters.get('dbname') || user || 'postgres',
    user,
    password,
    ssl: tlsOf(parameters),
  };
}

/** Where user and password end: at the last `@` before the query, for a raw password may hold `@`, `/` and `#`. */
function endOfUserInfo(rest: string): number {
  const authorityEnd = rest.search(/[/?#]/);
  const authority = authorityEnd < 0 ? rest : rest.slice(0, authorityEnd);
  const query = rest.indexOf('?', authority.lastIndexOf('@') + 1);
  return rest.lastIndexOf('@', query < 0 ? rest.length : query);
}

/** Percent-decodes; text that was never encoded (a bare `%`) stays as it is. */
function decode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function tlsOf(parameters: URLSearchParams): TlsSettings {
  const mode = parameters.get('sslmode') ?? (isTrue(parameters.get('ssl')) ? 'require' : 'disable');
  if (['disable', 'allow', 'prefer'].includes(mode)) return false;
  const file = (name: string) => {
    const path = parameters.get(name);
    return path ? readFileSync(path, 'utf8') : undefined;
  };
  const ca = file('sslrootcert');
  // libpq, too, verifies under `require` where a root certificate is given.
  const verifies = mode.startsWith('verify') || ca !== undefined;
  return { rejectUnauthorized: verifies, ca, cert: file('sslcert'), key: file('sslkey') };
}

function isTrue(value: string | null): boolean {
  return value !== null && ['1', 'true', 'yes', 'on'].includes(value.toLowerCase());
}
