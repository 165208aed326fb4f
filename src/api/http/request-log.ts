import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { ClientAddress } from './client-address';

const MAX_PATH = 300;
/** Above this, an answer is worth a line at the usual level. */
const SLOW_MS = 1000;

const log = new Logger('http');

export interface LoggedRequest {
  method: string | undefined;
  url: string;
  status: number;
  ms: number;
  requestId: string;
}

/**
 * One line a request: failures as errors (503 as a warning), refusals and slow answers as information, the rest when debugging.
 * Never the query, a header or the body, for they may hold secrets.
 */
export class RequestLog {
  constructor(private readonly clients: ClientAddress) {}

  register(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      const { method, url, id } = request;
      this.write(request.raw, { method, url, status: reply.statusCode, ms: reply.elapsedTime, requestId: id });
      done();
    });
  }

  write(raw: IncomingMessage, { method, url, status, ms, requestId }: LoggedRequest): void {
    const isNotable = status >= 400 || ms > SLOW_MS;
    if (!isNotable && !Logger.isLevelEnabled('debug')) return;
    const line = {
      msg: 'request',
      method,
      path: (url.split('?', 1)[0] ?? '').slice(0, MAX_PATH),
      status,
      ms: Math.round(ms * 10) / 10,
      client: this.clients.of(raw),
      request_id: requestId,
    };
    // 503 asks the caller to come back: data that are not ready yet, or too much at once.
    if (status === 503) log.warn(line);
    else if (status >= 500) log.error(line);
    else if (isNotable) log.log(line);
    else log.debug(line);
  }
}
