import { Controller, Get, Param, Query } from '@nestjs/common';
import type { DataAnswer } from '../http/data-answer';
import type { ParamsOf } from '../params/param-schema';
import { CATEGORY_PATH, ITEMS_QUERY, UNIVERSE_QUERY } from '../params/wiki-params';
import { itemsOverview, itemsPage, itemsPageWithImages } from './present/items';
import { WikiAnswers } from './wiki-answers';

/** What a character can carry or ride. */
@Controller('api/v1/wiki/items')
export class ItemsController {
  constructor(private readonly answers: WikiAnswers) {}

  @Get('all')
  itemsAll(@Query({ schema: UNIVERSE_QUERY }) query: ParamsOf<typeof UNIVERSE_QUERY>): Promise<DataAnswer> {
    return this.answers.of(query.universe, itemsOverview);
  }

  @Get('category/:category')
  itemsCategory(
    @Param({ schema: CATEGORY_PATH }) path: ParamsOf<typeof CATEGORY_PATH>,
    @Query({ schema: ITEMS_QUERY }) query: ParamsOf<typeof ITEMS_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.list(query.universe, query.search, (view) => itemsPage(view, path.category, query));
  }

  @Get('category/:category/with-images')
  itemsWithImages(
    @Param({ schema: CATEGORY_PATH }) path: ParamsOf<typeof CATEGORY_PATH>,
    @Query({ schema: ITEMS_QUERY }) query: ParamsOf<typeof ITEMS_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.list(query.universe, query.search, (view) =>
      itemsPageWithImages(view, path.category, query, this.answers.images),
    );
  }
}
