import { z } from 'zod';
import { numberOf } from '../../catalogue/asked-category';
import { MAX_QUERY } from '../../params/parameters';
import { fitted } from '../bounded-answer';
import {
  category,
  defineTool,
  entry,
  entryOf,
  limit,
  nextOffset,
  offset,
  sourceMembers,
  sourceOf,
  universe,
} from '../tool';

const NOTHING = { total: 0, hits: [] };

export const searchArticles = defineTool({
  name: 'search_articles',
  title: 'Search articles by name',
  description:
    'Finds articles by their names, other names and nicknames, also misspelt ones, best first. Ask with a name, not with a sentence.',
  input: {
    universe,
    query: z.string().max(MAX_QUERY).describe('A name or a part of one, for instance "orsa".'),
    category,
    limit: limit(10, 50),
    offset,
  },
  output: {
    ...sourceMembers,
    query: z.string(),
    total: z.int(),
    results: z.array(entry.extend({ match: z.string(), matched: z.string().nullable() })),
    next_offset: nextOffset,
  },
  answer: ({ universe, query, category, limit, offset }, lore) =>
    lore.read(universe, async (view) => {
      const number = numberOf(view, category);
      const page =
        number === null || query.trim() === ''
          ? NOTHING
          : await lore.inTurn(() => view.directory.search.search(query, { category: number, limit, offset }));
      const results = page.hits.map(({ ordinal, match, matched }) => ({ ...entryOf(view, ordinal), match, matched }));
      return fitted(results.length, (count) => ({
        ...sourceOf(view),
        query,
        total: page.total,
        results: results.slice(0, count),
        next_offset: offset + count < page.total && count > 0 ? offset + count : null,
      }));
    }),
});
