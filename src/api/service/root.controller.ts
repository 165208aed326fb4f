import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addVary } from '../http/finish-answers';
import { PageAssets } from '../page/page-assets';
import { ServiceReport } from './service-report';

/** The first page: for browsers the status and browse page, for everyone else where to go on. */
@Controller()
export class RootController {
  constructor(
    private readonly page: PageAssets,
    private readonly state: ServiceReport,
  ) {}

  @Get()
  async getRoot(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    addVary(reply, 'Accept');
    const html = wantsHtml(request.headers.accept) ? await this.page.html() : null;
    if (html !== null) {
      reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-cache');
      return html;
    }
    reply.header('cache-control', 'no-store');
    return { message: 'Lorekeeper API', version: this.state.version, docs: '/docs', status: '/prefetch/status' };
  }
}

function wantsHtml(accept: string | undefined): boolean {
  return accept !== undefined && /\btext\/html\b/i.test(accept);
}
