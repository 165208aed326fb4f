import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MarkedRequest } from '../http/data-sender';
import type { ImageProxyResult, Metrics } from './metrics';

const IMAGE_PROXY = /\/image-proxy$/;

/** Counts every answer by the route's pattern; what matches no route is counted as `unmatched`. */
export function observeResponses(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const route = request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched');
    const source = reply.getHeader('x-data-source');
    metrics.observeRequest({
      route,
      method: (request.raw as MarkedRequest).wasHead ? 'HEAD' : request.method,
      status: reply.statusCode,
      source: typeof source === 'string' ? source : 'none',
      seconds: reply.elapsedTime / 1000,
    });
    if (IMAGE_PROXY.test(route)) metrics.countImageProxy(imageResult(reply));
    done();
  });
}

/** As the answer's X-Cache says; an unchanged image was at hand. */
function imageResult(reply: FastifyReply): ImageProxyResult {
  if (reply.statusCode >= 400) return 'error';
  const said = String(reply.getHeader('x-cache')).toLowerCase();
  return said === 'miss' || said === 'stale' ? said : 'hit';
}
