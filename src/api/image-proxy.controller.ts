import {
  Controller,
  Get,
  Query,
  Req,
  Res,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { OUTPUT_FORMATS } from '../images/image-format';
import { SAFETY_HEADERS, type ImageAnswer } from '../images/proxy/image-answer';
import { ImageProxy } from '../images/proxy/image-proxy';
import { VARIANT_WIDTHS } from '../images/storage/variant-name';
import { oneOfOptional, text } from '../params/parameters';

const MAX_URL_LENGTH = 2048;
const FORMATS = [...OUTPUT_FORMATS, 'auto'] as const;
/** A client that takes nothing for so long does not want the image. */
const SLOW_READER_MS = 30_000;

export const VARIANT_WIDTH = oneOfOptional(VARIANT_WIDTHS, {
  description: 'Width of the variant in pixels.',
  example: 200,
});
const IMAGE_QUERY = z.object({
  url: text(MAX_URL_LENGTH, {
    description: 'Address of the image, as an article’s `image_url` gives it.',
    example: 'https://images.demo.invalid/ansa.webp',
  }).min(1, 'is required'),
  w: VARIANT_WIDTH,
  format: oneOfOptional(FORMATS, {
    description: 'Format of the variant; `auto` is the best that the request accepts.',
    example: 'webp',
  }),
});

/** Sets its headers before anything can fail: errors, of parameters too, are as harmless as images. */
export class SafetyHeaders implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    context.switchToHttp().getResponse<FastifyReply>().headers(SAFETY_HEADERS);
    return next.handle();
  }
}

/** Images of allowed hosts: stored, verified, and as small as the client wants them. */
@UseInterceptors(SafetyHeaders)
@Controller('api/v1/wiki')
export class ImageProxyController {
  constructor(private readonly proxy: ImageProxy) {}

  @Get('image-proxy')
  async getImage(
    @Query({ schema: IMAGE_QUERY }) { url, w, format }: z.infer<typeof IMAGE_QUERY>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { accept, via, 'if-none-match': ifNoneMatch } = request.headers;
    const image = await this.proxy.get({ url, width: w ?? null, format: format ?? null, accept, ifNoneMatch, via });
    await sendImage(reply, image);
  }
}

export async function sendImage(reply: FastifyReply, { status, headers, body }: ImageAnswer): Promise<void> {
  reply.raw.setTimeout(SLOW_READER_MS);
  await reply.code(status).headers(headers).send(body);
}
