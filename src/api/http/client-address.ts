import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { TrustProxy } from '../../config/config';

/** Whose address a request has: the socket's, or the one that a trusted proxy vouches for. */
export class ClientAddress {
  private readonly networks = new BlockList();

  constructor(private readonly trust: TrustProxy) {
    if (!Array.isArray(trust)) return;
    for (const entry of trust) {
      const [address = '', bits] = entry.split('/');
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      this.networks.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
    }
  }

  of(request: IncomingMessage): string {
    const socket = plain(request.socket.remoteAddress ?? '');
    if (this.trust === false) return socket;
    const header = request.headers['x-forwarded-for'];
    const text = Array.isArray(header) ? header.join(',') : (header ?? '');
    // Nearest hop first: each proxy appends the address that it saw.
    const hops = text.split(',').map((part) => plain(part.trim()));
    let address = socket;
    let hop = 0;
    while (hops.length > 0 && this.isTrusted(address, hop)) {
      const next = hops.pop() ?? '';
      if (!isIPv4(next) && !isIPv6(next)) break;
      address = next;
      hop++;
    }
    return address;
  }

  /** Whether a trusted proxy passes the request on. */
  comesFromProxy(request: IncomingMessage): boolean {
    return this.trust !== false && this.isTrusted(plain(request.socket.remoteAddress ?? ''), 0);
  }

  private isTrusted(address: string, hop: number): boolean {
    if (typeof this.trust === 'number') return hop < this.trust;
    return isIPv6(address) ? this.networks.check(address, 'ipv6') : this.networks.check(address, 'ipv4');
  }
}

/** An address without brackets, port or zone; an IPv4 address mapped into IPv6 as IPv4. */
function plain(text: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text);
  let address = bracketed?.[1] ?? text;
  if (/^\d+\.\d+\.\d+\.\d+:\d+$/.test(address)) address = address.slice(0, address.lastIndexOf(':'));
  const zone = address.indexOf('%');
  if (zone >= 0) address = address.slice(0, zone);
  return address.toLowerCase().startsWith('::ffff:') && isIPv4(address.slice(7)) ? address.slice(7) : address;
}
