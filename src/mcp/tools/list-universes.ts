import { z } from 'zod';
import { defineTool, sourceMembers } from '../tool';

export const listUniverses = defineTool({
  name: 'list_universes',
  title: 'List the universes',
  description: 'The fictional universes that can be asked about, with their categories and how many articles each has.',
  input: {},
  output: {
    universes: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        articles: z.int(),
        categories: z.record(z.string(), z.int()).describe('Articles by category.'),
        licence: sourceMembers.licence,
        is_stale: z.boolean().describe('Whether the data are older than the operator wants them to be.'),
      }),
    ),
  },
  async answer(_args, lore) {
    const universes = await lore.universes();
    return {
      universes: universes.map(({ id, name, view }) => ({
        id,
        name,
        articles: view.directory.count,
        categories: Object.fromEntries(view.directory.info.categories.map(({ name, articles }) => [name, articles])),
        licence: view.directory.info.licence,
        is_stale: view.stale,
      })),
    };
  },
});
