import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy before a Postgres, which can fail the way networks do. */
export class PgProxy {
  private readonly pairs = new Set<{ client: Socket; server: Socket }>();
  private readonly server: Server;
  private swallow = false;
  private delayMs = 0;
  private bytesLeft = Infinity;
  /** Connections accepted since the start. */
  accepted = 0;

  private constructor(
    private readonly target: { host: string; port: number },
    readonly port: number,
    server: Server,
  ) {
    this.server = server;
    server.on('connection', (client) => this.pair(client));
  }

  /** Starts a proxy on a port of 127.0.0.1 for the server of that URL. */
  static async start(url: string): Promise<PgProxy> {
    const { hostname, port } = new URL(url);
    const server = createServer({ allowHalfOpen: false });
    await listen(server, 0);
    return new PgProxy({ host: hostname, port: Number(port) }, (server.address() as { port: number }).port, server);
  }

  /** The same URL, through this proxy. */
  through(url: string): string {
    const changed = new URL(url);
    changed.hostname = '127.0.0.1';
    changed.port = String(this.port);
    return changed.href;
  }

  /** Swallows every byte in both directions from now on, without closing anything; new connections are accepted. */
  blackhole(): void {
    this.swallow = true;
  }

  /** Cuts every connection with RST. */
  reset(): void {
    for (const { client, server } of this.pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  /** Delays every chunk by that time. */
  latency(ms: number): void {
    this.delayMs = ms;
  }

  /** Lets that many more bytes towards the server through, then swallows. */
  limitData(bytes: number): void {
    this.bytesLeft = bytes;
  }

  /** Refuses connections and cuts those that exist. */
  async down(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.reset();
    await closed;
  }

  /** Undoes whatever was set; connections that were swallowed stay dead, as after a lost route. */
  async heal(): Promise<void> {
    if (this.swallow || this.bytesLeft <= 0) this.reset();
    this.swallow = false;
    this.delayMs = 0;
    this.bytesLeft = Infinity;
    if (!this.server.listening) await listen(this.server, this.port);
  }

  async stop(): Promise<void> {
    if (this.server.listening) await this.down();
  }

  private pair(client: Socket): void {
    this.accepted++;
    const server = connect(this.target);
    const pair = { client, server };
    this.pairs.add(pair);
    const close = () => {
      this.pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.setNoDelay(true).on('error', close).on('close', close);
    client.on('data', (chunk) => this.forward(chunk, client, server, true));
    server.on('data', (chunk) => this.forward(chunk, server, client, false));
  }

  private forward(chunk: Buffer, from: Socket, to: Socket, towardsServer: boolean): void {
    if (towardsServer) this.bytesLeft -= chunk.length;
    if (this.swallow || this.bytesLeft <= 0) return;
    const send = () => {
      if (to.destroyed || this.swallow || to.write(chunk)) return;
      from.pause();
      to.once('drain', () => from.resume());
    };
    if (this.delayMs > 0) setTimeout(send, this.delayMs);
    else send();
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
