import { Controller, Get, HttpCode, Post, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../http/admin.guard';
import type { DataAnswer } from '../http/data-answer';
import type { ParamsOf } from '../params/param-schema';
import { INVALIDATE_QUERY, UNIVERSE_QUERY } from '../params/wiki-params';
import { PrefetchControl, ServiceState } from '../ports';
import { cacheStatistics } from './present/statistics';
import { WikiAnswers } from './wiki-answers';

/** What is stored, and building it anew. */
@Controller('api/v1/wiki/cache')
export class CacheController {
  constructor(
    private readonly answers: WikiAnswers,
    private readonly state: ServiceState,
    private readonly prefetch: PrefetchControl,
  ) {}

  @Get('stats')
  cacheStats(@Query({ schema: UNIVERSE_QUERY }) query: ParamsOf<typeof UNIVERSE_QUERY>): Promise<DataAnswer> {
    return this.answers.of(query.universe, (view) => cacheStatistics(view, this.state), 'body');
  }

  @Post('invalidate')
  @HttpCode(202)
  @UseGuards(AdminGuard)
  async cacheInvalidate(
    @Query({ schema: INVALIDATE_QUERY }) query: ParamsOf<typeof INVALIDATE_QUERY>,
  ): Promise<object> {
    const { universe, runId, imagesDeleted } = await this.prefetch.invalidate(query.universe, {
      clearImages: query.clear_images ?? false,
    });
    return { status: 'invalidated', universe, run_id: runId, images_deleted: imagesDeleted };
  }
}
