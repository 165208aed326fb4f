import { z } from 'zod';
import { ordinalOfShown } from '../asked-title';
import { articleAnswer, articleMembers } from '../article-answer';
import { defineTool, title, universe } from '../tool';

export const getArticle = defineTool({
  name: 'get_article',
  title: 'Get an article',
  description:
    'What the wiki says of one thing: its first paragraph, its facts (the infobox), its other names. An unknown title is answered with the nearest ones.',
  input: {
    universe,
    title,
    first_fact: z
      .int()
      .min(0)
      .default(0)
      .describe('Facts before this one are left out; next_fact of the answer before.'),
  },
  output: articleMembers,
  answer: ({ universe, title, first_fact }, lore) =>
    lore.read(universe, async (view) => articleAnswer(view, await ordinalOfShown(view, title, lore), first_fact)),
});
