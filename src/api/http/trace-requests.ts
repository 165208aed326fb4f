import type { FastifyInstance } from 'fastify';
import { isTracing, openSpan, type Span } from '../../tracing/span';
import type { MarkedRequest } from './data-sender';

const MAX_PATH = 300;

/** A span for what answers this request, in the trace that its `traceparent` names. */
export function openRequestSpan(request: MarkedRequest, route: string): Span {
  return openSpan(() => {
    const method = request.wasHead ? 'HEAD' : (request.method ?? '');
    // Not the query: it may hold anything.
    const path = (request.url ?? '').split('?', 1)[0]?.slice(0, MAX_PATH);
    const attributes = { 'http.request.method': method, 'http.route': route, 'url.path': path };
    return { name: `${method} ${route}`, kind: 'server', headers: request.headers, attributes };
  });
}

/** Ends it with the status. */
export function endRequestSpan(span: Span, status: number, source: unknown): void {
  const dataSource = typeof source === 'string' ? source : undefined;
  const attributes = { 'http.response.status_code': status, 'lorekeeper.source': dataSource };
  span.end(attributes, status >= 500 ? String(status) : undefined);
}

/** Opens a span for every request that the framework answers. */
export function traceRequests(fastify: FastifyInstance): void {
  if (!isTracing()) return;
  const spans = new WeakMap<object, Span>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const span = openRequestSpan(request.raw, request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched'));
    spans.set(request.raw, span);
    span.within(done);
  });
  // Behind a body, which comes from a socket that has seen other requests.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request.raw);
    if (span) span.within(done);
    else done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request.raw);
    if (span) endRequestSpan(span, reply.statusCode, reply.getHeader('x-data-source'));
    done();
  });
}
