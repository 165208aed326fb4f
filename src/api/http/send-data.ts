import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CommonHeaders } from './common-headers';
import { DataAnswer } from './data-answer';
import { compress, isCompressible, MIN_COMPRESSED_BYTES, negotiateEncoding, type Encoding } from './encodings';
import { dataEtag, matchesEtag } from './etag';
import type { LaneRequest } from './fast-lane';
import { headerLines } from './ready-head';
import { contentOf, type ResponseCache } from './response-cache';

/** Callers ask every time, and mostly hear 304: data may be published at any moment. */
const CACHED = 'public, max-age=0, must-revalidate';
const PER_REQUEST_HEADERS = new Set(['x-request-id', 'x-data-source', 'etag', 'connection']);

interface SentBody {
  asked: Encoding;
  content: Buffer;
  etag: string;
}

/**
 * The last steps of every answer, in one place: headers of answers with data, compression, 304, and keeping what
 * may be sent again.
 */
export class AnswerSender {
  private readonly answers = new WeakMap<FastifyRequest, DataAnswer>();

  constructor(
    private readonly cache: ResponseCache,
    private readonly common: CommonHeaders,
  ) {}

  register(fastify: FastifyInstance): void {
    fastify.setReplySerializer((payload) => {
      return payload instanceof DataAnswer ? (payload.body as string) : JSON.stringify(payload);
    });
    fastify.addHook('preSerialization', (request, _reply, payload, done) => {
      if (payload instanceof DataAnswer) this.answers.set(request, payload);
      done(null, payload);
    });
    fastify.addHook('onSend', (request, reply, payload, done) => {
      if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) {
        done(null, payload);
        return;
      }
      this.finish(request, reply, payload).then((body) => done(null, body), done);
    });
  }

  private async finish(request: FastifyRequest, reply: FastifyReply, payload: string | Buffer): Promise<unknown> {
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const answer = this.answers.get(request);
    const asked = negotiateEncoding(request.headers['accept-encoding']);
    const encoding = this.encodingOf(reply, bytes, asked, answer !== undefined);
    const body = encoding === 'identity' ? bytes : await compress(bytes, encoding);
    if (encoding !== 'identity') reply.header('content-encoding', encoding);
    if (!answer || reply.statusCode !== 200) return body;
    const etag = etagOf(answer, bytes, encoding);
    this.describe(reply, answer, etag);
    if (request.method !== 'GET' || answer.validity === 'never') return body;
    if (answer.validity === 'dataset') this.keep(request, reply, answer, { asked, content: body, etag });
    if (!matchesEtag(request.headers['if-none-match'], etag)) return body;
    reply.code(304).removeHeader('content-type').removeHeader('content-encoding');
    return null;
  }

  private encodingOf(reply: FastifyReply, bytes: Buffer, asked: Encoding, isData: boolean): Encoding {
    if (reply.hasHeader('content-encoding')) return 'identity';
    if (!isData && !isCompressible(String(reply.getHeader('content-type') ?? ''))) return 'identity';
    addVary(reply, 'Accept-Encoding');
    return bytes.length < MIN_COMPRESSED_BYTES ? 'identity' : asked;
  }

  private describe(reply: FastifyReply, answer: DataAnswer, etag: string): void {
    reply.header('x-data-source', answer.made.source);
    reply.headers(answer.headers);
    if (answer.validity === 'never') {
      reply.header('cache-control', 'no-store');
      return;
    }
    reply.header('cache-control', CACHED);
    reply.header('etag', etag);
  }

  private keep(request: FastifyRequest, reply: FastifyReply, answer: DataAnswer, sent: SentBody): void {
    this.cache.misses++;
    const own: Record<string, string> = {};
    const ofBody: Record<string, string> = { 'content-length': String(sent.content.length) };
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (PER_REQUEST_HEADERS.has(name) || !this.common.isOwn(name)) continue;
      (name.startsWith('content-') ? ofBody : own)[name] = String(value);
    }
    const { universe, datasetKey, imageRevision } = answer.made;
    const route = request.routeOptions.url ?? 'unmatched';
    const kept = { route, universe, datasetKey, imageRevision, lines: headerLines(own) };
    const body = { content: contentOf(sent.content), etag: sent.etag, lines: headerLines(ofBody) };
    this.cache.keep((request.raw as LaneRequest).url ?? '', kept, sent.asked, body);
  }
}

function etagOf(answer: DataAnswer, bytes: Buffer, encoding: Encoding): string {
  const { datasetKey, imageRevision } = answer.made;
  if (answer.validity !== 'body') return dataEtag(datasetKey, imageRevision, encoding);
  return dataEtag(createHash('sha256').update(bytes).digest('hex').slice(0, 32), 0, encoding);
}

/** Adds a name to Vary where it is not there yet. */
export function addVary(reply: FastifyReply, name: string): void {
  const before = reply.getHeader('vary');
  if (before === undefined) reply.header('vary', name);
  else if (!String(before).includes(name)) reply.header('vary', `${String(before)}, ${name}`);
}
