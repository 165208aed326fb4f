// Written by npm run openapi from openapi.json; do not edit.
import { Transport, type Answer, type RequestOptions } from './transport';

export type Article = {
  /** Below 2^53; the same in both sources and after every load. */
  id: number;
  title: string;
  category: string;
  /** Id of the universe. */
  universe: string;
  image_url: string | null;
  /** Whether the image proxy has it on disk. */
  image_cached: boolean;
  image_width: number | null;
  image_height: number | null;
  /** Base64 of a thumbhash, to be shown until the image is there. */
  placeholder: string | null;
  source_url: string | null;
  scraped_at: string;
  description: string;
  /** Flat; `affiliations`, `abilities` and `aliases` are always arrays. */
  content: {
    [name: string]: string | Array<string>;
  };
  infobox: Infobox | null;
  wiki_categories: Array<string>;
  aliases: Array<string>;
  licence: Licence;
};

export type ArticleBatch = {
  articles: Array<Article>;
  missing: Array<string>;
};

export type ArticlesPage = {
  items: Array<Article>;
  next_cursor: string | null;
  total: number;
};

export type Attribution = Array<{
  /** Id of the universe. */
  universe: string;
  name: string;
  licence: Licence;
  source: string | null;
  scraped_at: string;
}>;

export type CacheInvalidated = {
  status: 'invalidated';
  /** Id of the universe. */
  universe: string;
  run_id: string | number;
  images_deleted: number;
};

export type CacheStats = {
  /** Id of the universe. */
  universe: string;
  backend: 'hybrid' | 'file';
  total_articles: number;
  articles_with_images: number;
  /** Articles by category. */
  categories: {
    [name: string]: number;
  };
  images: {
    files: number;
    bytes: number;
    by_format: {
      [name: string]: number;
    };
  };
  file_cache: {
    exists: boolean;
    files: number;
    bytes: number;
    created_at: string | null;
    stale: boolean;
  };
  postgresql: {
    connected: boolean;
    bytes: number;
    tables: {
      [name: string]: number;
    };
  };
  recent_operations: Array<{
    id: number;
    operation_type: string;
    status: string;
    started_at: string;
    completed_at: string | null;
    [name: string]: unknown;
  }>;
};

export type CanonAll = {
  /** Id of the universe. */
  universe: string;
  total_items: number;
  /** Articles by category. */
  categories: {
    [name: string]: number;
  };
  data: {
    [name: string]: Array<string>;
  };
};

export type CanonSummary = {
  /** Id of the universe. */
  universe: string;
  total_items: number;
  /** Articles by category. */
  categories: {
    [name: string]: number;
  };
};

export type Card = {
  name: string;
  description: string;
  image_url: string | null;
  /** Whether the image proxy has it on disk. */
  image_cached: boolean;
  image_width: number | null;
  image_height: number | null;
  /** Base64 of a thumbhash, to be shown until the image is there. */
  placeholder: string | null;
};

export type Cards = Array<Card>;

export type CategoryPage = {
  category: string;
  /** Id of the universe. */
  universe: string;
  total: number;
  offset: number;
  limit: number;
  returned: number;
  /** Titles in title order. */
  items: Array<string>;
};

export type CategoryTitles = {
  /** Id of the universe. */
  universe: string;
  category: string;
  count: number;
  total: number;
  /** Titles in title order. */
  items: Array<string>;
};

export type Coverage = {
  /** Id of the universe. */
  universe: string;
  articles: number;
  rejected: number;
  uncategorised: number;
  no_image: number;
  places: number;
  places_without_planet: number;
  /** The report of the last crawl, import or refresh; null where there was none. */
  last_fill: {
    [name: string]: unknown;
  } | null;
};

export type Facets = Array<{
  value: string;
  count: number;
}>;

export type FormOptions = {
  /** Id of the universe. */
  universe: string;
  popular_species: Array<string>;
  popular_planets: Array<string>;
  popular_affiliations: Array<string>;
  colors: Array<string>;
  genders: Array<string>;
};

export type Health = {
  status: 'healthy' | 'degraded';
  /** What cannot be used at present, and why; empty while healthy. */
  troubles: Array<{
    name: string;
    reason: string;
    since: string;
  }>;
  uptime_seconds: number;
  database: {
    connected: boolean;
    embedded: boolean;
    /** Why it is not simply up. */
    reason?: string | null;
    pool: {
      size: number;
      idle: number;
      waiting: number;
      max: number;
    };
  };
  cache: {
    enabled: boolean;
    hit_rate: number;
  };
  /** Whether an admin key is configured. */
  authentication: boolean;
  version: string;
};

export type Infobox = {
  type: string | null;
  fields: Array<{
    label: string;
    values: Array<string>;
    links: Array<{
      text: string;
      href: string;
    }>;
  }>;
};

export type ItemsOverview = {
  /** Id of the universe. */
  universe: string;
  categories: {
    weapons: {
      count: number;
      /** Titles in title order. */
      sample: Array<string>;
    };
    armor: {
      count: number;
      /** Titles in title order. */
      sample: Array<string>;
    };
    items: {
      count: number;
      /** Titles in title order. */
      sample: Array<string>;
    };
    vehicles: {
      count: number;
      /** Titles in title order. */
      sample: Array<string>;
    };
    droids: {
      count: number;
      /** Titles in title order. */
      sample: Array<string>;
    };
  };
};

export type ItemsWithImages = {
  category: string;
  /** Id of the universe. */
  universe: string;
  total: number;
  offset: number;
  limit: number;
  returned: number;
  items: Array<{
    id: number;
    name: string;
    description: string;
    image_url: string | null;
    /** Whether the image proxy has it on disk. */
    image_cached: boolean;
    image_width: number | null;
    image_height: number | null;
    /** Base64 of a thumbhash, to be shown until the image is there. */
    placeholder: string | null;
  }>;
};

export type JobQueued = {
  status: 'queued';
  job_id: string;
  universe?: string;
};

export type JobsFailed = {
  mode: 'in_process' | 'redis';
  connected: boolean;
  warnings: Array<string>;
  jobs: Array<{
    id: string;
    kind: 'image-batch' | 'crawl';
    universe: string;
    code: 'job_failed' | 'job_stalled';
    reason: string;
    attempts: number;
    failed_at: string;
  }>;
};

export type Licence = {
  name: string;
  url: string | null;
  attribution: string | null;
};

export type Live = {
  status: 'live';
};

export type Names = Array<string>;

export type PlacesByPlanet = {
  /** Id of the universe. */
  universe: string;
  planet: string;
  total: number;
  /** Titles in title order. */
  locations: Array<string>;
};

export type Planets = Array<{
  id: number;
  name: string;
  description: string;
  region: string;
  system: string;
  image_url: string | null;
  /** Whether the image proxy has it on disk. */
  image_cached: boolean;
  image_width: number | null;
  image_height: number | null;
  /** Base64 of a thumbhash, to be shown until the image is there. */
  placeholder: string | null;
  source_url: string | null;
}>;

export type PrefetchCancel = {
  status: 'cancelling' | 'idle';
  run_id: string | number | null;
  universe: string | null;
};

export type PrefetchProgress = {
  stage:
    | 'idle'
    | 'waiting'
    | 'categorizing'
    | 'writing_to_postgresql'
    | 'prefetching_images'
    | 'completed'
    | 'failed'
    | 'cancelled';
  /** Id of the universe. */
  universe: string;
  log_id: number | null;
  articles_total: number;
  articles_processed: number;
  articles_created: number;
  articles_updated: number;
  articles_unchanged: number;
  articles_rejected: number;
  images_total: number;
  images_downloaded: number;
  images_cached: number;
  images_failed: number;
  percent: number;
  rate_per_second: number;
  eta_seconds: number | null;
  started_at: string | null;
  completed_at: string | null;
  paused_reason?: string | null;
  waiting_for?: {
    holder: string;
    since: string;
  } | null;
  errors: Array<{
    code: string;
    message: string;
    count: number;
  }>;
};

export type PrefetchRun = {
  run_id: string | number;
  /** Id of the universe. */
  universe: string;
};

export type PrefetchStatus = {
  is_complete: boolean;
  is_running: boolean;
  progress: PrefetchProgress;
  universes: {
    [name: string]: PrefetchProgress;
  };
  /** Who does the work in the background, and what the operator should change about it. */
  jobs?: {
    mode: 'in_process' | 'redis';
    connected: boolean;
    warnings: Array<string>;
  };
};

export type Problem = {
  type: string;
  title: string;
  status: number;
  /** What went wrong, in words for the caller. */
  detail: string;
  code:
    | 'BAD_REQUEST'
    | 'BAD_PARAMETER'
    | 'UNAUTHORIZED'
    | 'FORBIDDEN_URL'
    | 'NOT_FOUND'
    | 'UNKNOWN_UNIVERSE'
    | 'UNKNOWN_CATEGORY'
    | 'ARTICLE_NOT_FOUND'
    | 'IMAGE_NOT_FOUND'
    | 'METHOD_NOT_ALLOWED'
    | 'REQUEST_TIMEOUT'
    | 'CONFLICT'
    | 'PAYLOAD_TOO_LARGE'
    | 'URI_TOO_LONG'
    | 'UNSUPPORTED_MEDIA_TYPE'
    | 'NOT_AN_IMAGE'
    | 'RATE_LIMITED'
    | 'HEADERS_TOO_LARGE'
    | 'INTERNAL'
    | 'UPSTREAM_FAILED'
    | 'ARTICLE_DAMAGED'
    | 'DATA_NOT_READY'
    | 'OVERLOADED'
    | 'JOBS_UNAVAILABLE'
    | 'HOST_PAUSED'
    | 'SHUTTING_DOWN'
    | 'UPSTREAM_TIMEOUT';
  request_id: string;
  [name: string]: unknown;
};

export type Ready = {
  status: 'ready' | 'degraded';
};

export type Root = {
  message: string;
  version: string;
  docs: string;
  status: string;
};

export type SearchResults = {
  /** Id of the universe. */
  universe: string;
  query: string;
  category: string | null;
  /** Of all matches, not of this page. */
  total: number;
  results: Array<{
    title: string;
    category: string;
    /** Id of the universe. */
    universe: string;
    image_url: string | null;
    /** Whether the image proxy has it on disk. */
    image_cached: boolean;
    image_width: number | null;
    image_height: number | null;
    /** Base64 of a thumbhash, to be shown until the image is there. */
    placeholder: string | null;
    description: string;
    /** Why it was found, the best kind first. */
    match: 'name' | 'alias' | 'words' | 'prefix' | 'part' | 'fuzzy' | 'description';
  }>;
};

export type Suggestions = Array<{
  title: string;
  category: string;
  image_url: string | null;
}>;

export type Universes = Array<{
  id: string;
  name: string;
  articles: number;
  /** Articles by category. */
  categories: {
    [name: string]: number;
  };
  dataset_version: string;
  licence: Licence;
  stale: boolean;
}>;

/** One method for each operation of the API. */
export class LorekeeperClient extends Transport {
  /** Where to go on; for browsers a page. */
  root(options: RequestOptions = {}): Promise<Answer<Root>> {
    return this.request({ method: 'GET', path: `/`, answer: 'json' }, options);
  }

  /** Builds a universe anew from the file cache; the old data are served until then. */
  cacheInvalidate(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
      /** Delete the downloaded images of the universe as well. */
      clear_images?: boolean;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<CacheInvalidated>> {
    return this.request({ method: 'POST', path: `/api/v1/wiki/cache/invalidate`, answer: 'json', query }, options);
  }

  /** What is stored, and where. */
  cacheStats(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<CacheStats>> {
    return this.request({ method: 'GET', path: `/api/v1/wiki/cache/stats`, answer: 'json', query }, options);
  }

  /** Every title, by category. */
  canonAll(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<CanonAll>> {
    return this.request({ method: 'GET', path: `/api/v1/wiki/canon/all`, answer: 'json', query }, options);
  }

  /** A page of the titles of a category. */
  canonCategory(
    category: string,
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
      /** How many at most. */
      limit?: number;
      /** How many to leave out at the start. */
      offset?: number;
      /** Only titles that hold this, without regard to case, accents, apostrophes and hyphens. */
      search?: string;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<CategoryPage>> {
    return this.request(
      { method: 'GET', path: `/api/v1/wiki/canon/category/${encodeURIComponent(category)}`, answer: 'json', query },
      options,
    );
  }

  /** How many articles each category has. */
  canonSummary(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<CanonSummary>> {
    return this.request({ method: 'GET', path: `/api/v1/wiki/canon/summary`, answer: 'json', query }, options);
  }

  /** What a character form offers. */
  formOptions(universe: string, options: RequestOptions = {}): Promise<Answer<FormOptions>> {
    return this.request(
      { method: 'GET', path: `/api/v1/wiki/canon/${encodeURIComponent(universe)}`, answer: 'json' },
      options,
    );
  }

  /** Titles of a category. */
  categoryTitles(
    universe: string,
    category: string,
    query: {
      /** Only titles that hold this, without regard to case, accents, apostrophes and hyphens. */
      search?: string;
      /** How many at most. */
      limit?: number;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<CategoryTitles>> {
    return this.request(
      {
        method: 'GET',
        path: `/api/v1/wiki/categories/${encodeURIComponent(universe)}/${encodeURIComponent(category)}`,
        answer: 'json',
        query,
      },
      options,
    );
  }

  /** An image of an allowed host, as it is or as a smaller variant. */
  image(
    query: {
      /** Address of the image. */
      url: string;
      /** Width. */
      w?: 64 | 128 | 200 | 400 | 800;
      /** Format of the variant. */
      format?: 'webp' | 'avif' | 'jpeg' | 'png' | 'auto';
    },
    options: RequestOptions = {},
  ): Promise<Answer<Uint8Array>> {
    return this.request({ method: 'GET', path: `/api/v1/wiki/image-proxy`, answer: 'bytes', query }, options);
  }

  /** What a character can carry or ride, counted. */
  itemsAll(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<ItemsOverview>> {
    return this.request({ method: 'GET', path: `/api/v1/wiki/items/all`, answer: 'json', query }, options);
  }

  /** A page of titles of one of the five item categories. */
  itemsCategory(
    category: string,
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
      /** How many at most. */
      limit?: number;
      /** How many to leave out at the start. */
      offset?: number;
      /** Only titles that hold this, without regard to case, accents, apostrophes and hyphens. */
      search?: string;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<CategoryPage>> {
    return this.request(
      { method: 'GET', path: `/api/v1/wiki/items/category/${encodeURIComponent(category)}`, answer: 'json', query },
      options,
    );
  }

  /** The same with descriptions and images. */
  itemsWithImages(
    category: string,
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
      /** How many at most. */
      limit?: number;
      /** How many to leave out at the start. */
      offset?: number;
      /** Only titles that hold this, without regard to case, accents, apostrophes and hyphens. */
      search?: string;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<ItemsWithImages>> {
    return this.request(
      {
        method: 'GET',
        path: `/api/v1/wiki/items/category/${encodeURIComponent(category)}/with-images`,
        answer: 'json',
        query,
      },
      options,
    );
  }

  /** Titles of the places on a planet. */
  byPlanet(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
      /** Title of the planet. */
      planet: string;
      /** How many at most. */
      limit?: number;
    },
    options: RequestOptions = {},
  ): Promise<Answer<PlacesByPlanet>> {
    return this.request({ method: 'GET', path: `/api/v1/wiki/locations/by-planet`, answer: 'json', query }, options);
  }

  /** A page of planets with region and system. */
  planets(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
      /** How many at most. */
      limit?: number;
      /** How many to leave out at the start. */
      offset?: number;
      /** Only titles that hold this, without regard to case, accents, apostrophes and hyphens. */
      search?: string;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<Planets>> {
    return this.request({ method: 'GET', path: `/api/v1/wiki/locations/planets`, answer: 'json', query }, options);
  }

  /** Places on a planet, nested ones included. */
  onPlanet(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
      /** Title of the planet. */
      planet: string;
      /** How many at most. */
      limit?: number;
    },
    options: RequestOptions = {},
  ): Promise<Answer<Cards>> {
    return this.request(
      { method: 'GET', path: `/api/v1/wiki/locations/tree/on-planet`, answer: 'json', query },
      options,
    );
  }

  /** Planets of a system. */
  planetsBySystem(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
      /** Name of the system. */
      system: string;
      /** How many at most. */
      limit?: number;
    },
    options: RequestOptions = {},
  ): Promise<Answer<Cards>> {
    return this.request(
      { method: 'GET', path: `/api/v1/wiki/locations/tree/planets-by-system`, answer: 'json', query },
      options,
    );
  }

  /** Regions, core outward, then the others by name. */
  regions(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<Names>> {
    return this.request({ method: 'GET', path: `/api/v1/wiki/locations/tree/regions`, answer: 'json', query }, options);
  }

  /** Systems of a region. */
  systemsByRegion(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
      /** Name of the region. */
      region: string;
    },
    options: RequestOptions = {},
  ): Promise<Answer<Names>> {
    return this.request(
      { method: 'GET', path: `/api/v1/wiki/locations/tree/systems-by-region`, answer: 'json', query },
      options,
    );
  }

  /** The universes that are served. */
  universes(options: RequestOptions = {}): Promise<Answer<Universes>> {
    return this.request({ method: 'GET', path: `/api/v1/wiki/universes`, answer: 'json' }, options);
  }

  /** Articles by filter and order, page by page. */
  articles(
    universe: string,
    query: {
      /** Only articles of this category. */
      category?: string;
      /** Only articles with an image, or only those without. */
      has_image?: boolean;
      /** Order; `-` is descending. */
      sort?: 'title' | '-title' | 'links' | '-links' | 'updated' | '-updated';
      /** The `next_cursor` of the page before. */
      cursor?: string;
      /** How many at most. */
      limit?: number;
      /** Content field to value: `filter[species]=Human`; repeated: any of them. */
      filter?: {
        [name: string]: string | Array<string>;
      };
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<ArticlesPage>> {
    return this.request(
      { method: 'GET', path: `/api/v1/wiki/${encodeURIComponent(universe)}/articles`, answer: 'json', query },
      options,
    );
  }

  /** Several articles by title. */
  articleBatch(
    universe: string,
    body: {
      titles: Array<string>;
    },
    options: RequestOptions = {},
  ): Promise<Answer<ArticleBatch>> {
    return this.request(
      { method: 'POST', path: `/api/v1/wiki/${encodeURIComponent(universe)}/articles/batch`, answer: 'json', body },
      options,
    );
  }

  /** The values of a field, counted. */
  facets(
    universe: string,
    query: {
      /** Only articles of this category. */
      category?: string;
      /** A field of `content`. */
      field: string;
    },
    options: RequestOptions = {},
  ): Promise<Answer<Facets>> {
    return this.request(
      { method: 'GET', path: `/api/v1/wiki/${encodeURIComponent(universe)}/facets`, answer: 'json', query },
      options,
    );
  }

  /** One article, the same for the same seed and dataset. */
  random(
    universe: string,
    query: {
      /** Only articles of this category. */
      category?: string;
      /** The same seed gives the same article. */
      seed?: string;
      /** Only articles with an image, or only those without. */
      has_image?: boolean;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<Article>> {
    return this.request(
      { method: 'GET', path: `/api/v1/wiki/${encodeURIComponent(universe)}/random`, answer: 'json', query },
      options,
    );
  }

  /** Finds articles by name, then by description. */
  search(
    universe: string,
    query: {
      /** What is looked for. */
      q: string;
      /** Only articles of this category. */
      category?: string;
      /** How many at most. */
      limit?: number;
      /** How many to leave out at the start. */
      offset?: number;
    },
    options: RequestOptions = {},
  ): Promise<Answer<SearchResults>> {
    return this.request(
      { method: 'GET', path: `/api/v1/wiki/${encodeURIComponent(universe)}/search`, answer: 'json', query },
      options,
    );
  }

  /** What a person who types may mean. */
  suggest(
    universe: string,
    query: {
      /** What is looked for. */
      q: string;
      /** Only articles of this category. */
      category?: string;
      /** How many at most. */
      limit?: number;
    },
    options: RequestOptions = {},
  ): Promise<Answer<Suggestions>> {
    return this.request(
      { method: 'GET', path: `/api/v1/wiki/${encodeURIComponent(universe)}/suggest`, answer: 'json', query },
      options,
    );
  }

  /** An article, by its title or a redirect’s. */
  article(universe: string, category: string, title: string, options: RequestOptions = {}): Promise<Answer<Article>> {
    return this.request(
      {
        method: 'GET',
        path: `/api/v1/wiki/${encodeURIComponent(universe)}/${encodeURIComponent(category)}/${encodeURIComponent(title)}`,
        answer: 'json',
      },
      options,
    );
  }

  /** Whose work the data are, and under which licence. */
  attribution(options: RequestOptions = {}): Promise<Answer<Attribution>> {
    return this.request({ method: 'GET', path: `/attribution`, answer: 'json' }, options);
  }

  /** This document for people. */
  docs(options: RequestOptions = {}): Promise<Answer<string>> {
    return this.request({ method: 'GET', path: `/docs`, answer: 'text' }, options);
  }

  /** The state of the process and its database. */
  health(options: RequestOptions = {}): Promise<Answer<Health>> {
    return this.request({ method: 'GET', path: `/health`, answer: 'json' }, options);
  }

  /** Crawls a universe’s wiki into the file cache and loads it, or names the crawl that waits or runs. */
  jobCrawl(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
      /** Go on where an interrupted crawl stopped. */
      resume?: boolean;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<JobQueued>> {
    return this.request({ method: 'POST', path: `/jobs/crawl`, answer: 'json', query }, options);
  }

  /** Work in the background that was given up, the latest first. */
  jobsFailed(options: RequestOptions = {}): Promise<Answer<JobsFailed>> {
    return this.request({ method: 'GET', path: `/jobs/failed`, answer: 'json' }, options);
  }

  /** Has a failed job done again. */
  jobRetry(id: string, options: RequestOptions = {}): Promise<Answer<JobQueued>> {
    return this.request({ method: 'POST', path: `/jobs/${encodeURIComponent(id)}/retry`, answer: 'json' }, options);
  }

  /** Whether the process lives. */
  live(options: RequestOptions = {}): Promise<Answer<Live>> {
    return this.request({ method: 'GET', path: `/live`, answer: 'json' }, options);
  }

  /** Metrics for Prometheus. */
  metrics(options: RequestOptions = {}): Promise<Answer<string>> {
    return this.request({ method: 'GET', path: `/metrics`, answer: 'text' }, options);
  }

  /** This document for machines. */
  openapi(options: RequestOptions = {}): Promise<Answer<Record<string, unknown>>> {
    return this.request({ method: 'GET', path: `/openapi.json`, answer: 'json' }, options);
  }

  /** Cancels the run at work; the data stay as they were. */
  prefetchCancel(options: RequestOptions = {}): Promise<Answer<PrefetchCancel>> {
    return this.request({ method: 'POST', path: `/prefetch/cancel`, answer: 'json' }, options);
  }

  /** What a dataset lacks, and what the last fill of its file cache reported. */
  prefetchCoverage(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<Coverage>> {
    return this.request({ method: 'GET', path: `/prefetch/coverage`, answer: 'json', query }, options);
  }

  /** The same as Server-Sent Events, one on every change, at most four a second. */
  prefetchEvents(options: RequestOptions = {}): Promise<Answer<ReadableStream<Uint8Array>>> {
    return this.request({ method: 'GET', path: `/prefetch/events`, answer: 'events' }, options);
  }

  /** Starts a run, or names the one that is queued or running. */
  prefetchRun(
    query: {
      /** Universe; the default universe unless given. */
      universe?: string;
      /** Ignore what an earlier run finished. */
      force_refresh?: boolean;
      /** Load even where more than a fifth of the articles would go. */
      allow_shrink?: boolean;
    } = {},
    options: RequestOptions = {},
  ): Promise<Answer<PrefetchRun>> {
    return this.request({ method: 'POST', path: `/prefetch/run`, answer: 'json', query }, options);
  }

  /** How the prefetch goes. */
  prefetchStatus(options: RequestOptions = {}): Promise<Answer<PrefetchStatus>> {
    return this.request({ method: 'GET', path: `/prefetch/status`, answer: 'json' }, options);
  }

  /** Whether requests should be sent here. */
  ready(options: RequestOptions = {}): Promise<Answer<Ready>> {
    return this.request({ method: 'GET', path: `/ready`, answer: 'json' }, options);
  }
}
