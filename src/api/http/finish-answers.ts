import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerKey, MEDIA_TYPES } from './answer-form';
import { DataAnswer } from './data-answer';
import type { DataSender } from './data-sender';
import { compress, isCompressible, MIN_COMPRESSED_BYTES, negotiateEncoding, type Encoding } from './encodings';
import { dataEtag } from './etag';
import type { HeaderPairs, KeptBody, ResponseCache } from './response-cache';

/** Callers ask every time, and mostly hear 304: data may be published at any moment. */
const CACHED = ['cache-control', 'public, max-age=0, must-revalidate'];
const NOT_STORED = ['cache-control', 'no-store'];

/**
 * The last steps of every answer, in one place: answers with data are compressed, kept where they may be sent again, and
 * sent; of the others, those whose type is worth it are compressed.
 */
export class AnswerFinisher {
  private readonly vary: string;

  constructor(
    private readonly cache: ResponseCache,
    private readonly sender: DataSender,
    variesByOrigin: boolean,
  ) {
    this.vary = variesByOrigin ? 'Origin, Accept-Encoding' : 'Accept-Encoding';
  }

  register(fastify: FastifyInstance): void {
    fastify.setReplySerializer((payload) => JSON.stringify(payload));
    fastify.addHook('preSerialization', (request, reply, payload, done) => {
      if (payload instanceof DataAnswer) this.send(request, reply, payload).catch(done);
      else done(null, payload);
    });
    fastify.addHook('onSend', (request, reply, payload, done) => {
      if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) done(null, payload);
      else compressed(request, reply, payload).then((body) => done(null, body), done);
    });
  }

  private async send(request: FastifyRequest, reply: FastifyReply, answer: DataAnswer): Promise<void> {
    const asked = negotiateEncoding(request.headers['accept-encoding']);
    const encoding = Buffer.byteLength(answer.body) < MIN_COMPRESSED_BYTES ? 'identity' : asked;
    const content = encoding === 'identity' ? answer.body : await compress(Buffer.from(answer.body), encoding);
    const body = { content, etag: etagOf(answer, encoding), headers: describe(content, answer, encoding) };
    const kept = body.etag === null ? NOT_STORED : CACHED;
    const vary = answer.variesByAccept ? `Accept, ${this.vary}` : this.vary;
    const headers = ['vary', vary, ...kept, ...versionOf(answer), ...Object.entries(answer.headers).flat()];
    if (request.method === 'GET' && answer.validity === 'dataset') this.keep(request, answer, headers, asked, body);
    // The framework's hooks go on: metrics and the log ask the reply for its source.
    const { source } = answer.made;
    reply.header('x-data-source', source).hijack();
    this.sender.send(request.raw, reply.raw, { headers, body, source, requestId: request.id });
  }

  private keep(
    request: FastifyRequest,
    { made }: DataAnswer,
    headers: HeaderPairs,
    asked: Encoding,
    body: KeptBody,
  ): void {
    this.cache.misses++;
    const { universe, datasetKey, imageRevision } = made;
    const route = request.routeOptions.url ?? 'unmatched';
    const kept = { route, universe, datasetKey, imageRevision, headers };
    this.cache.keep(answerKey(request.raw), kept, asked, body);
  }
}

async function compressed(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: string | Buffer,
): Promise<string | Buffer> {
  if (reply.hasHeader('content-encoding')) return payload;
  if (!isCompressible(String(reply.getHeader('content-type') ?? ''))) return payload;
  addVary(reply, 'Accept-Encoding');
  const encoding = negotiateEncoding(request.headers['accept-encoding']);
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  if (encoding === 'identity' || bytes.length < MIN_COMPRESSED_BYTES) return bytes;
  reply.header('content-encoding', encoding);
  return compress(bytes, encoding);
}

/** Of what is made of one dataset. */
function versionOf({ made }: DataAnswer): HeaderPairs {
  return made.datasetKey === '' ? [] : ['x-dataset-version', made.datasetKey];
}

function describe(content: Buffer | string, { form, mediaType }: DataAnswer, encoding: Encoding): HeaderPairs {
  const headers = [
    'content-type',
    mediaType ?? MEDIA_TYPES[form],
    'content-length',
    String(Buffer.byteLength(content)),
  ];
  return encoding === 'identity' ? headers : [...headers, 'content-encoding', encoding];
}

function etagOf(answer: DataAnswer, encoding: Encoding): string | null {
  const { datasetKey, imageRevision } = answer.made;
  const written = { form: answer.form, encoding };
  if (answer.validity === 'never') return null;
  if (answer.validity === 'dataset') return dataEtag(datasetKey, imageRevision, written);
  return dataEtag(createHash('sha256').update(answer.body).digest('hex').slice(0, 32), 0, written);
}

/** Adds a name to Vary where it is not there yet. */
export function addVary(reply: FastifyReply, name: string): void {
  const before = reply.getHeader('vary');
  if (before === undefined) reply.header('vary', name);
  else if (!String(before).includes(name)) reply.header('vary', `${String(before)}, ${name}`);
}
