import { isIP } from 'node:net';
import { Problem } from '../problem/problem';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Names that no one outside can register, and so not point at this machine: `lorekeeper`, `nas.local`. */
const PRIVATE_NAME = /^[a-z0-9-]+$|\.(localhost|local|internal|lan|home\.arpa|test)$/;

/**
 * Whose requests are answered. A web page that makes its name mean this machine (DNS rebinding) would send its own
 * name as Host and Origin; a host program sends no Origin.
 */
export class AllowedCallers {
  private readonly origins: ReadonlySet<string>;
  private readonly names: ReadonlySet<string>;

  /** `hosts`: names under which the service is reached, `*` for any. */
  constructor(
    origins: '*' | readonly string[],
    private readonly hosts: readonly string[],
  ) {
    const listed = origins === '*' ? [] : origins;
    this.origins = new Set(listed);
    this.names = new Set(
      [...hosts, ...listed.map((origin) => new URL(origin).hostname)].map((name) => name.toLowerCase()),
    );
  }

  /** Throws Problem FORBIDDEN_ORIGIN. */
  check(headers: { host?: string | undefined; origin?: string | undefined }): void {
    const host = hostOf(`http://${headers.host ?? ''}`);
    if (host === null || !this.isKnown(host.hostname)) {
      throw new Problem(
        'FORBIDDEN_ORIGIN',
        'The service does not know itself by the name in Host; its operator can add the name to MCP_HOSTS.',
      );
    }
    const { origin } = headers;
    if (origin === undefined || this.origins.has(origin)) return;
    const from = hostOf(origin);
    if (from !== null && (LOOPBACK.has(from.hostname) || from.host === host.host)) return;
    throw new Problem(
      'FORBIDDEN_ORIGIN',
      'Pages of this origin may not ask; the operator can add the origin to CORS_ORIGINS.',
    );
  }

  private isKnown(name: string): boolean {
    if (this.hosts.includes('*') || this.names.has(name)) return true;
    return LOOPBACK.has(name) || isIP(name.replace(/^\[|\]$/g, '')) !== 0 || PRIVATE_NAME.test(name);
  }
}

function hostOf(address: string): { hostname: string; host: string } | null {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  const { hostname, host } = new URL(address);
  return { hostname: hostname.replace(/\.$/, ''), host };
}
