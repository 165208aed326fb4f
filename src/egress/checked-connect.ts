import { lookup } from 'node:dns/promises';
import { connect as dialTcp, isIP, type Socket } from 'node:net';
import { connect as startTls } from 'node:tls';
import ipaddr from 'ipaddr.js';
import { EgressError, forbidden } from './egress-error';
import type { AllowList } from './host-allow-list';
import { isPublicAddress } from './public-address';

export interface ResolvedAddress {
  address: string;
  family: number;
}
/** Finds the addresses of a name; asked exactly once for a connection. */
export type Resolver = (hostname: string) => Promise<readonly ResolvedAddress[]>;
/** Opens a TCP connection to an address that has been checked. */
export type Dialler = (address: string, port: number) => Socket;

export interface ConnectTarget {
  hostname: string;
  port: number;
  secure: boolean;
}

export interface ConnectOptions {
  allow: AllowList;
  resolver?: Resolver;
  dial?: Dialler;
  timeoutMs: number;
}

const resolveBySystem: Resolver = (hostname) => lookup(hostname, { all: true, verbatim: true });
const dialBySystem: Dialler = (host, port) => dialTcp({ host, port, noDelay: true });

/**
 * Opens a connection to an address that was checked itself: a name is resolved once, every answer must be public
 * (or listed as exact ip:port), and the socket's remote address must be the one that was dialled.
 */
export async function checkedConnect(target: ConnectTarget, options: ConnectOptions): Promise<Socket> {
  const addresses = await checkedAddresses(target, options);
  let failure: unknown;
  for (const { address } of addresses.slice(0, 3)) {
    try {
      return await open(address, target, options);
    } catch (error) {
      if (error instanceof EgressError && error.kind === 'forbidden') throw error;
      failure = error;
    }
  }
  throw new EgressError('connect', 'The server cannot be reached.', { cause: failure });
}

async function checkedAddresses(target: ConnectTarget, options: ConnectOptions): Promise<readonly ResolvedAddress[]> {
  const { hostname, port } = target;
  const version = isIP(hostname);
  if (version !== 0) {
    if (!isPublicAddress(hostname) && !options.allow.allowsAddress(hostname, port)) throw forbidden();
    return [{ address: hostname, family: version }];
  }
  let addresses: readonly ResolvedAddress[];
  try {
    addresses = await (options.resolver ?? resolveBySystem)(hostname);
  } catch (error) {
    throw new EgressError('connect', 'The server cannot be found.', { cause: error });
  }
  if (addresses.length === 0) throw new EgressError('connect', 'The server cannot be found.');
  // A mixed answer is refused whole: it is what a rebinding attack looks like.
  if (!addresses.every(({ address }) => isPublicAddress(address))) throw forbidden();
  return addresses;
}

function open(address: string, target: ConnectTarget, options: ConnectOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const tcp = (options.dial ?? dialBySystem)(address, target.port);
    let socket: Socket = tcp;
    const timer = setTimeout(() => fail(new Error('connect timeout')), options.timeoutMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      tcp.destroy();
      reject(error);
    };
    const done = () => {
      clearTimeout(timer);
      socket.removeListener('error', fail);
      resolve(socket);
    };
    tcp.once('error', fail);
    tcp.once('connect', () => {
      if (!sameAddress(tcp.remoteAddress, address)) return fail(forbidden());
      if (!target.secure) return done();
      tcp.removeListener('error', fail);
      socket = startTls({ socket: tcp, ALPNProtocols: ['http/1.1'], ...serverName(target.hostname) });
      socket.once('error', fail);
      socket.once('secureConnect', done);
    });
  });
}

function sameAddress(one: string | undefined, other: string): boolean {
  if (one === other) return true;
  const readable = one !== undefined && ipaddr.isValid(one) && ipaddr.isValid(other);
  return readable && ipaddr.parse(one).toNormalizedString() === ipaddr.parse(other).toNormalizedString();
}

/** TLS checks the certificate against the name, or the address where the URL has one. */
function serverName(hostname: string): { servername: string } | { host: string } {
  return isIP(hostname) === 0 ? { servername: hostname } : { host: hostname };
}
