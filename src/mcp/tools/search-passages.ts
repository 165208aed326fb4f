import { z } from 'zod';
import { numberOf } from '../../catalogue/asked-category';
import { readPassages } from '../../catalogue/passages';
import { MAX_QUERY } from '../../params/parameters';
import { ordinalOfShown } from '../asked-title';
import { fitted } from '../bounded-answer';
import { category, defineTool, limit, sourceMembers, sourceOf, title, universe } from '../tool';

export const searchPassages = defineTool({
  name: 'search_passages',
  title: 'Find passages that answer a question',
  description:
    'Finds the paragraphs of the whole text that answer a question in plain words, best first, each with its article and section to cite.',
  input: {
    universe,
    query: z.string().min(1).max(MAX_QUERY).describe('A question, for instance "who built the lighthouse".'),
    category,
    title: title.optional().describe('Only passages of this article.'),
    limit: limit(8, 50),
    budget_tokens: z.int().min(0).optional().describe('Most tokens of all passages together.'),
  },
  output: {
    ...sourceMembers,
    query: z.string(),
    total: z.int().describe('Of all passages that have a word of the question.'),
    passages: z.array(
      z.strictObject({
        title: z.string(),
        category: z.string(),
        heading: z.string().describe('Of its section; empty in the lead.'),
        section: z.string().describe('Its anchor, to read on with get_section; empty in the lead.'),
        text: z.string().describe('Markdown.'),
        tokens: z.int(),
        source_url: z.string().nullable(),
      }),
    ),
  },
  answer: ({ universe, query, category, title: asked, limit, budget_tokens: budgetTokens }, lore) =>
    lore.read(universe, async (view) => {
      const { directory } = view;
      const article = asked === undefined ? undefined : await ordinalOfShown(view, asked, lore);
      const wanted = { q: query, category: numberOf(view, category), article, limit, format: 'markdown' } as const;
      const { total, passages } = await readPassages(view, { ...wanted, budgetTokens });
      return fitted(passages.length, (count) => ({
        ...sourceOf(view),
        query,
        total,
        passages: passages.slice(0, count).map(({ ordinal, heading, anchor, text, tokens, sourceUrl }) => ({
          title: directory.title(ordinal),
          category: directory.category(ordinal),
          heading,
          section: anchor,
          text,
          tokens,
          source_url: sourceUrl,
        })),
      }));
    }),
});
