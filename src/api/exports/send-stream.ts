// The types of Node's server, not a way out.
import type { OutgoingHttpHeaders } from 'node:http';
import { Readable, type Transform } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { matchesEtag } from '../../params/matches-etag';
import { negotiateEncoding, type Encoding } from '../http/encodings';
import { dataEtag } from '../http/etag';
import { addVary } from '../http/finish-answers';
import type { MarkedRequest } from '../http/data-sender';
import type { StreamedAnswer } from '../wiki/wiki-answers';

/** Sends an answer while it is made, packed as the caller wants it, as fast as the caller reads. */
export function sendStream(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: StreamedAnswer & { type: string; headers: Record<string, string> },
): void {
  const { made, pieces, type, headers } = answer;
  const encoding = negotiateEncoding(request.headers['accept-encoding']);
  const etag = dataEtag(made.datasetKey, made.imageRevision, { form: 'json', encoding });
  const body = Readable.from(pieces);
  void reply.headers({
    ...headers,
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'public, max-age=0, must-revalidate',
    'x-data-source': made.source,
    'x-dataset-version': made.datasetKey,
    etag,
  });
  addVary(reply, 'Accept-Encoding');
  if (matchesEtag(request.headers['if-none-match'], etag)) return end(reply.code(304), body);
  if (encoding !== 'identity') void reply.header('content-encoding', encoding);
  if ((request.raw as MarkedRequest).wasHead) return end(reply, body);
  void reply.send(encoding === 'identity' ? body : packed(body, encoding));
}

function end(reply: FastifyReply, body: Readable): void {
  body.destroy();
  sendHead(reply);
}

/** Answers with the status and the headers alone, those of the body that is not sent among them. */
export function sendHead(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(reply.statusCode, reply.getHeaders() as OutgoingHttpHeaders).end();
}

function packed(body: Readable, encoding: Exclude<Encoding, 'identity'>): Transform {
  const packer =
    encoding === 'gzip'
      ? createGzip({ level: 5 })
      : createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  body.on('error', (error) => packer.destroy(error));
  packer.on('close', () => body.destroy());
  return body.pipe(packer);
}
