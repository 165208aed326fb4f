import { z } from 'zod';
import { SORTS } from '../../dataset/facets/article-list';
import { labelKey } from '../../universe/label';
import { articleMembers } from '../../params/article-members';
import {
  categories,
  hasImage,
  limit,
  MAX_NAME,
  MAX_TITLE,
  oneOf,
  optionalText,
  timeOrDay,
} from '../../params/parameters';

const MAX_FILTERS = 10;
const MAX_FILTER_VALUES = 50;
/** Whatever is meant as a filter; only the second form is one. */
const LIKE_FILTER = /^\s*filters?(?![a-z])/i;
const FILTER = /^filter\[([^[\]]*[^[\]\s][^[\]]*)\]$/;
const FORM = 'must be written filter[<field of content>]=<value>, as in filter[species]=Wookiee';
const WHERE = /^([^:]+):(.*\S.*)$/s;
const WHERE_FORM = 'must be written <field of content>:<value>, as in where=species:Wookiee';

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
    category: categories,
    has_image: hasImage,
    updated_since: timeOrDay({
      description: 'Only articles that were changed at that time or later.',
      example: '2026-01-01',
    }),
    where: z
      .unknown()
      .optional()
      .meta({
        description: 'As `filter`, for clients that cannot send brackets; repeated: any of the values of a field.',
        example: 'species:Human',
        anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
      }),
    fields: articleMembers,
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
  const add = (field: string, values: readonly string[]) => {
    const key = labelKey(field);
    filters.set(key, [...(filters.get(key) ?? []), ...values]);
    return key !== '';
  };
  const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
  for (const [name, given] of Object.entries(query ?? {})) {
    const [, asked] = FILTER.exec(name) ?? [];
    const values = [given].flat().map(String);
    if (name === 'where') {
      for (const condition of values) if (!addCondition(condition, add)) refuse('where', WHERE_FORM);
    } else if (asked === undefined && !LIKE_FILTER.test(name)) others.push([name, given]);
    else if (asked === undefined || !add(asked, values)) refuse('filter', FORM);
  }
  return { ...Object.fromEntries(others), filter: filters };
}

/** Whether the condition is one. */
function addCondition(condition: string, add: (field: string, values: string[]) => boolean): boolean {
  const [, field, value] = WHERE.exec(condition) ?? [];
  return field !== undefined && value !== undefined && add(field, [value]);
}
