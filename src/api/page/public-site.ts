import type { FastifyRequest } from 'fastify';
import type { ServerConfig } from '../../config/config';
import { ClientAddress } from '../http/client-address';

const HOST = /^(?:[a-z0-9](?:[a-z0-9_-]|\.(?!\.))*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const PREFIX = /^(?:\/[\w~-][\w.~-]*)+\/?$/;

/** Where the service lies as its callers see it: by the Host header, and by what a trusted proxy says of itself. */
export class PublicSite {
  private readonly clients: ClientAddress;

  constructor({ trustProxy }: Pick<ServerConfig, 'trustProxy'>) {
    this.clients = new ClientAddress(trustProxy);
  }

  /** Ends with a slash. */
  of({ headers, raw }: Pick<FastifyRequest, 'headers' | 'raw'>): string {
    const isTrusted = this.clients.comesFromProxy(raw);
    const said = (name: string) => (isTrusted ? lastOf(headers[name]) : '');
    const protocol = said('x-forwarded-proto') === 'https' ? 'https' : 'http';
    const host = [said('x-forwarded-host'), headers.host ?? ''].find((name) => HOST.test(name)) ?? 'localhost';
    const prefix = said('x-forwarded-prefix');
    return `${protocol}://${host}${PREFIX.test(prefix) ? prefix.replace(/\/$/, '') : ''}/`;
  }
}

/** The nearest proxy's word. */
function lastOf(header: string | string[] | undefined): string {
  return [header].flat().join(',').split(',').at(-1)?.trim() ?? '';
}
