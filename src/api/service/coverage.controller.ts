import { Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import type { DataAnswer } from '../http/data-answer';
import { UNIVERSE_QUERY } from '../../params/parameters';
import { ServiceReport } from './service-report';
import { coverageOf } from '../wiki/present/coverage';
import { WikiAnswers } from '../wiki/wiki-answers';

/** What the data lack. */
@Controller('prefetch')
export class CoverageController {
  constructor(
    private readonly answers: WikiAnswers,
    private readonly state: ServiceReport,
  ) {}

  @Get('coverage')
  getCoverage(@Query({ schema: UNIVERSE_QUERY }) query: z.infer<typeof UNIVERSE_QUERY>): Promise<DataAnswer> {
    const answer = async (view: Parameters<typeof coverageOf>[0]) =>
      JSON.stringify(coverageOf(view, await this.state.lastFill(view.universe)));
    return this.answers.of(query.universe, answer, 'body');
  }
}
