import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';

const MAX_PATH = 300;
/** Above this, an answer is worth a line at the usual level. */
const SLOW_MS = 1000;

const log = new Logger('http');

/**
 * One line a request: failures as errors (503 as a warning), refusals and slow answers as information, the rest when debugging.
 * Never the query, a header or the body, for they may hold secrets.
 */
export function logRequests(fastify: FastifyInstance, addressOf: (request: IncomingMessage) => string): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const status = reply.statusCode;
    const isNotable = status >= 400 || reply.elapsedTime > SLOW_MS;
    if (isNotable || Logger.isLevelEnabled('debug')) {
      const line = {
        msg: 'request',
        method: request.method,
        path: (request.url.split('?', 1)[0] ?? '').slice(0, MAX_PATH),
        status,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        client: addressOf(request.raw),
        request_id: request.id,
      };
      // 503 asks the caller to come back: data that are not ready yet, or too much at once.
      if (status === 503) log.warn(line);
      else if (status >= 500) log.error(line);
      else if (isNotable) log.log(line);
      else log.debug(line);
    }
    done();
  });
}
