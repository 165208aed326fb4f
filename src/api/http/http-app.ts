import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
// The server that listens, not a way out.
// eslint-disable-next-line no-restricted-imports
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerUnreadable } from './client-errors';
import { HttpSurface } from './http-surface';
import { requestIdOf } from './request-id';

const BODY_LIMIT_BYTES = 1024 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;
/** For a whole request to arrive. */
const REQUEST_TIMEOUT_MS = 15_000;
/** How often Node looks for connections that exceed the two above; its default of 30 s would double them. */
const CHECK_CONNECTIONS_MS = 1_000;
/** How long an idle connection is kept, which answers say. */
const KEEP_ALIVE_MS = 65_000;
/** Without a byte in either direction; longer than the longest wait for an upstream image. */
const IDLE_TIMEOUT_MS = 120_000;

/**
 * The application, ready to be initialised or to listen, answering as the contract says. `create` makes it of the
 * adapter; its modules provide HttpSurface.
 */
export async function createHttpApp(
  create: (adapter: FastifyAdapter) => Promise<NestFastifyApplication>,
): Promise<NestFastifyApplication> {
  const later: { surface?: HttpSurface } = {};
  const app = await create(createAdapter(() => later.surface!));
  const surface = app.get(HttpSurface);
  later.surface = surface;
  surface.register(app);
  return app;
}

/** `getSurface`: it exists before the first request does. */
function createAdapter(getSurface: () => HttpSurface): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers['x-request-id']),
    // A title of 255 characters of any script is 2,295 when percent-encoded.
    routerOptions: { maxParamLength: 8192 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      getSurface().answerFrameworkError(error, request, reply),
    clientErrorHandler: (error: Error, socket: Socket) => answerUnreadable(error, socket),
    serverFactory: (handler: RequestListener) => createHttpServer(getSurface, handler),
  });
}

function createHttpServer(getSurface: () => HttpSurface, handler: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_CONNECTIONS_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      noDelay: true,
    },
    (request, response) => {
      request.url = originForm(request.url ?? '/');
      const surface = getSurface();
      surface.admit(() => {
        if (!surface.responder.answer(request, response)) handler(request, response);
      });
    },
  );
  server.setTimeout(IDLE_TIMEOUT_MS);
  return server;
}

/** The address as browsers send it, of one that names scheme and host as well (RFC 9112, 3.2.2). */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const rest = target.replace(/^https?:\/\/[^/?#]*/i, '');
  return rest === target || rest.startsWith('/') ? rest : `/${rest}`;
}
