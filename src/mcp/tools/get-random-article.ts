import { z } from 'zod';
import { numbersOf } from '../../catalogue/asked-category';
import { Problem } from '../../problem/problem';
import { MAX_QUERY, MAX_TITLE } from '../../params/parameters';
import { articleAnswer, articleMembers } from '../article-answer';
import { categories, defineTool, universe } from '../tool';

export const getRandomArticle = defineTool({
  name: 'get_random_article',
  title: 'Get a random article',
  description: 'An article by chance, for instance a character to meet or a thing to find.',
  input: {
    universe,
    categories,
    exclude: z.array(z.string().max(MAX_TITLE)).max(200).optional().describe('Titles that are not wanted.'),
    seed: z.string().max(MAX_QUERY).optional().describe('The same seed gives the same article.'),
  },
  output: articleMembers,
  isIdempotent: false,
  answer: ({ universe, categories, exclude = [], seed }, lore) =>
    lore.read(universe, (view) => {
      const { list, info, titleFinder } = view.directory;
      const ordinal = list.random(seed ?? String(Math.random()), info.key, {
        categories: numbersOf(view, categories),
        except: exclude.map((title) => titleFinder.find(title)).filter((found) => found >= 0),
      });
      if (ordinal < 0) throw new Problem('ARTICLE_NOT_FOUND', 'No article is of this kind.');
      return articleAnswer(view, ordinal, 0);
    }),
});
