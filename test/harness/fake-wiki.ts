import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** One request as the wiki saw it. */
export interface WikiRequest {
  at: number;
  method: string;
  path: string;
  params: Record<string, string>;
  headers: IncomingMessage['headers'];
  /** Length of the whole address. */
  urlLength: number;
}

export interface WikiAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** A string goes out as it is, anything else as JSON. */
  body: unknown;
  gzip?: boolean;
  /** Cuts the connection instead of answering. */
  cut?: boolean;
  delayMs?: number;
}

/** A scripted answer: parameters that the request must have, exactly or by pattern. */
export interface Step extends WikiAnswer {
  expect?: Record<string, string | RegExp | undefined>;
}

export type Answerer = (request: WikiRequest) => WikiAnswer | null | undefined;

/** An `api.php` on loopback that answers by script or by a function; a request that nobody expects is remembered. */
export class FakeWiki {
  readonly log: WikiRequest[] = [];
  readonly unexpected: string[] = [];
  mostInFlight = 0;
  private inFlight = 0;
  private script: Step[] = [];
  private answerer: Answerer | null = null;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeWiki> {
    const server = createServer({ maxHeaderSize: 65_536 });
    const wiki = new FakeWiki(server);
    server.on('request', (request, response) => void wiki.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wiki;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  get api(): string {
    return `http://${this.host}/api.php`;
  }

  /** Answers the next requests one by one, in this order. */
  plays(steps: Step[]): void {
    this.script = [...steps];
    this.answerer = null;
  }

  answers(answerer: Answerer): void {
    this.answerer = answerer;
    this.script = [];
  }

  /** Steps of the script that were not asked for. */
  get left(): number {
    return this.script.length;
  }

  forget(): void {
    this.log.length = 0;
    this.unexpected.length = 0;
    this.mostInFlight = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    response.on('close', () => this.inFlight--);
    const seen = await read(request);
    this.log.push(seen);
    const answer = this.answerer ? this.answerer(seen) : this.next(seen);
    if (!answer) {
      this.unexpected.push(JSON.stringify(seen.params));
      response.writeHead(400).end('unexpected');
      return;
    }
    if (answer.delayMs) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
    send(request, response, answer);
  }

  private next(seen: WikiRequest): WikiAnswer | null {
    const step = this.script[0];
    if (!step || !matches(seen.params, step.expect ?? {})) return null;
    this.script.shift();
    return step;
  }
}

async function read(request: IncomingMessage): Promise<WikiRequest> {
  const url = new URL(request.url ?? '/', 'http://wiki');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  return {
    at: performance.now(),
    method: request.method ?? '',
    path: url.pathname,
    params: Object.fromEntries([...url.searchParams, ...form]),
    headers: request.headers,
    urlLength: (request.url ?? '').length,
  };
}

function matches(params: Record<string, string>, expected: NonNullable<Step['expect']>): boolean {
  return Object.entries(expected).every(([name, value]) =>
    value instanceof RegExp ? value.test(params[name] ?? '') : params[name] === value,
  );
}

function send(request: IncomingMessage, response: ServerResponse, answer: WikiAnswer): void {
  if (answer.cut) {
    request.socket.destroy();
    return;
  }
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const bytes = answer.gzip ? gzipSync(text) : Buffer.from(text);
  response.writeHead(answer.status ?? 200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    ...(answer.gzip ? { 'content-encoding': 'gzip' } : {}),
    ...answer.headers,
  });
  response.end(bytes);
}
