import { z } from 'zod';
import { MATCHES } from '../../dataset/search/ranking';
import { PROBLEMS, type ProblemCode } from '../../problem/problem';

/*
 * The shapes of all answers, for the OpenAPI document and for the tests that hold every answer against them.
 * Nothing that serves requests imports this, so that the schema library is not loaded at boot.
 */

const count = () => z.int().min(0);
const time = () => z.iso.datetime();

const universe = z.string().meta({ description: 'Id of the universe.' });
const categoryCounts = z.record(z.string(), count()).meta({ description: 'Articles by category.' });
const titles = z.array(z.string()).meta({ description: 'Titles in title order.' });

const licence = z.object({ name: z.string(), url: z.string().nullable(), attribution: z.string().nullable() });

const image = {
  image_url: z.string().nullable(),
  image_cached: z.boolean().meta({ description: 'Whether the image proxy has it on disk.' }),
  image_width: z.int().nullable(),
  image_height: z.int().nullable(),
  placeholder: z
    .string()
    .nullable()
    .meta({ description: 'Base64 of a thumbhash, to be shown until the image is there.' }),
};

const infobox = z.object({
  type: z.string().nullable(),
  fields: z.array(
    z.object({
      label: z.string(),
      values: z.array(z.string()),
      links: z.array(z.object({ text: z.string(), href: z.string() })),
    }),
  ),
});

export const article = z.object({
  id: z.int().meta({ description: 'Below 2^53; the same in both sources and after every load.' }),
  title: z.string(),
  category: z.string(),
  universe,
  ...image,
  source_url: z.string().nullable(),
  scraped_at: time(),
  description: z.string(),
  content: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .meta({ description: 'Flat; `affiliations`, `abilities` and `aliases` are always arrays.' }),
  infobox: infobox.nullable(),
  wiki_categories: z.array(z.string()),
  aliases: z.array(z.string()),
  licence,
});

const card = z.object({ name: z.string(), description: z.string(), ...image });

const progress = z.object({
  stage: z.enum([
    'idle',
    'waiting',
    'categorizing',
    'writing_to_postgresql',
    'prefetching_images',
    'completed',
    'failed',
    'cancelled',
  ]),
  universe,
  log_id: z.int().nullable(),
  articles_total: count(),
  articles_processed: count(),
  articles_created: count(),
  articles_updated: count(),
  articles_unchanged: count(),
  articles_rejected: count(),
  images_total: count(),
  images_downloaded: count(),
  images_cached: count(),
  images_failed: count(),
  percent: z.number().min(0).max(100),
  rate_per_second: z.number().min(0),
  eta_seconds: z.number().nullable(),
  started_at: time().nullable(),
  completed_at: time().nullable(),
  paused_reason: z.string().nullable().optional(),
  waiting_for: z.object({ holder: z.string(), since: time() }).nullable().optional(),
  errors: z.array(z.object({ code: z.string(), message: z.string(), count: count() })),
});

const listPage = {
  category: z.string(),
  universe,
  total: count(),
  offset: count(),
  limit: count(),
  returned: count(),
};
const itemSummary = z.object({ count: count(), sample: titles });
const runId = z.union([z.string(), z.int()]);

/** Answers by name, as operations refer to them. */
export const ANSWERS = {
  Root: z.object({ message: z.string(), version: z.string(), docs: z.string(), status: z.string() }),
  Live: z.object({ status: z.literal('live') }),
  Ready: z.object({ status: z.enum(['ready', 'degraded']) }),
  Health: z.object({
    status: z.enum(['healthy', 'degraded']),
    troubles: z
      .array(z.object({ name: z.string(), reason: z.string(), since: z.iso.datetime() }))
      .meta({ description: 'What cannot be used at present, and why; empty while healthy.' }),
    uptime_seconds: z.number().min(0),
    database: z.object({
      connected: z.boolean(),
      embedded: z.boolean(),
      reason: z.string().nullable().optional().meta({ description: 'Why it is not simply up.' }),
      pool: z.object({ size: count(), idle: count(), waiting: count(), max: count() }),
    }),
    cache: z.object({ enabled: z.boolean(), hit_rate: z.number().min(0).max(1) }),
    authentication: z.boolean().meta({ description: 'Whether an admin key is configured.' }),
    version: z.string(),
  }),
  PrefetchStatus: z.object({
    is_complete: z.boolean(),
    is_running: z.boolean(),
    progress,
    universes: z.record(z.string(), progress),
    jobs: z
      .object({ mode: z.enum(['in_process', 'redis']), connected: z.boolean(), warnings: z.array(z.string()) })
      .optional()
      .meta({ description: 'Who does the work in the background, and what the operator should change about it.' }),
  }),
  Coverage: z.object({
    universe,
    articles: count(),
    rejected: count(),
    uncategorised: count(),
    no_image: count(),
    places: count(),
    places_without_planet: count(),
    last_fill: z
      .looseObject({})
      .nullable()
      .meta({ description: 'The report of the last crawl, import or refresh; null where there was none.' }),
  }),
  JobsFailed: z.object({
    mode: z.enum(['in_process', 'redis']),
    connected: z.boolean(),
    warnings: z.array(z.string()),
    jobs: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['image-batch', 'crawl']),
        universe: z.string(),
        code: z.enum(['job_failed', 'job_stalled']),
        reason: z.string(),
        attempts: count(),
        failed_at: time(),
      }),
    ),
  }),
  JobQueued: z.object({ status: z.literal('queued'), job_id: z.string(), universe: z.string().optional() }),
  PrefetchRun: z.object({ run_id: runId, universe }),
  PrefetchCancel: z.object({
    status: z.enum(['cancelling', 'idle']),
    run_id: runId.nullable(),
    universe: z.string().nullable(),
  }),
  Attribution: z.array(
    z.object({ universe, name: z.string(), licence, source: z.string().nullable(), scraped_at: time() }),
  ),
  Universes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      articles: count(),
      categories: categoryCounts,
      dataset_version: z.string(),
      licence,
      stale: z.boolean(),
    }),
  ),
  CanonAll: z.object({
    universe,
    total_items: count(),
    categories: categoryCounts,
    data: z.record(z.string(), titles),
  }),
  CanonSummary: z.object({ universe, total_items: count(), categories: categoryCounts }),
  CategoryPage: z.object({ ...listPage, items: titles }),
  CategoryTitles: z.object({ universe, category: z.string(), count: count(), total: count(), items: titles }),
  FormOptions: z.object({
    universe,
    popular_species: z.array(z.string()).max(50),
    popular_planets: z.array(z.string()).max(50),
    popular_affiliations: z.array(z.string()).max(50),
    colors: z.array(z.string()).max(50),
    genders: z.array(z.string()).max(50),
  }),
  Planets: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      description: z.string(),
      region: z.string(),
      system: z.string(),
      ...image,
      source_url: z.string().nullable(),
    }),
  ),
  PlacesByPlanet: z.object({ universe, planet: z.string(), total: count(), locations: titles }),
  Names: z.array(z.string()),
  Cards: z.array(card),
  ItemsOverview: z.object({
    universe,
    categories: z.object({
      weapons: itemSummary,
      armor: itemSummary,
      items: itemSummary,
      vehicles: itemSummary,
      droids: itemSummary,
    }),
  }),
  ItemsWithImages: z.object({ ...listPage, items: z.array(z.object({ id: z.int(), ...card.shape })) }),
  CacheStats: z.object({
    universe,
    backend: z.enum(['hybrid', 'file']),
    total_articles: count(),
    articles_with_images: count(),
    categories: categoryCounts,
    images: z.object({ files: count(), bytes: count(), by_format: z.record(z.string(), count()) }),
    file_cache: z.object({
      exists: z.boolean(),
      files: count(),
      bytes: count(),
      created_at: z.string().nullable(),
      stale: z.boolean(),
    }),
    postgresql: z.object({ connected: z.boolean(), bytes: count(), tables: z.record(z.string(), count()) }),
    recent_operations: z
      .array(
        z.looseObject({
          id: z.int(),
          operation_type: z.string(),
          status: z.string(),
          started_at: time(),
          completed_at: time().nullable(),
        }),
      )
      .max(5),
  }),
  CacheInvalidated: z.object({
    status: z.literal('invalidated'),
    universe,
    run_id: runId,
    images_deleted: count(),
  }),
  SearchResults: z.object({
    universe,
    query: z.string(),
    category: z.string().nullable(),
    total: count().meta({ description: 'Of all matches, not of this page.' }),
    results: z.array(
      z.object({
        title: z.string(),
        category: z.string(),
        universe,
        ...image,
        description: z.string(),
        match: z.enum(MATCHES).meta({ description: 'Why it was found, the best kind first.' }),
      }),
    ),
  }),
  Suggestions: z.array(z.object({ title: z.string(), category: z.string(), image_url: z.string().nullable() })).max(20),
  ArticlesPage: z.object({ items: z.array(article), next_cursor: z.string().nullable(), total: count() }),
  ArticleBatch: z.object({ articles: z.array(article), missing: z.array(z.string()) }),
  Facets: z.array(z.object({ value: z.string(), count: z.int().min(1) })),
  Article: article,
} satisfies Record<string, z.ZodType>;

export type AnswerName = keyof typeof ANSWERS;

export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().meta({ description: 'What went wrong, in words for the caller.' }),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  request_id: z.string(),
});

/** Schemas that others refer to by name. */
const SHARED = { Article: article, Licence: licence, Infobox: infobox, Card: card, PrefetchProgress: progress };

/** All schemas as JSON Schema, referring to each other as components. */
export function componentSchemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  const all = { ...ANSWERS, ...SHARED, Problem: problem };
  for (const [id, schema] of Object.entries(all)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io: 'output' });
  return Object.fromEntries(
    Object.entries(schemas)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, schema]) => [id, readable(schema)]),
  );
}

/** Keywords that say nothing to a reader, or that would forbid members to be added some day. */
function isNoise(name: string, value: unknown): boolean {
  if (name === 'propertyNames') return true;
  if (name === 'additionalProperties') return value === false;
  if (name === 'minimum' || name === 'maximum') return Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
  return typeof value === 'string' && ['$schema', '$id', 'id', 'pattern'].includes(name);
}

function readable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(readable);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.entries(schema).filter(([name, value]) => !isNoise(name, value));
  return Object.fromEntries(members.map(([name, value]) => [name, readable(value)]));
}
