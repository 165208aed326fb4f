/* Examples of answers, of the invented demo universe; a test holds each against the schema of its answer. */

const LICENCE = {
  name: 'CC0 1.0',
  url: 'https://creativecommons.org/publicdomain/zero/1.0/',
  attribution: 'The makers of Lorekeeper',
};

const IMAGE = {
  image_url: 'https://images.demo.invalid/veyra.png',
  image_cached: true,
  image_width: 640,
  image_height: 480,
  placeholder: 'YJqGPQw7sFlslqhFafSE+Q6oJ1h2iHB2Rw==',
};

const NO_IMAGE = { image_url: null, image_cached: false, image_width: null, image_height: null, placeholder: null };

const ARTICLE = {
  id: 1042,
  title: 'Veyra',
  category: 'planets',
  universe: 'demo',
  ...IMAGE,
  source_url: null,
  scraped_at: '2026-01-01T00:00:00.000Z',
  description: 'Veyra is an ocean world at the edge of the Lantern Reach.',
  content: {
    region: 'Lantern Reach',
    system: 'Veyra system',
    description: 'Veyra is an ocean world at the edge of the Lantern Reach.',
    affiliations: [],
    abilities: [],
    aliases: ['The Blue Lantern'],
  },
  infobox: {
    type: 'Planet',
    fields: [
      {
        label: 'Region',
        values: ['Lantern Reach'],
        links: [{ text: 'Lantern Reach', href: '/wiki/Lantern_Reach' }],
      },
    ],
  },
  wiki_categories: ['Planets'],
  aliases: ['The Blue Lantern'],
  licence: LICENCE,
};

const CARD = { name: 'Veyra', description: ARTICLE.description, ...IMAGE };

const PROGRESS = {
  stage: 'writing_to_postgresql',
  universe: 'demo',
  log_id: 7,
  articles_total: 312,
  articles_processed: 147,
  articles_created: 147,
  articles_updated: 0,
  articles_unchanged: 0,
  articles_rejected: 0,
  images_total: 0,
  images_downloaded: 0,
  images_cached: 0,
  images_failed: 0,
  percent: 47.1,
  rate_per_second: 41000,
  eta_seconds: 1,
  started_at: '2026-01-01T00:00:00.000Z',
  completed_at: null,
  paused_reason: null,
  waiting_for: null,
  errors: [],
};

const STATUS = { is_complete: false, is_running: true, progress: PROGRESS, universes: { demo: PROGRESS } };
const COUNTS = { characters: 80, planets: 24, weapons: 12 };
const PAGE = { category: 'planets', universe: 'demo', total: 24, offset: 0, limit: 2, returned: 2 };
const ITEMS = { count: 12, sample: ['Ember pistol', 'Glass halberd'] };

/** One example for each answer. */
export const EXAMPLES = {
  Root: { message: 'Lorekeeper API', version: '1.0.0', docs: '/docs', status: '/prefetch/status' },
  Live: { status: 'live' },
  Ready: { status: 'ready' },
  Health: {
    status: 'healthy',
    troubles: [],
    uptime_seconds: 12.5,
    database: { connected: true, embedded: true, pool: { size: 2, idle: 1, waiting: 0, max: 10 } },
    cache: { enabled: true, hit_rate: 0.93 },
    authentication: true,
    version: '1.0.0',
  },
  PrefetchStatus: STATUS,
  Coverage: {
    universe: 'star_wars',
    articles: 52986,
    rejected: 0,
    uncategorised: 120,
    no_image: 24497,
    places: 5335,
    places_without_planet: 402,
    last_fill: null,
  },
  JobsFailed: {
    mode: 'redis',
    connected: true,
    warnings: [],
    jobs: [
      {
        id: 'crawl.demo',
        kind: 'crawl',
        universe: 'demo',
        code: 'job_stalled',
        reason: 'The worker that had it died or hung, more than once',
        attempts: 1,
        failed_at: '2026-01-01T00:00:00.000Z',
      },
    ],
  },
  JobQueued: { status: 'queued', job_id: 'crawl.demo', universe: 'demo' },
  PrefetchRun: { run_id: 'b7f1c9', universe: 'demo' },
  PrefetchCancel: { status: 'cancelling', run_id: 'b7f1c9', universe: 'demo' },
  Attribution: [
    { universe: 'demo', name: 'Demo', licence: LICENCE, source: null, scraped_at: '2026-01-01T00:00:00.000Z' },
  ],
  Universes: [
    {
      id: 'demo',
      name: 'Demo',
      articles: 312,
      categories: COUNTS,
      dataset_version: '5845cef9097aa2bf5065ecb5ac5973c7',
      licence: LICENCE,
      stale: false,
    },
  ],
  CanonAll: { universe: 'demo', total_items: 2, categories: { planets: 2 }, data: { planets: ['Orrin', 'Veyra'] } },
  CanonSummary: { universe: 'demo', total_items: 116, categories: COUNTS },
  CategoryPage: { ...PAGE, items: ['Orrin', 'Veyra'] },
  CategoryTitles: { universe: 'demo', category: 'planets', count: 2, total: 24, items: ['Orrin', 'Veyra'] },
  FormOptions: {
    universe: 'demo',
    popular_species: ['Human', 'Tidefolk'],
    popular_planets: ['Veyra', 'Orrin'],
    popular_affiliations: ['Lantern Guild'],
    colors: ['Brown', 'Green'],
    genders: ['Female', 'Male'],
  },
  Planets: [
    {
      id: 1042,
      name: 'Veyra',
      description: ARTICLE.description,
      region: 'Lantern Reach',
      system: 'Veyra system',
      ...IMAGE,
      source_url: null,
    },
  ],
  PlacesByPlanet: { universe: 'demo', planet: 'Veyra', total: 2, locations: ['Saltgate', 'The Drowned Bell'] },
  Names: ['Lantern Reach', 'Outer Dark'],
  Cards: [CARD, { name: 'Orrin', description: '', ...NO_IMAGE }],
  ItemsOverview: {
    universe: 'demo',
    categories: { weapons: ITEMS, armor: ITEMS, items: ITEMS, vehicles: ITEMS, droids: ITEMS },
  },
  ItemsWithImages: { ...PAGE, category: 'weapons', returned: 1, items: [{ id: 7, ...CARD, name: 'Ember pistol' }] },
  CacheStats: {
    universe: 'demo',
    backend: 'hybrid',
    total_articles: 312,
    articles_with_images: 96,
    categories: COUNTS,
    images: { files: 96, bytes: 1_204_332, by_format: { png: 96 } },
    file_cache: { exists: true, files: 1, bytes: 412_000, created_at: '2026-01-01T00:00:00.000Z', stale: false },
    postgresql: { connected: true, bytes: 2_600_000, tables: { wiki_articles: 312, image_cache: 96 } },
    recent_operations: [
      {
        id: 7,
        operation_type: 'startup_prefetch_all',
        status: 'completed',
        articles_processed: 312,
        errors_count: 0,
        started_at: '2026-01-01T00:00:00.000Z',
        completed_at: '2026-01-01T00:00:01.000Z',
        duration_seconds: 1,
      },
    ],
  },
  CacheInvalidated: { status: 'invalidated', universe: 'demo', run_id: 'b7f1c9', images_deleted: 0 },
  SearchResults: {
    universe: 'demo',
    query: 'veyra',
    category: null,
    total: 1,
    results: [
      {
        title: 'Veyra',
        category: 'planets',
        universe: 'demo',
        ...IMAGE,
        description: ARTICLE.description,
        match: 'name',
      },
    ],
  },
  Suggestions: [{ title: 'Veyra', category: 'planets', image_url: IMAGE.image_url }],
  ArticlesPage: { items: [ARTICLE], next_cursor: 'dC52ZXlyYQ', total: 24 },
  ArticleBatch: { articles: [ARTICLE], missing: ['Nowhere'] },
  Facets: [{ value: 'Human', count: 41 }],
  Article: ARTICLE,
};
