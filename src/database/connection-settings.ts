import { existsSync, readFileSync } from 'node:fs';
import { checkServerIdentity, createSecureContext, rootCertificates, type ConnectionOptions } from 'node:tls';
import type { DatabaseAddress, TlsRequest } from '../config/database-url';
import { Unreachable } from './unreachable';

type TlsSettings = Pick<ConnectionOptions, 'secureContext' | 'rejectUnauthorized' | 'checkServerIdentity'>;

/** How one connection is made, as the driver wants it; `ssl` false: without TLS. */
export interface ConnectionSettings {
  host: string;
  port: number;
  database: string;
  user: string | undefined;
  password: string | undefined;
  ssl: false | TlsSettings;
}

/** Where systems keep the authorities that they trust; the first that is there counts. */
const SYSTEM_CERTIFICATES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
];

/**
 * The ways in which a connection is tried, one after the other, as libpq does: `prefer` falls back to none where there is
 * no TLS, `allow` the other way round. Reads the files of certificates; throws Unreachable where that fails.
 */
export function waysTo(address: DatabaseAddress): ConnectionSettings[] {
  const { host, port, database, user, password, tls } = address;
  const way = (ssl: ConnectionSettings['ssl']) => ({ host, port, database, user, password, ssl });
  // Nobody listens in on a unix socket, and Postgres knows no TLS there.
  if (tls.mode === 'disable' || host.startsWith('/')) return [way(false)];
  const encrypted = way(tlsOptions(host, tls));
  if (tls.mode === 'allow') return [way(false), encrypted];
  return tls.mode === 'prefer' ? [encrypted, way(false)] : [encrypted];
}

/** An authority that is named is asked in every mode; who the server is, in `verify-full` alone. */
function tlsOptions(host: string, { mode, rootCert, cert, key, keyPassword }: TlsRequest): TlsSettings {
  const files = {
    ca: rootCert === 'system' ? trustedBySystem() : readPem('sslrootcert', rootCert),
    cert: readPem('sslcert', cert),
    key: readPem('sslkey', key),
  };
  return {
    secureContext: secureContext({ ...files, passphrase: keyPassword ?? undefined }),
    rejectUnauthorized: rootCert !== null || mode.startsWith('verify'),
    checkServerIdentity: (_, certificate) =>
      mode === 'verify-full' ? checkServerIdentity(host, certificate) : undefined,
  };
}

function secureContext(options: Parameters<typeof createSecureContext>[0]) {
  try {
    return createSecureContext(options);
  } catch (error) {
    throw new Unreachable('the files that sslcert and sslkey name do not fit together', { cause: error });
  }
}

function readPem(parameter: string, path: string | null): string | undefined {
  if (path === null) return undefined;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new Unreachable(`the file that ${parameter} names cannot be read (${code})`, { cause: error });
  }
  if (!text.includes('-----BEGIN ')) throw new Unreachable(`the file that ${parameter} names is not in PEM form`);
  return text;
}

function trustedBySystem(): string[] {
  const file = SYSTEM_CERTIFICATES.find((path) => existsSync(path));
  return file ? [...rootCertificates, readFileSync(file, 'utf8')] : [...rootCertificates];
}
