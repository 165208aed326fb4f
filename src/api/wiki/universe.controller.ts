import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DIRECTIONS } from '../../dataset/link-lists';
import { labelKey } from '../../universe/label';
import { askedForm } from '../http/answer-form';
import type { DataAnswer } from '../http/data-answer';
import { titleFromPath } from '../params/title-from-path';
import {
  ARTICLE_ID_PATH,
  categories,
  category,
  contentField,
  hasImage,
  limit,
  MAX_NAME,
  MAX_QUERY,
  MAX_TITLE,
  offset,
  oneOf,
  optionalText,
  text,
  texts,
  UNIVERSE_PATH,
  universeAndCategory,
} from '../../params/parameters';
import { ARTICLES_QUERY, type ArticlesQuery } from '../params/articles-query';
import { linksPage } from './present/links';
import { articleMarkdown } from '../../catalogue/present/article-markdown';
import { articleJson } from '../../catalogue/present/articles';
import { articleById, lookup } from './present/one-article';
import {
  articleBatch,
  articlesPage,
  facetValues,
  randomArticle,
  SEARCH_PLACES,
  searchResults,
  suggestions,
} from './present/questions';
import { ordinalOf } from '../../catalogue/asked-article';
import { categoryOf } from '../../catalogue/asked-category';
import { WikiAnswers } from './wiki-answers';

type UniversePath = z.infer<typeof UNIVERSE_PATH>;

const q = text(MAX_QUERY, { description: 'What is looked for.', example: 'orsa' });
const SEARCH_QUERY = z.object({
  q,
  category,
  limit: limit(10, 100),
  offset,
  in: oneOf(SEARCH_PLACES, 'names', {
    description: 'Where: in names and descriptions, in the whole text, or in both.',
    example: 'all',
  }),
});
const SUGGEST_QUERY = z.object({ q, category, limit: limit(8, 25) });
const LOOKUP_QUERY = z.object({ q, category });
const LINKS_QUERY = z.object({
  direction: oneOf(DIRECTIONS, 'out', { description: 'Links of the article, or links to it.', example: 'in' }),
  category: categories,
  field: optionalText(MAX_NAME, { description: 'Only links in this field of `content`.', example: 'masters' })
    .transform((field) => field && labelKey(field))
    .meta({ description: 'Only links in this field of `content`.', example: 'masters', type: 'string' }),
  limit: limit(50, 200),
  cursor: optionalText(2048, { description: 'The `next_cursor` of the page before.' }),
});
const FACETS_QUERY = z.object({
  category,
  field: contentField({ description: 'A field of `content`, or a label.', example: 'species' }),
  limit: limit(200, 5000),
  offset,
});
const RANDOM_QUERY = z.object({
  category: categories,
  exclude: texts(
    { most: 200, maxLength: MAX_TITLE },
    { description: 'Title of an article that is not wanted; may be given several times.', example: 'Orsa Quill' },
  ),
  seed: optionalText(MAX_QUERY, { description: 'The same seed gives the same article.', example: 'today' }),
  has_image: hasImage,
});
const ARTICLE_PATH = universeAndCategory('characters');

const MAX_BATCH = 200;
const titlesError = `must be an array of at most ${MAX_BATCH} titles`;
export const BATCH_BODY = z.object(
  {
    titles: z
      .array(z.string(titlesError).max(MAX_TITLE, titlesError), titlesError)
      .max(MAX_BATCH, titlesError)
      .meta({ description: 'Titles or redirects.', example: ['Orsa Quill', 'The First Lamplighter', 'Nowhere'] }),
  },
  'must be a JSON object with titles',
);

/** Questions to one universe. Registered last: its patterns also fit the addresses of the others. */
@Controller('api/v1/wiki')
export class UniverseController {
  constructor(private readonly answers: WikiAnswers) {}

  @Get(':universe/search')
  searchArticles(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Query({ schema: SEARCH_QUERY }) query: z.infer<typeof SEARCH_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.inTurn(path.universe, (view) => searchResults(view, query, this.answers.images));
  }

  @Get(':universe/suggest')
  suggestArticles(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Query({ schema: SUGGEST_QUERY }) query: z.infer<typeof SUGGEST_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.inTurn(path.universe, (view) => suggestions(view, query));
  }

  @Get(':universe/lookup')
  findArticle(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Query({ schema: LOOKUP_QUERY }) query: z.infer<typeof LOOKUP_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.inTurn(path.universe, (view) => lookup(view, query, this.answers.images));
  }

  @Get(':universe/articles/by-id/:id')
  getArticleById(@Param({ schema: ARTICLE_ID_PATH }) path: z.infer<typeof ARTICLE_ID_PATH>): Promise<DataAnswer> {
    return this.answers.of(path.universe, (view) => articleById(view, path.id, this.answers.images));
  }

  @Get(':universe/articles')
  listArticles(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Query({ schema: ARTICLES_QUERY }) query: ArticlesQuery,
  ): Promise<DataAnswer> {
    return this.answers.inTurn(path.universe, (view) => articlesPage(view, query, this.answers.images));
  }

  @Post(':universe/articles/batch')
  @HttpCode(200)
  getArticles(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Body({ schema: BATCH_BODY }) body: z.infer<typeof BATCH_BODY>,
  ): Promise<DataAnswer> {
    return this.answers.of(path.universe, (view) => articleBatch(view, body.titles, this.answers.images));
  }

  @Get(':universe/facets')
  countValues(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Query({ schema: FACETS_QUERY }) query: z.infer<typeof FACETS_QUERY>,
  ): Promise<DataAnswer> {
    return this.answers.countedInTurn(path.universe, (view) => facetValues(view, query));
  }

  @Get(':universe/random')
  getRandomArticle(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Query({ schema: RANDOM_QUERY }) query: z.infer<typeof RANDOM_QUERY>,
  ): Promise<DataAnswer> {
    const validity = query.seed === undefined ? 'never' : 'dataset';
    return this.answers.of(path.universe, (view) => randomArticle(view, query, this.answers.images), validity);
  }

  @Get(':universe/links/*')
  listLinks(
    @Param({ schema: UNIVERSE_PATH }) path: UniversePath,
    @Query({ schema: LINKS_QUERY }) query: z.infer<typeof LINKS_QUERY>,
    @Req() request: FastifyRequest,
  ): Promise<DataAnswer> {
    const title = titleFromPath(request.raw.url ?? '');
    return this.answers.of(path.universe, (view) => linksPage(view, title, query, (work) => this.answers.turn(work)));
  }

  @Get(':universe/:category/*')
  async getArticle(
    @Param({ schema: ARTICLE_PATH }) path: z.infer<typeof ARTICLE_PATH>,
    @Req() request: FastifyRequest,
  ): Promise<DataAnswer> {
    const title = titleFromPath(request.raw.url ?? '');
    const form = askedForm(request.headers.accept);
    const answer = await this.answers.of(path.universe, async (view) => {
      categoryOf(view, path.category);
      const ordinal = await ordinalOf(view, title, (work) => this.answers.turn(work));
      if (form === 'markdown') return articleMarkdown(view, ordinal);
      return articleJson(view, ordinal, this.answers.images);
    });
    return answer.inForm(form);
  }
}
