import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import type { DataAnswer } from '../http/data-answer';
import { limit, offset, pathCategory, search, universe, UNIVERSE_QUERY } from '../../params/parameters';
import { itemsOverview, itemsPage, itemsPageWithImages } from './present/items';
import { WikiAnswers } from './wiki-answers';

const PATH = z.object({ category: pathCategory('weapons') });
const QUERY = z.object({ universe, limit: limit(50, 1000), offset, search });

/** What a character can carry or ride. */
@Controller('api/v1/wiki/items')
export class ItemsController {
  constructor(private readonly answers: WikiAnswers) {}

  @Get('all')
  countItems(@Query({ schema: UNIVERSE_QUERY }) query: z.infer<typeof UNIVERSE_QUERY>): Promise<DataAnswer> {
    return this.answers.of(query.universe, itemsOverview);
  }

  @Get('category/:category')
  listItems(
    @Param({ schema: PATH }) path: z.infer<typeof PATH>,
    @Query({ schema: QUERY }) query: z.infer<typeof QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.list(query.universe, query.search, (view) => itemsPage(view, path.category, query));
  }

  @Get('category/:category/with-images')
  listItemsWithImages(
    @Param({ schema: PATH }) path: z.infer<typeof PATH>,
    @Query({ schema: QUERY }) query: z.infer<typeof QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.list(query.universe, query.search, (view) =>
      itemsPageWithImages(view, path.category, query, this.answers.images),
    );
  }
}
