import { z } from 'zod';
import { ordinalOfShown } from '../asked-title';
import { numbersOf } from '../../catalogue/asked-category';
import { orBadCursor } from '../../catalogue/asked-cursor';
import { DIRECTIONS } from '../../dataset/link-lists';
import { labelKey } from '../../universe/label';
import { MAX_NAME } from '../../params/parameters';
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
  title,
  universe,
} from '../tool';

export const getLinks = defineTool({
  name: 'get_links',
  title: 'Get what an article is linked with',
  description:
    'The articles that the facts of one lead to (direction out), or whose facts lead to it (in), and in which fields: who is from this planet, who made this weapon.',
  input: {
    universe,
    title,
    direction: z.enum(DIRECTIONS).default('out'),
    categories,
    field: z.string().max(MAX_NAME).optional().describe('Only links in this field, for instance homeworld.'),
    limit: limit(50, 200),
    cursor,
  },
  output: {
    ...sourceMembers,
    title: z.string(),
    direction: z.enum(DIRECTIONS),
    total: z.int(),
    links: z.array(entry.extend({ fields: z.array(z.string()) })),
    next_cursor: nextCursor,
  },
  answer: ({ universe, title, direction, categories, field, limit, cursor }, lore) =>
    lore.read(universe, async (view) => {
      const { directory } = view;
      const wanted = numbersOf(view, categories);
      const ordinal = await ordinalOfShown(view, title, lore);
      const linked = await lore.inTurn(() =>
        directory.linkLists
          .neighbours(ordinal, direction, field === undefined ? undefined : labelKey(field))
          .filter((one) => !wanted || wanted.includes(directory.categoryOf[one] ?? -1)),
      );
      const fieldsOf = (other: number) =>
        direction === 'out'
          ? directory.linkLists.fieldsBetween(ordinal, other)
          : directory.linkLists.fieldsBetween(other, ordinal);
      return fitted(limit, (count) => {
        const page = orBadCursor(() => directory.list.pageOf(linked, { after: cursor, limit: count }));
        return {
          ...sourceOf(view),
          title: directory.title(ordinal),
          direction,
          total: page.total,
          links: page.ordinals.map((other) => ({ ...entryOf(view, other), fields: fieldsOf(other) })),
          next_cursor: page.next,
        };
      });
    }),
});
