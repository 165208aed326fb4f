import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { DataAnswer } from '../http/data-answer';
import type { ParamsOf } from '../params/param-schema';
import { titleFromPath } from '../params/title-from-path';
import {
  ARTICLES_QUERY,
  BATCH_BODY,
  FACETS_QUERY,
  RANDOM_QUERY,
  SEARCH_QUERY,
  SUGGEST_QUERY,
  UNIVERSE_CATEGORY_PATH,
  UNIVERSE_PATH,
} from '../params/wiki-params';
import {
  articleBatch,
  articleByTitle,
  articlesPage,
  facetValues,
  randomArticle,
  searchResults,
  suggestions,
} from './present/questions';
import { categoryOf } from './readers';
import { WikiAnswers } from './wiki-answers';

type UniversePath = ParamsOf<typeof UNIVERSE_PATH>;

/** Questions to one universe. Registered last: its patterns also fit the addresses of the others. */
@Controller('api/v1/wiki')
export class UniverseController {
  constructor(private readonly answers: WikiAnswers) {}

  @Get(':universe/search')
  search(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Query({ schema: SEARCH_QUERY }) query: ParamsOf<typeof SEARCH_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.inTurn(path.universe, (view) => searchResults(view, query, this.answers.images));
  }

  @Get(':universe/suggest')
  suggest(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Query({ schema: SUGGEST_QUERY }) query: ParamsOf<typeof SUGGEST_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.inTurn(path.universe, (view) => suggestions(view, query));
  }

  @Get(':universe/articles')
  articles(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Query({ schema: ARTICLES_QUERY }) query: ParamsOf<typeof ARTICLES_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.inTurn(path.universe, (view) => articlesPage(view, query, this.answers.images));
  }

  @Post(':universe/articles/batch')
  @HttpCode(200)
  articleBatch(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Body({ schema: BATCH_BODY }) body: ParamsOf<typeof BATCH_BODY>,
  ): Promise<DataAnswer> {
    return this.answers.of(path.universe, (view) => articleBatch(view, body.titles, this.answers.images));
  }

  @Get(':universe/facets')
  facets(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Query({ schema: FACETS_QUERY }) query: ParamsOf<typeof FACETS_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.inTurn(path.universe, (view) => facetValues(view, query));
  }

  @Get(':universe/random')
  random(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Query({ schema: RANDOM_QUERY }) query: ParamsOf<typeof RANDOM_QUERY>,
  ): Promise<DataAnswer> {
    const validity = query.seed === undefined ? 'never' : 'dataset';
    return this.answers.of(path.universe, (view) => randomArticle(view, query, this.answers.images), validity);
  }

  @Get(':universe/:category/*')
  article(
    @Param({ schema: UNIVERSE_CATEGORY_PATH }) path: ParamsOf<typeof UNIVERSE_CATEGORY_PATH>,
    @Req() request: FastifyRequest,
  ): Promise<DataAnswer> {
    const title = titleFromPath(request.raw.url ?? '');
    return this.answers.of(path.universe, (view) => {
      categoryOf(view, path.category);
      return articleByTitle(view, title, this.answers.images, (work) => this.answers.turn(work));
    });
  }
}
