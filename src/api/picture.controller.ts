import { Controller, Get, Param, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ordinalOf } from '../catalogue/asked-article';
import type { OutputFormat } from '../images/image-format';
import { Problem } from '../problem/problem';
import { ImageProxy } from '../images/proxy/image-proxy';
import { SafetyHeaders, sendImage, VARIANT_WIDTH } from './image-proxy.controller';
import { UNIVERSE_PATH } from '../params/parameters';
import { titleFromPath } from './params/title-from-path';
import { WikiAnswers } from './wiki/wiki-answers';

const FORMATS: Record<string, OutputFormat> = { webp: 'webp', png: 'png', jpg: 'jpeg', jpeg: 'jpeg', avif: 'avif' };
const WITH_EXTENSION = /^(.+)\.([a-z]+)$/is;
const PICTURE_QUERY = z.object({ w: VARIANT_WIDTH });

/** Pictures by the titles of their articles, for clients that know a name and want to show something. */
@UseInterceptors(SafetyHeaders)
@Controller('api/v1/wiki')
export class PictureController {
  constructor(
    private readonly answers: WikiAnswers,
    private readonly proxy: ImageProxy,
  ) {}

  @Get(':universe/picture/*')
  async getPicture(
    @Param({ schema: UNIVERSE_PATH }) { universe }: z.infer<typeof UNIVERSE_PATH>,
    @Query({ schema: PICTURE_QUERY }) { w }: z.infer<typeof PICTURE_QUERY>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { title, format } = pictureOf(titleFromPath(request.raw.url ?? ''));
    const { via, 'if-none-match': ifNoneMatch } = request.headers;
    const url = await this.addressOf(universe, title);
    await sendImage(reply, await this.proxy.get({ url, width: w ?? null, format, ifNoneMatch, via }));
  }

  private async addressOf(universe: string, title: string): Promise<string> {
    const { value } = await this.answers.catalogue.read(universe, async (view) => {
      const ordinal = await ordinalOf(view, title, (work) => this.answers.turn(work));
      return { url: view.directory.imageUrl(ordinal), title: view.directory.title(ordinal) };
    });
    if (value.url !== null) return value.url;
    throw new Problem('IMAGE_NOT_FOUND', `The article “${value.title}” has no picture.`);
  }
}

/** Throws Problem BAD_PARAMETER. */
function pictureOf(name: string): { title: string; format: OutputFormat } {
  const [, title, extension = ''] = WITH_EXTENSION.exec(name) ?? [];
  const format = FORMATS[extension.toLowerCase()];
  if (title !== undefined && format) return { title, format };
  const known = Object.keys(FORMATS).map((one) => `.${one}`);
  throw new Problem('BAD_PARAMETER', `title must end in ${known.join(', ')}.`, { parameter: 'title' });
}
