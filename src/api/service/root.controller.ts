import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addVary } from '../http/finish-answers';
import { PageWriter, wantsHtml } from '../page/page-writer';
import { drawnByScript } from '../page/views/other';
import { overview } from '../page/views/overview';
import { WikiAnswers } from '../wiki/wiki-answers';
import { ServiceReport } from './service-report';

/** The first page: for browsers the status and browse page, for everyone else where to go on. */
@Controller()
export class RootController {
  constructor(
    private readonly page: PageWriter,
    private readonly answers: WikiAnswers,
    private readonly state: ServiceReport,
  ) {}

  @Get()
  async getRoot(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    addVary(reply, 'Accept');
    const html = wantsHtml(request) ? await this.page.write(request, await this.firstView()) : null;
    if (html !== null) {
      reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-cache');
      return html;
    }
    reply.header('cache-control', 'no-store');
    return { message: 'Lorekeeper API', version: this.state.version, docs: '/docs', status: '/prefetch/status' };
  }

  /** Of the universe that is meant where none is named, as far as anything can be served. */
  private firstView() {
    const view = this.answers.catalogue.current(undefined);
    return view
      ? this.answers.turn(() => overview(view))
      : drawnByScript('Lorekeeper', 'A wiki’s universe, kept near the game: browse it, and see how it is kept.');
  }
}
