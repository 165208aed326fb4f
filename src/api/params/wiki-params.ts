import { SORTS } from '../../dataset/facets/article-list';
import { params, ParamSchema, readAll } from './param-schema';
import { flag, oneOf, optionalText, Refused, text, wholeNumber } from './readers';

const MAX_QUERY = 300;
const MAX_TITLE = 1024;
const MAX_NAME = 100;

const universe = optionalText({
  maxLength: MAX_NAME,
  description: 'Universe; the default universe unless given.',
  example: 'star_wars',
});
const pathUniverse = text({ maxLength: MAX_NAME, description: 'Universe.', example: 'star_wars' });
const pathCategory = text({ maxLength: MAX_NAME, description: 'Category.', example: 'planets' });
const category = optionalText({ maxLength: MAX_NAME, description: 'Only articles of this category.' });
const search = text({
  maxLength: MAX_QUERY,
  fallback: '',
  description: 'Only titles that hold this, without regard to case, accents, apostrophes and hyphens.',
});
const offset = wholeNumber({
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
  fallback: 0,
  description: 'How many to leave out at the start.',
});
const hasImage = flag('Only articles with an image, or only those without.');

function limit(fallback: number, max: number) {
  return wholeNumber({ min: 1, max, fallback, description: 'How many at most.' });
}

export const UNIVERSE_QUERY = params({ universe });
export const UNIVERSE_PATH = params({ universe: pathUniverse });
export const CATEGORY_PATH = params({ category: pathCategory });
export const UNIVERSE_CATEGORY_PATH = params({ universe: pathUniverse, category: pathCategory });

export const CATEGORY_LIST_QUERY = params({ universe, limit: limit(100, 5000), offset, search });
export const CATEGORIES_QUERY = params({ search, limit: limit(200, 5000) });
export const ITEMS_QUERY = params({ universe, limit: limit(50, 1000), offset, search });
export const PLANETS_QUERY = params({ universe, limit: limit(100, 2000), offset, search });

const planet = text({ maxLength: MAX_TITLE, description: 'Title of the planet.', example: 'Tatooine' });
const region = text({ maxLength: MAX_TITLE, description: 'Name of the region.', example: 'Outer Rim Territories' });
const system = text({ maxLength: MAX_TITLE, description: 'Name of the system.', example: 'Tatoo system' });
export const BY_PLANET_QUERY = params({ universe, planet, limit: limit(500, 5000) });
export const ON_PLANET_QUERY = params({ universe, planet, limit: limit(100, 5000) });
export const SYSTEMS_QUERY = params({ universe, region });
export const PLANETS_BY_SYSTEM_QUERY = params({ universe, system, limit: limit(100, 5000) });

const q = text({ maxLength: MAX_QUERY, description: 'What is looked for.', example: 'luke' });
export const SEARCH_QUERY = params({ q, category, limit: limit(10, 100), offset });
export const SUGGEST_QUERY = params({ q, category, limit: limit(8, 20) });
export const FACETS_QUERY = params({
  category,
  field: text({ maxLength: MAX_NAME, description: 'A field of `content`.', example: 'species' }),
});
export const RANDOM_QUERY = params({
  category,
  seed: optionalText({ maxLength: MAX_QUERY, description: 'The same seed gives the same article.' }),
  has_image: hasImage,
});

const articleReaders = {
  category,
  has_image: hasImage,
  sort: oneOf(SORTS, 'title', 'Order; `-` is descending.'),
  cursor: optionalText({ maxLength: 2048, description: 'The `next_cursor` of the page before.' }),
  limit: limit(50, 200),
};

const MAX_FILTERS = 10;
const MAX_FILTER_VALUES = 50;
/** Whatever is meant as a filter; only the second form is one. */
const LIKE_FILTER = /^\s*filters?(?![a-z])/i;
const FILTER = /^filter\[([^[\]]*[^[\]\s][^[\]]*)\]$/;

export interface ArticlesQuery {
  category: string | undefined;
  has_image: boolean | undefined;
  sort: (typeof SORTS)[number];
  cursor: string | undefined;
  limit: number;
  /** Content field to the values of which an article must have one. */
  filters: Map<string, string[]>;
}

/** The query of `articles`: its own parameters, and any number of `filter[<field>]`. */
export const ARTICLES_QUERY = new ParamSchema<ArticlesQuery>(
  (input) => {
    const own = readAll(Object.entries(articleReaders), input);
    if ('issues' in own) return own;
    try {
      return { value: { ...own.value, filters: readFilters(input) } as unknown as ArticlesQuery };
    } catch (error) {
      if (error instanceof Refused) return { issues: [{ message: error.message, path: ['filter'] }] };
      throw error;
    }
  },
  () => ({
    type: 'object',
    properties: Object.fromEntries(Object.entries(articleReaders).map(([name, reader]) => [name, reader.schema])),
    required: [],
  }),
);

function readFilters(input: Record<string, unknown>): Map<string, string[]> {
  const filters = new Map<string, string[]>();
  for (const [name, given] of Object.entries(input)) {
    if (!LIKE_FILTER.test(name)) continue;
    const field = FILTER.exec(name)?.[1];
    if (field === undefined) {
      throw new Refused('must be written filter[<field of content>]=<value>, as in filter[species]=Wookiee');
    }
    const values = (Array.isArray(given) ? given : [given]).map(String);
    if (values.length > MAX_FILTER_VALUES) throw new Refused(`[${field.slice(0, 50)}] takes at most 50 values`);
    if (field.length > MAX_NAME || values.some((value) => value.length > MAX_TITLE || value.includes('\0'))) {
      throw new Refused(`[field] takes a field of at most ${MAX_NAME} and values of at most ${MAX_TITLE} characters`);
    }
    filters.set(field, values);
    if (filters.size > MAX_FILTERS) throw new Refused(`may be given for at most ${MAX_FILTERS} fields`);
  }
  return filters;
}

const MAX_BATCH = 200;

/** The body of `articles/batch`. */
export const BATCH_BODY = new ParamSchema<{ titles: string[] }>(
  (input) => {
    const titles = typeof input === 'object' ? input.titles : undefined;
    const isRight =
      Array.isArray(titles) &&
      titles.length <= MAX_BATCH &&
      titles.every((title) => typeof title === 'string' && title.length <= MAX_TITLE);
    if (isRight) return { value: { titles: titles as string[] } };
    return { issues: [{ message: `must be an array of at most ${MAX_BATCH} titles`, path: ['titles'] }] };
  },
  () => ({
    type: 'object',
    properties: {
      titles: { type: 'array', maxItems: MAX_BATCH, items: { type: 'string', maxLength: MAX_TITLE } },
    },
    required: ['titles'],
  }),
);

export const PREFETCH_RUN_QUERY = params({
  universe,
  force_refresh: flag('Ignore what an earlier run finished.'),
  allow_shrink: flag('Load even where more than a fifth of the articles would go.'),
});
export const INVALIDATE_QUERY = params({
  universe,
  clear_images: flag('Delete the downloaded images of the universe as well.'),
});
