import type { Lore } from './lore';

/** Answers messages one by one, each by a server of its own: nothing is kept between them. */
export class McpEndpoint {
  constructor(
    private readonly lore: Lore,
    private readonly version: string,
  ) {}

  /** `body` is JSON; empty where a notification was taken. */
  async answer(message: object, protocolVersion: string | undefined): Promise<{ status: number; body: string }> {
    // Loaded with the first message: most services are never asked, and every start would wait for it.
    const [{ createMcpServer }, { WebStandardStreamableHTTPServerTransport }] = await Promise.all([
      import('./mcp-server.js'),
      import('@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'),
    ]);
    const server = createMcpServer(this.lore, this.version);
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    try {
      const response = await transport.handleRequest(requestOf(protocolVersion), { parsedBody: message });
      return { status: response.status, body: await response.text() };
    } finally {
      await server.close();
    }
  }
}

/** Who sent the message and whether it was JSON has been checked before. */
function requestOf(protocolVersion: string | undefined): Request {
  return new Request('http://localhost/mcp', {
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...(protocolVersion === undefined ? {} : { 'mcp-protocol-version': protocolVersion }),
    },
  });
}
