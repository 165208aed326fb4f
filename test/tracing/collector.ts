import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: Record<string, string>;
  /** 2: it failed. */
  status: { code?: number };
}

interface Sent {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: SentSpan[] }[] }[];
}
interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: string | number };
}
type SentSpan = Omit<CollectedSpan, 'attributes'> & { attributes: Attribute[] };

/** Takes OTLP over HTTP in JSON, as a collector does. */
export class Collector {
  readonly spans: CollectedSpan[] = [];
  readonly services = new Set<string>();
  /** All that was received, as it came. */
  text = '';
  headers: IncomingHttpHeaders = {};

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Collector> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const collector = new Collector(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        collector.headers = request.headers;
        if (request.url === '/v1/traces') collector.take(body);
        response.writeHead(request.url === '/v1/traces' ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
      });
    });
    return collector;
  }

  /** All spans of the trace with such a span. */
  traceOf(fits: (span: CollectedSpan) => boolean): CollectedSpan[] {
    const one = this.spans.find(fits);
    return this.spans.filter(({ traceId }) => traceId === one?.traceId);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private take(body: string): void {
    this.text += body;
    for (const { resource, scopeSpans } of (JSON.parse(body) as Sent).resourceSpans) {
      this.services.add(attributesOf(resource.attributes)['service.name'] ?? '');
      for (const span of scopeSpans.flatMap(({ spans }) => spans))
        this.spans.push({ ...span, attributes: attributesOf(span.attributes) });
    }
  }
}

function attributesOf(list: Attribute[]): Record<string, string> {
  return Object.fromEntries(list.map(({ key, value }) => [key, String(value.stringValue ?? value.intValue)]));
}
