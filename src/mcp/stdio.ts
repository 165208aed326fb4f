import { once } from 'node:events';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { createMcpServer } from './mcp-server';
import type { Lore } from './lore';

const SERVER_ERROR = -32000;

/** Answers what comes on the standard input until it ends. */
export async function serveStdio(lore: Lore, version: string): Promise<void> {
  const server = createMcpServer(lore, version);
  await server.connect(new StdioServerTransport());
  await once(process.stdin, 'end');
  await server.close();
}

/** Passes what comes on the standard input on to a running service, and its answers back, until the input ends. */
export async function bridgeStdio(service: URL): Promise<void> {
  const here = new StdioServerTransport();
  const there = new StreamableHTTPClientTransport(new URL('mcp', service));
  there.onmessage = (message) => void here.send(message);
  here.onmessage = (message) =>
    void there.send(message).catch((error: unknown) => here.send(failure(message, service, error)));
  const ended = once(process.stdin, 'end');
  await there.start();
  await here.start();
  await ended;
  await there.close();
}

/** Who asked hears that the service is away, and may ask again. */
function failure(message: JSONRPCMessage, { origin }: URL, error: unknown): JSONRPCMessage {
  const reason = error instanceof Error ? error.message : String(error);
  const id = 'id' in message ? message.id : undefined;
  const text = `The service at ${origin} did not answer: ${reason}`;
  if (id === undefined)
    return { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'error', data: text } };
  return { jsonrpc: '2.0', id, error: { code: SERVER_ERROR, message: text } };
}
