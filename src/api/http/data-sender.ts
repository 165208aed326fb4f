import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CommonHeaders } from './common-headers';
import { matchesEtag } from './etag';
import type { Lifecycle } from './lifecycle';
import { headerLines, sendReady } from './ready-head';
import type { KeptBody } from './response-cache';

/** What the fast lane leaves on a request for the framework's hooks. */
export interface LaneRequest extends IncomingMessage {
  /** HEAD is answered as GET is; Node leaves the body out by itself. */
  wasHead?: boolean;
  /** Seconds until the caller may ask again, where the lane has counted the request already. */
  limitedForSeconds?: number;
}

/** An answer with data, ready to be sent. */
export interface ReadyAnswer {
  /** Its own header lines, as in KeptAnswer. */
  lines: string;
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
  send(request: LaneRequest, response: ServerResponse, answer: ReadyAnswer): number {
    const { body, source, requestId } = answer;
    if (!this.lifecycle.isServing) response.shouldKeepAlive = false;
    let lines = `${this.common.lines}${answer.lines}x-data-source: ${source}\r\nx-request-id: ${requestId}\r\n`;
    if (body.etag !== null) lines += `etag: ${body.etag}\r\n`;
    if (this.common.variesByOrigin) lines += headerLines(this.common.of(request.headers.origin));
    if (isUnchanged(request, body)) {
      sendReady(response, 304, lines, '');
      return 304;
    }
    sendReady(response, 200, lines + body.lines, body.content);
    return 200;
  }
}

function isUnchanged({ method, headers }: IncomingMessage, { etag }: KeptBody): boolean {
  return etag !== null && method === 'GET' && matchesEtag(headers['if-none-match'], etag);
}
