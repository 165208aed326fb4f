import { isIP } from 'node:net';
import { bareHost, isSpecialName, portOf } from './canonical-url';
import { isPublicAddress } from './public-address';

/** What an EgressClient asks before it connects. */
export interface AllowList {
  /** May this canonical URL be asked for at all? */
  allows(url: URL): boolean;
  /** Was exactly this address with this port listed, so that it may be private? */
  allowsAddress(address: string, port: number): boolean;
}

interface Entry {
  host: string;
  /** Matches every name below `host`, not `host` itself. */
  below: boolean;
  /** null: 80 and 443. */
  port: number | null;
}

const ENTRY = /^(\*\.)?(\[[0-9a-f:.]+\]|[^:[\]/@\s]+)(?::(\d{1,5}))?$/i;

/**
 * Hosts that may be asked: `host` and `*.host` (ports 80 and 443), `host:port`, and `ip:port`, the only kind of entry
 * that reaches a private address.
 */
export class HostAllowList implements AllowList {
  private readonly entries: readonly Entry[];

  constructor(hosts: readonly string[]) {
    this.entries = hosts.map(parseEntry);
  }

  allows(url: URL): boolean {
    const host = bareHost(url);
    const port = portOf(url);
    if (isIP(host) !== 0) return this.allowsAddress(host, port) || (isPublicAddress(host) && this.lists(host, port));
    return !isSpecialName(host) && this.lists(host, port);
  }

  allowsAddress(address: string, port: number): boolean {
    return isIP(address) !== 0 && this.entries.some((entry) => entry.port === port && entry.host === address);
  }

  private lists(host: string, port: number): boolean {
    return this.entries.some((entry) => {
      const named = entry.below ? host.endsWith(`.${entry.host}`) : host === entry.host;
      return named && (entry.port === null ? port === 80 || port === 443 : port === entry.port);
    });
  }
}

function parseEntry(text: string): Entry {
  const match = ENTRY.exec(text.trim());
  // The URL parser gives entries the spelling that canonical URLs have (case, IDN, short IPv6).
  const url = match && URL.canParse(`http://${match[2]}`) ? new URL(`http://${match[2]}`) : null;
  if (!match || !url) throw new Error(`not a host, *.host, host:port or ip:port: ${text}`);
  return {
    host: bareHost(url).replace(/\.+$/, ''),
    below: match[1] !== undefined,
    port: match[3] === undefined ? null : Number(match[3]),
  };
}
