import { z } from 'zod';
import { SORTS } from '../../dataset/facets/article-list';
import { category, hasImage, limit, MAX_NAME, MAX_TITLE, oneOf, optionalText } from './parameters';

const MAX_FILTERS = 10;
const MAX_FILTER_VALUES = 50;
/** Whatever is meant as a filter; only the second form is one. */
const LIKE_FILTER = /^\s*filters?(?![a-z])/i;
const FILTER = /^filter\[([^[\]]*[^[\]\s][^[\]]*)\]$/;
const FORM = 'must be written filter[<field of content>]=<value>, as in filter[species]=Wookiee';

const field = z.string().max(MAX_NAME, `takes a field of at most ${MAX_NAME} characters`);
const value = z
  .string()
  .max(MAX_TITLE, `takes values of at most ${MAX_TITLE} characters`)
  .refine((text) => !text.includes('\0'), 'must not hold a NUL character');
const values = z.array(value).max(MAX_FILTER_VALUES, `takes at most ${MAX_FILTER_VALUES} values of a field`);

/** Content field to the values of which an article must have one. */
const filter = z
  .map(field, values)
  .refine((filters) => filters.size <= MAX_FILTERS, `may be given for at most ${MAX_FILTERS} fields`)
  .optional()
  .meta({
    description: 'Content field to value: `filter[species]=Human`; repeated: any of them.',
    example: { species: 'Human' },
    type: 'object',
    additionalProperties: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
  });

/** The query of `articles`: its own parameters, and any number of `filter[<field>]`. */
export const ARTICLES_QUERY = z.preprocess(
  gatherFilters,
  z.object({
    category,
    has_image: hasImage,
    sort: oneOf(SORTS, 'title', { description: 'Order; `-` is descending.', example: '-links' }),
    cursor: optionalText(2048, { description: 'The `next_cursor` of the page before.' }),
    limit: limit(50, 200),
    filter,
  }),
);
export type ArticlesQuery = z.infer<typeof ARTICLES_QUERY>;

function gatherFilters(query: unknown, context: z.RefinementCtx): object {
  const filters = new Map<string, string[]>();
  const others: [string, unknown][] = [];
  for (const [name, given] of Object.entries(query ?? {})) {
    const [, asked] = FILTER.exec(name) ?? [];
    if (asked !== undefined) filters.set(asked, [given].flat().map(String));
    else if (!LIKE_FILTER.test(name)) others.push([name, given]);
    else context.addIssue({ code: 'custom', path: ['filter'], message: FORM });
  }
  return { ...Object.fromEntries(others), filter: filters };
}
