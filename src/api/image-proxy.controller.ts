import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OUTPUT_FORMATS } from '../images/image-format';
import { SAFETY_HEADERS } from '../images/proxy/image-answer';
import { ImageProxy, type ImageQuery } from '../images/proxy/image-proxy';
import { VARIANT_WIDTHS } from '../images/store/variant-folder';
import { Problem } from '../problem/problem';

const MAX_URL_LENGTH = 2048;
const FORMATS = [...OUTPUT_FORMATS, 'auto'] as const;
/** A client that takes nothing for so long does not want the image. */
const SLOW_READER_MS = 30_000;

/** Images of allowed hosts: stored, verified, and as small as the client wants them. */
@Controller('api/v1/wiki')
export class ImageProxyController {
  constructor(private readonly proxy: ImageProxy) {}

  @Get('image-proxy')
  async image(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    // Set before anything can fail: errors are as harmless as images.
    reply.headers(SAFETY_HEADERS);
    const { status, headers, body } = await this.proxy.get(imageQuery(request));
    reply.raw.setTimeout(SLOW_READER_MS);
    await reply.code(status).headers(headers).send(body);
  }
}

function imageQuery(request: FastifyRequest): ImageQuery {
  const query = request.raw.url?.split('?').slice(1).join('?') ?? '';
  const { headers } = request;
  return {
    ...readImageQuery(query),
    accept: headers.accept,
    ifNoneMatch: headers['if-none-match'],
    via: headers.via,
  };
}

/** Parses a raw query string strictly, decoding once. Throws Problem BAD_PARAMETER that says which. */
export function readImageQuery(query: string): Pick<ImageQuery, 'url' | 'width' | 'format'> {
  const url = single(query, 'url');
  if (url === null || url === '') throw bad('url', 'is required');
  if (url.length > MAX_URL_LENGTH) throw bad('url', `must have at most ${MAX_URL_LENGTH} characters`);
  const w = single(query, 'w');
  const width = w === null ? null : VARIANT_WIDTHS.find((one) => String(one) === w);
  if (width === undefined) throw bad('w', `must be one of ${VARIANT_WIDTHS.join(', ')}`);
  const text = single(query, 'format');
  const format = text === null ? null : FORMATS.find((one) => one === text);
  if (format === undefined) throw bad('format', `must be one of ${FORMATS.join(', ')}`);
  return { url, width, format };
}

function single(query: string, name: string): string | null {
  let found: string | null = null;
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    if ((at < 0 ? part : part.slice(0, at)) !== name) continue;
    if (found !== null) throw bad(name, 'must be given once');
    found = decode(name, at < 0 ? '' : part.slice(at + 1));
  }
  return found;
}

function decode(name: string, value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    throw bad(name, 'must be percent-encoded UTF-8');
  }
}

function bad(name: string, problem: string): Problem {
  return new Problem('BAD_PARAMETER', `The parameter ${name} ${problem}.`, { parameter: name });
}
