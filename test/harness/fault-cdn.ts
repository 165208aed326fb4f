import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

export interface Hit {
  path: string;
  at: number;
  headers: IncomingMessage['headers'];
}

export type Behaviour = (request: IncomingMessage, response: ServerResponse, url: URL) => void | Promise<void>;

/** A host on 127.0.0.1 that serves what it is given and misbehaves by path; it logs every request. */
export class FaultCdn {
  readonly hits: Hit[] = [];
  /** Bytes that went out on all connections. */
  bytesSent = 0;
  private readonly paths = new Map<string, Behaviour>();
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(): Promise<FaultCdn> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const cdn = new FaultCdn(server, (server.address() as AddressInfo).port);
    server.on('connection', (socket) => {
      cdn.sockets.add(socket);
      socket.on('close', () => cdn.sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    server.on('request', (request, response) => void cdn.answer(request, response));
    return cdn;
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  get openConnections(): number {
    return this.sockets.size;
  }

  url(path: string): string {
    return `http://${this.host}${path}`;
  }

  hitsOf(path: string): Hit[] {
    return this.hits.filter((hit) => hit.path === path);
  }

  /** What the path (without its query) does from now on. */
  on(path: string, behaviour: Behaviour): string {
    this.paths.set(path, behaviour);
    return this.url(path);
  }

  /** Serves these bytes at the path; returns its URL. */
  serve(path: string, body: Buffer | string, headers: Record<string, string> = {}): string {
    return this.on(path, (_, response) => void response.writeHead(200, headers).end(body));
  }

  status(path: string, status: number, headers: Record<string, string> = {}): string {
    return this.on(path, (_, response) => void response.writeHead(status, headers).end('no'));
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    this.hits.push({ path, at: Date.now(), headers: request.headers });
    const socket = request.socket;
    const before = socket.bytesWritten;
    response.on('close', () => (this.bytesSent += socket.bytesWritten - before));
    const url = new URL(path, 'http://fault');
    const behaviour = this.paths.get(url.pathname) ?? FAULTS[url.pathname];
    if (behaviour) await behaviour(request, response, url);
    else response.writeHead(404, { 'content-type': 'image/png' }).end('placeholder');
  }
}

const JPEG_START = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(60)]);

/** What a path does where a test gives it nothing else. */
const FAULTS: Record<string, Behaviour> = {
  async '/drip'(_, response) {
    response.writeHead(200, { 'content-type': 'image/jpeg' });
    response.write(JPEG_START);
    while (!response.destroyed) {
      response.write('x');
      await sleep(50);
    }
  },
  '/flood'(_, response) {
    response.writeHead(200, { 'content-type': 'image/jpeg' });
    response.write(JPEG_START);
    const chunk = Buffer.alloc(65_536, 7);
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  },
  '/claims-much'(_, response) {
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': 50_000_000 });
    response.write(Buffer.concat([JPEG_START, Buffer.alloc(1024)]));
  },
  '/silent'() {
    // Neither headers nor an end.
  },
  '/headers-only'(_, response) {
    response.writeHead(200, { 'content-type': 'image/jpeg' }).flushHeaders();
  },
  async '/cut-length'(_, response) {
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': 1000 });
    response.write(Buffer.concat([JPEG_START, Buffer.alloc(336)]));
    await sleep(20);
    response.socket?.resetAndDestroy();
  },
  async '/cut-chunk'(_, response) {
    response.socket?.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n400\r\n');
    response.socket?.write(JPEG_START);
    await sleep(20);
    response.socket?.destroy();
  },
  '/gzip-bomb'(_, response) {
    const bomb = gzipSync(Buffer.concat([JPEG_START, Buffer.alloc(20 * 1024 * 1024)]));
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bomb.length }).end(bomb);
  },
  '/redirect'(_, response, url) {
    const to = url.searchParams.get('to');
    response.writeHead(Number(url.searchParams.get('status') ?? 302), to === null ? {} : { location: to }).end();
  },
};

/** A server that nobody may reach: every request to it is a hole. */
export async function startCanary(): Promise<FaultCdn> {
  return FaultCdn.start();
}
