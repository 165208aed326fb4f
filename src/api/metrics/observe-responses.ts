import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics';

/** Counts every answer by the route's pattern; what matches no route is counted as `unmatched`. */
export function observeResponses(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const source = reply.getHeader('x-data-source');
    metrics.observeRequest({
      route: request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched'),
      method: request.method,
      status: reply.statusCode,
      source: typeof source === 'string' ? source : 'none',
      seconds: reply.elapsedTime / 1000,
    });
    done();
  });
}
