import { Controller, Get, Header, HttpCode, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AdminGuard } from '../http/admin.guard';
import type { MarkedRequest } from '../http/data-sender';
import { flag, universe } from '../../params/parameters';
import { PrefetchRequests, type PrefetchStatus } from './prefetch-requests';
import { StatusStream } from './status-stream';

const RUN_QUERY = z.object({
  universe,
  force_refresh: flag({ description: 'Ignore what an earlier run finished.', example: false }),
  allow_shrink: flag({ description: 'Load even where more than a fifth of the articles would go.', example: false }),
});

/** How the filling of the stores goes, and its admin's levers. */
@Controller('prefetch')
export class PrefetchController {
  constructor(
    private readonly prefetch: PrefetchRequests,
    private readonly stream: StatusStream,
  ) {}

  @Get('status')
  @Header('cache-control', 'no-store')
  getPrefetchStatus(): PrefetchStatus {
    return this.prefetch.status();
  }

  @Get('events')
  watchPrefetch(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const headers = Object.fromEntries(
      Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]),
    );
    const lastEventId = request.headers['last-event-id'];
    this.stream.open(reply.raw, headers, typeof lastEventId === 'string' ? lastEventId : undefined);
    reply.hijack();
    if ((request.raw as MarkedRequest).wasHead) reply.raw.end();
  }

  @Post('run')
  @HttpCode(202)
  @UseGuards(AdminGuard)
  async startPrefetch(@Query({ schema: RUN_QUERY }) query: z.infer<typeof RUN_QUERY>): Promise<object> {
    const { runId, universe } = await this.prefetch.run(query.universe, {
      force: query.force_refresh ?? false,
      allowShrink: query.allow_shrink ?? false,
    });
    return { run_id: runId, universe };
  }

  @Post('cancel')
  @HttpCode(202)
  @UseGuards(AdminGuard)
  cancelPrefetch(): object {
    const run = this.prefetch.cancel();
    if (!run) return { status: 'idle', run_id: null, universe: null };
    return { status: 'cancelling', run_id: run.runId, universe: run.universe };
  }
}
