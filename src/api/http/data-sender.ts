import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CommonHeaders } from './common-headers';
import { matchesEtag } from '../../params/matches-etag';
import type { Lifecycle } from './lifecycle';
import type { HeaderPairs, KeptBody } from './response-cache';

/** What the cache responder leaves on a request for the framework's hooks. */
export interface MarkedRequest extends IncomingMessage {
  /** HEAD is answered as GET is; Node leaves the body out by itself. */
  wasHead?: boolean;
  /** Seconds until the caller may ask again, where it has counted the request already. */
  limitedForSeconds?: number;
}

/** An answer with data, ready to be sent. */
export interface ReadyAnswer {
  /** Its own, as in KeptAnswer. */
  headers: HeaderPairs;
  body: KeptBody;
  source: string;
  requestId: string;
}

/** Sends every answer with data, kept or new: with its body, or 304 to whoever has it. */
export class DataSender {
  constructor(
    private readonly common: CommonHeaders,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Returns the status. */
  send(request: MarkedRequest, response: ServerResponse, answer: ReadyAnswer): number {
    const { body, source, requestId } = answer;
    if (!this.lifecycle.isServing) response.shouldKeepAlive = false;
    const headers = [...this.common.pairs, ...answer.headers, 'x-data-source', source, 'x-request-id', requestId];
    if (body.etag !== null) headers.push('etag', body.etag);
    if (this.common.variesByOrigin) headers.push(...Object.entries(this.common.of(request.headers.origin)).flat());
    if (isUnchanged(request, body)) {
      response.writeHead(304, headers).end();
      return 304;
    }
    response.writeHead(200, [...headers, ...body.headers]).end(body.content);
    return 200;
  }
}

function isUnchanged({ method, headers }: IncomingMessage, { etag }: KeptBody): boolean {
  return etag !== null && method === 'GET' && matchesEtag(headers['if-none-match'], etag);
}
