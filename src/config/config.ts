import type { DatabaseAddress } from './database-url';
import type { Misspelt } from './misspelt-variables';
import type { TracingSettings } from '../tracing/tracing-settings';

/** Who may call whom through which proxy: never, the last n hops, or the listed networks. */
export type TrustProxy = false | number | string[];

export interface ServerConfig {
  port: number;
  host: string;
  adminApiKey: string | null;
  /** `*`, or the exact origins that are allowed. */
  corsOrigins: '*' | string[];
  /** 0: no limit. */
  rateLimitPerMinute: number;
  trustProxy: TrustProxy;
  /** How long everything is still answered after SIGTERM, so that balancers notice. */
  drainSeconds: number;
}

export interface DatabaseConfig {
  mode: 'embedded' | 'given' | 'none';
  /** Set where mode is `given`. */
  address: DatabaseAddress | null;
  replicas: DatabaseAddress[];
  poolMax: number;
  /** Holds the embedded server's files. */
  dataDir: string;
}

export interface FilesConfig {
  cacheDir: string;
  contentDir: string;
  dataDir: string;
  universesDir: string;
  /** Age after which cached data count as stale. */
  ttlDays: number;
}

/** A bucket of an S3-compatible store; credentials come from the SDK's own chain. */
export interface ObjectStoreConfig {
  bucket: string;
  /** In front of every key: empty, or with a slash at its end. */
  prefix: string;
  /** null: that of the region. */
  endpoint: string | null;
  region: string;
  forcePathStyle: boolean;
}

export interface ImagesConfig {
  dir: string;
  /** null: images lie in `dir`; else there are only copies in it. */
  store: ObjectStoreConfig | null;
  /** Where a CDN serves the originals: without a slash at the end. */
  publicUrl: string | null;
  workers: number;
  /** 0: no limit; null: 5 GB, or a tenth of the disk where that is less. */
  maxBytes: number | null;
  categories: 'all' | string[];
  /** null: those of the universe definitions. */
  allowedHosts: string[] | null;
}

export interface PrefetchConfig {
  /** How scraping_logs calls the runs of this process. */
  operation: 'startup_prefetch_all' | 'file_to_postgres_migration';
  onStart: boolean;
  images: boolean;
  forceRefresh: boolean;
  /** null: every universe found in the file cache. */
  universes: string[] | null;
  defaultUniverse: string | null;
  /** Milliseconds between refreshes from the wikis; 0: never. */
  refreshEveryMs: number;
}

export interface ExportsConfig {
  /** Of packs that are kept on disk; the newest stays however large it is. */
  maxBytes: number;
  webhookUrls: string[];
  /** `whsec_…`; set where there are addresses. */
  webhookSecret: string | null;
}

/** The Model Context Protocol. */
export interface McpConfig {
  enabled: boolean;
  /** Names under which callers reach the service, beside addresses and private names; `*` for any. */
  hosts: string[];
}

/** What crawls and imports keep of an article's text: all of it, or its first paragraph only. */
export type ArticleText = 'full' | 'lead';

export interface WikiConfig {
  /** Operator's contact for the crawler's User-Agent; a crawl without it is refused. */
  contact: string | null;
  articleText: ArticleText;
}

/** Who does work in the background: the service itself, or workers that take it from Redis or from Postgres. */
export type JobsSetting = 'inline' | 'redis' | 'postgres';

export interface LogConfig {
  level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  format: 'pretty' | 'json';
}

/** The whole configuration, read once at boot; each room gets its own slice. A class, so that it names its provider. */
export abstract class Config {
  readonly server!: ServerConfig;
  readonly database!: DatabaseConfig;
  readonly files!: FilesConfig;
  readonly images!: ImagesConfig;
  readonly prefetch!: PrefetchConfig;
  readonly wiki!: WikiConfig;
  readonly mcp!: McpConfig;
  readonly exports!: ExportsConfig;
  readonly jobs!: JobsSetting;
  readonly redisUrl!: string | null;
  readonly log!: LogConfig;
  /** null: no traces. */
  readonly tracing!: TracingSettings | null;
  /** Variables of the environment that look like ours, and which were probably meant. */
  readonly misspelt!: Misspelt[];
}
