import { z } from 'zod';
import { DIRECTIONS } from '../../dataset/link-lists';
import { MATCHES } from '../../dataset/search/ranking';
import { fromData, type OperationsOf } from '../openapi/operation';
import { article, category, count, imageMembers, summary, universe } from '../openapi/shapes';
import type { UniverseController } from './universe.controller';

const searchResult = z
  .strictObject({
    title: z.string(),
    category,
    universe,
    ...imageMembers,
    description: z.string(),
    summary,
    match: z.enum([...MATCHES, 'text']).meta({ description: 'Why it was found, the best kind first.' }),
    matched: z.string().nullable().meta({ description: 'The name that matched, where it is not the title.' }),
    snippet: z
      .string()
      .optional()
      .meta({ description: 'Of the text that matched: HTML in which nothing but `<mark>` is markup.' }),
  })
  .meta({ id: 'SearchResult' });

const entryMembers = { title: z.string(), category, summary, image_url: z.string().nullable() };

export const UNIVERSE: OperationsOf<UniverseController> = {
  searchArticles: fromData({
    tag: 'Articles',
    summary: 'Find articles by name, then by description',
    description:
      'Words and parts of words, without regard to case, accents, apostrophes and hyphens, in titles and all other names of an article; ranks and questions around a name may stand there. The best kind of match comes first, then what is linked to most; where no name matches, articles that have some of the words, and descriptions.',
    answer: z
      .strictObject({
        universe,
        query: z.string(),
        category: z.string().nullable(),
        total: count().meta({ description: 'Of all matches, not of this page.' }),
        results: z.array(searchResult),
      })
      .meta({ id: 'SearchPage' }),
    problems: ['UNKNOWN_CATEGORY', 'OVERLOADED'],
  }),
  suggestArticles: fromData({
    tag: 'Articles',
    summary: 'What a person who types may mean',
    description: 'For every keystroke: the article whose whole name was typed is always among them.',
    answer: z.array(z.strictObject({ id: z.int(), ...entryMembers }).meta({ id: 'Suggestion' })),
    problems: ['UNKNOWN_CATEGORY', 'OVERLOADED'],
  }),
  findArticle: fromData({
    tag: 'Articles',
    summary: 'The article that a name most likely means',
    description:
      'The best match of a search as a whole article, and what else was possible; `article` is null where nothing fits.',
    answer: z
      .strictObject({
        query: z.string(),
        article: article.nullable(),
        match: z.enum(MATCHES).nullable().meta({ description: 'Why it was found; null where nothing was.' }),
        alternatives: z.array(z.strictObject(entryMembers).meta({ id: 'Entry' })),
      })
      .meta({ id: 'Lookup' }),
    problems: ['UNKNOWN_CATEGORY', 'ARTICLE_DAMAGED', 'OVERLOADED'],
  }),
  getArticleById: fromData({
    tag: 'Articles',
    summary: 'An article by its id',
    description: 'Ids are the same in both stores and after every load.',
    answer: article,
    problems: ['ARTICLE_NOT_FOUND', 'ARTICLE_DAMAGED'],
  }),
  listArticles: fromData({
    tag: 'Articles',
    summary: 'Whole articles by filter and order, page by page',
    description:
      'Every filter must match; a filter given several times means any of its values. Values are compared folded, without what stands in brackets behind them, in singular or plural; a value that is asked for with its brackets is only itself. Only the members in `fields` are sent, where it is given. Go on with `next_cursor`, which also holds in a newer dataset.',
    answer: z
      .strictObject({
        items: z.array(article),
        next_cursor: z.string().nullable().meta({ description: 'null at the end.' }),
        total: count(),
      })
      .meta({ id: 'ArticlePage' }),
    problems: ['UNKNOWN_CATEGORY', 'OVERLOADED'],
  }),
  getArticles: fromData({
    tag: 'Articles',
    summary: 'Several articles by title',
    description:
      'In the order of the titles, each once; titles are found as by their address. What is not there is in `missing`.',
    answer: z.strictObject({ articles: z.array(article), missing: z.array(z.string()) }).meta({ id: 'ArticleBatch' }),
    isConditional: false,
  }),
  countValues: fromData({
    tag: 'Articles',
    summary: 'The values of a field, counted',
    description:
      'Each as it is written, the most frequent first, all of them counted in `X-Total-Count`; an unknown field has none. A filter by a value also finds it with notes in brackets, in the plural and in another spelling, so it may find more than are counted here.',
    headers: ['X-Total-Count'],
    answer: z.array(z.strictObject({ value: z.string(), count: z.int().min(1) }).meta({ id: 'FieldValue' })),
    problems: ['UNKNOWN_CATEGORY', 'OVERLOADED'],
  }),
  getRandomArticle: fromData({
    tag: 'Articles',
    summary: 'One article by chance',
    description: 'The same for the same seed and dataset; without a seed another one each time.',
    answer: article,
    problems: ['UNKNOWN_CATEGORY', 'ARTICLE_NOT_FOUND', 'ARTICLE_DAMAGED'],
  }),
  listLinks: fromData({
    tag: 'Articles',
    summary: 'The articles that one links to, or that link to it',
    description:
      'Links of infoboxes, in title order, with the fields of `content` that they stand in; redirects are followed.',
    answer: z
      .strictObject({
        title: z.string(),
        direction: z.enum(DIRECTIONS),
        total: count(),
        items: z.array(z.strictObject({ ...entryMembers, fields: z.array(z.string()) }).meta({ id: 'LinkedArticle' })),
        next_cursor: z.string().nullable().meta({ description: 'null at the end.' }),
      })
      .meta({ id: 'LinkPage' }),
    problems: ['UNKNOWN_CATEGORY', 'ARTICLE_NOT_FOUND', 'OVERLOADED'],
  }),
  getArticle: fromData({
    tag: 'Articles',
    summary: 'An article by its title or a redirect',
    description:
      'Underscores and spaces are the same, slashes may be raw or encoded, a whole `/wiki/…` address may stand for the title. Where there is none, another case, the title with or without `/Legends`, and a name that one article alone bears find it. It is found in whatever category it is; where there is none or several bear the name, the nearest titles are suggested. With `Accept: text/markdown`: the facts as a table, then the text.',
    answer: article,
    orElse: { mediaType: 'text/markdown', description: 'The article as Markdown.' },
    problems: ['UNKNOWN_CATEGORY', 'ARTICLE_NOT_FOUND', 'ARTICLE_DAMAGED', 'OVERLOADED'],
  }),
};
