import { Controller, Get, Header, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { universe, wholeNumber } from '../../params/parameters';
import { Problem } from '../../problem/problem';
import { sendStream } from '../exports/send-stream';
import { WikiAnswers } from '../wiki/wiki-answers';
import { PublicSite } from './public-site';
import { partsOf, robotsText, sitemapIndex, sitemapPart } from './sitemap';

const PART_QUERY = z.object({
  universe,
  part: wholeNumber({ min: 1, max: 10_000, fallback: 1 }, { description: 'Which part of it.' }),
});

/** For search engines: where pages are, and which addresses are none of theirs. */
@Controller()
export class SitemapController {
  constructor(
    private readonly answers: WikiAnswers,
    private readonly site: PublicSite,
  ) {}

  @Get('robots.txt')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  robots(@Req() request: FastifyRequest): string {
    return robotsText(this.site.of(request));
  }

  @Get('sitemap.xml')
  async sitemap(
    @Query({ schema: PART_QUERY }) { universe: asked, part }: z.infer<typeof PART_QUERY>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const site = this.site.of(request);
    const type = 'application/xml';
    if (asked === undefined) {
      const views = (await this.answers.catalogue.universes()).map(({ view }) => view);
      void reply.header('content-type', `${type}; charset=utf-8`).header('cache-control', 'no-cache');
      return void reply.send(sitemapIndex(views, site));
    }
    const answer = await this.answers.stream(asked, (view) => {
      if (part > partsOf(view)) throw new Problem('NOT_FOUND', 'The sitemap has no such part.');
      return sitemapPart(view, part, site);
    });
    sendStream(request, reply, { ...answer, type, headers: {} });
  }
}
