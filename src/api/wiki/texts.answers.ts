import { z } from 'zod';
import { fromData, type OperationsOf } from '../openapi/operation';
import { category, count, licence } from '../openapi/shapes';
import type { TextsController } from './texts.controller';

const section = z
  .strictObject({
    index: count(),
    level: z.int().min(1).max(6).meta({ description: '1 is the lead.' }),
    heading: z.string(),
    anchor: z.string().meta({ description: 'As in the address of the wiki’s own page.' }),
    bytes: count().meta({ description: 'Of its whole text as Markdown.' }),
    text: z.string(),
  })
  .meta({ id: 'Section' });

const passage = z
  .strictObject({
    title: z.string(),
    category,
    heading: z.string().meta({ description: 'Of its section; empty in the lead.' }),
    anchor: z.string(),
    text: z.string(),
    score: z.number().meta({ description: 'How well it fits; only to be compared within one answer.' }),
    tokens: count().meta({ description: 'Of the text, at most.' }),
    source_url: z.string().nullable(),
    licence,
  })
  .meta({ id: 'Passage' });

export const TEXTS: OperationsOf<TextsController> = {
  searchPassages: fromData({
    tag: 'Texts',
    summary: 'The passages that answer a question best',
    description:
      'Paragraphs, or several short ones together, of at most some 300 tokens, by BM25 over their words, their heading and their article’s title; those of an article that the question names count more, and words that say nothing are left out. `tokens` is an upper estimate that needs no model.',
    answer: z
      .strictObject({
        universe: z.string(),
        query: z.string(),
        total: count().meta({ description: 'Of all passages that have a word of the question.' }),
        tokens: count().meta({ description: 'Of the passages given, together.' }),
        passages: z.array(passage),
      })
      .meta({ id: 'Passages' }),
    problems: ['UNKNOWN_CATEGORY', 'ARTICLE_NOT_FOUND', 'OVERLOADED'],
  }),
  getSections: fromData({
    tag: 'Texts',
    summary: 'The text of an article by sections',
    description:
      'In order, the lead first, as many whole sections as fit into `max_bytes`; of a section that is larger by itself, its beginning. Go on with `next_section`. Titles are found as by their address. An article of which only a description is known has that as its lead.',
    answer: z
      .strictObject({
        id: z.int(),
        title: z.string(),
        category,
        source_url: z.string().nullable(),
        licence,
        sections: z.array(section),
        gallery: z
          .array(z.strictObject({ url: z.string(), caption: z.string() }))
          .meta({ description: 'The pictures of the text.' }),
        truncated: z.boolean().meta({ description: 'Something that was asked for is missing, for want of room.' }),
        next_section: z.int().nullable().meta({ description: 'Index of the next section; null at the end.' }),
      })
      .meta({ id: 'ArticleSections' }),
    problems: ['ARTICLE_NOT_FOUND', 'SECTION_NOT_FOUND', 'ARTICLE_DAMAGED', 'OVERLOADED'],
  }),
};
