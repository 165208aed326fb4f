import { z } from 'zod';
import { numbersOf } from '../../catalogue/asked-category';
import { orBadCursor } from '../../catalogue/asked-cursor';
import { SORTS } from '../../dataset/facets/article-list';
import { labelKey } from '../../universe/label';
import { MAX_NAME, MAX_TITLE } from '../../params/parameters';
import { fitted } from '../bounded-answer';
import {
  categories,
  cursor,
  defineTool,
  entry,
  entryOf,
  limit,
  nextCursor,
  sourceMembers,
  sourceOf,
  universe,
} from '../tool';

const values = z.array(z.string().max(MAX_TITLE)).max(50);

export const listArticles = defineTool({
  name: 'list_articles',
  title: 'List articles by category and facts',
  description:
    'Articles of a kind, for instance all characters whose species is Human: {"categories":["characters"],"where":{"species":["Human"]}}. The most important come first with sort "-links".',
  input: {
    universe,
    categories,
    where: z
      .record(z.string().max(MAX_NAME), values)
      .refine((fields) => Object.keys(fields).length <= 10, 'at most 10 fields')
      .optional()
      .describe('Field of the infobox to values, of which an article must have one.'),
    has_image: z.boolean().optional().describe('Only articles with a picture, or only those without.'),
    sort: z
      .enum(SORTS)
      .default('title')
      .describe('By title, by how many articles link to it, or by last change; - is descending.'),
    limit: limit(50, 200),
    cursor,
  },
  output: { ...sourceMembers, total: z.int(), articles: z.array(entry), next_cursor: nextCursor },
  answer: ({ universe, categories, where = {}, has_image: hasImage, sort, limit, cursor: after }, lore) =>
    lore.read(universe, (view) => {
      const wanted = {
        categories: numbersOf(view, categories),
        filters: new Map(Object.entries(where).map(([field, values]) => [labelKey(field), values])),
        hasImage,
        sort,
        after,
      };
      return fitted(limit, async (count) => {
        const page = await lore.inTurn(() => orBadCursor(() => view.directory.list.list({ ...wanted, limit: count })));
        return {
          ...sourceOf(view),
          total: page.total,
          articles: page.ordinals.map((ordinal) => entryOf(view, ordinal)),
          next_cursor: page.next,
        };
      });
    }),
});
