import { Controller, Get, HttpCode, Post, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { AdminGuard } from '../http/admin.guard';
import type { DataAnswer } from '../http/data-answer';
import { flag, universe, UNIVERSE_QUERY } from '../../params/parameters';
import { PrefetchRequests } from '../service/prefetch-requests';
import { ServiceReport } from '../service/service-report';
import { cacheStatistics } from './present/statistics';
import { WikiAnswers } from './wiki-answers';

const INVALIDATE_QUERY = z.object({
  universe,
  clear_images: flag({ description: 'Delete the downloaded images of the universe as well.', example: false }),
});

/** What is stored, and building it anew. */
@Controller('api/v1/wiki/cache')
export class CacheController {
  constructor(
    private readonly answers: WikiAnswers,
    private readonly state: ServiceReport,
    private readonly prefetch: PrefetchRequests,
  ) {}

  @Get('stats')
  getCacheStats(@Query({ schema: UNIVERSE_QUERY }) query: z.infer<typeof UNIVERSE_QUERY>): Promise<DataAnswer> {
    return this.answers.of(query.universe, (view) => cacheStatistics(view, this.state), 'body');
  }

  @Post('invalidate')
  @HttpCode(202)
  @UseGuards(AdminGuard)
  async invalidateCache(@Query({ schema: INVALIDATE_QUERY }) query: z.infer<typeof INVALIDATE_QUERY>): Promise<object> {
    const { universe, runId, imagesDeleted } = await this.prefetch.invalidate(query.universe, {
      clearImages: query.clear_images ?? false,
    });
    return { status: 'invalidated', universe, run_id: runId, images_deleted: imagesDeleted };
  }
}
