import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import type { DataAnswer } from '../http/data-answer';
import {
  limit,
  offset,
  pathCategory,
  search,
  universe,
  UNIVERSE_PATH,
  UNIVERSE_QUERY,
  universeAndCategory,
} from '../../params/parameters';
import { canonAll, canonSummary, categoryList, categoryPage, formOptions } from './present/canon';
import { WikiAnswers } from './wiki-answers';

const CATEGORY_PATH = z.object({ category: pathCategory('planets') });
const PAGE_QUERY = z.object({ universe, limit: limit(100, 5000), offset, search });
const LIST_PATH = universeAndCategory('planets');
const LIST_QUERY = z.object({ search, limit: limit(200, 5000) });

/** What a universe consists of: its categories and their titles. */
@Controller('api/v1/wiki')
export class CanonController {
  constructor(private readonly answers: WikiAnswers) {}

  @Get('canon/all')
  listAllTitles(@Query({ schema: UNIVERSE_QUERY }) query: z.infer<typeof UNIVERSE_QUERY>): Promise<DataAnswer> {
    return this.answers.inTurn(query.universe, canonAll);
  }

  @Get('canon/summary')
  countArticles(@Query({ schema: UNIVERSE_QUERY }) query: z.infer<typeof UNIVERSE_QUERY>): Promise<DataAnswer> {
    return this.answers.of(query.universe, canonSummary);
  }

  @Get('canon/category/:category')
  listCategory(
    @Param({ schema: CATEGORY_PATH }) path: z.infer<typeof CATEGORY_PATH>,
    @Query({ schema: PAGE_QUERY }) query: z.infer<typeof PAGE_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.list(query.universe, query.search, (view) => categoryPage(view, path.category, query));
  }

  @Get('canon/:universe')
  listFormOptions(@Param({ schema: UNIVERSE_PATH }) path: z.infer<typeof UNIVERSE_PATH>): Promise<DataAnswer> {
    return this.answers.inTurn(path.universe, formOptions);
  }

  @Get('categories/:universe/:category')
  listTitles(
    @Param({ schema: LIST_PATH }) path: z.infer<typeof LIST_PATH>,
    @Query({ schema: LIST_QUERY }) query: z.infer<typeof LIST_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.list(path.universe, query.search, (view) => categoryList(view, path.category, query));
  }
}
