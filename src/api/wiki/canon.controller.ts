import { Controller, Get, Param, Query } from '@nestjs/common';
import type { DataAnswer } from '../http/data-answer';
import type { ParamsOf } from '../params/param-schema';
import {
  CATEGORIES_QUERY,
  CATEGORY_LIST_QUERY,
  CATEGORY_PATH,
  UNIVERSE_CATEGORY_PATH,
  UNIVERSE_PATH,
  UNIVERSE_QUERY,
} from '../params/wiki-params';
import { canonAll, canonSummary, categoryList, categoryPage, formOptions } from './present/canon';
import { WikiAnswers } from './wiki-answers';

/** What a universe consists of: its categories and their titles. */
@Controller('api/v1/wiki')
export class CanonController {
  constructor(private readonly answers: WikiAnswers) {}

  @Get('canon/all')
  canonAll(@Query({ schema: UNIVERSE_QUERY }) query: ParamsOf<typeof UNIVERSE_QUERY>): Promise<DataAnswer> {
    return this.answers.inTurn(query.universe, canonAll);
  }

  @Get('canon/summary')
  canonSummary(@Query({ schema: UNIVERSE_QUERY }) query: ParamsOf<typeof UNIVERSE_QUERY>): Promise<DataAnswer> {
    return this.answers.of(query.universe, canonSummary);
  }

  @Get('canon/category/:category')
  canonCategory(
    @Param({ schema: CATEGORY_PATH }) path: ParamsOf<typeof CATEGORY_PATH>,
    @Query({ schema: CATEGORY_LIST_QUERY }) query: ParamsOf<typeof CATEGORY_LIST_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.list(query.universe, query.search, (view) => categoryPage(view, path.category, query));
  }

  @Get('canon/:universe')
  formOptions(@Param({ schema: UNIVERSE_PATH }) path: ParamsOf<typeof UNIVERSE_PATH>): Promise<DataAnswer> {
    return this.answers.inTurn(path.universe, formOptions);
  }

  @Get('categories/:universe/:category')
  categoryTitles(
    @Param({ schema: UNIVERSE_CATEGORY_PATH }) path: ParamsOf<typeof UNIVERSE_CATEGORY_PATH>,
    @Query({ schema: CATEGORIES_QUERY }) query: ParamsOf<typeof CATEGORIES_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.list(path.universe, query.search, (view) => categoryList(view, path.category, query));
  }
}
