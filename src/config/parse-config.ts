import { isIP } from 'node:net';
import { isUniverseId, RESERVED_IDS } from '../universe/universe-definition';
import type {
  ArticleText,
  Config,
  DatabaseConfig,
  JobsSetting,
  LogConfig,
  ObjectStoreConfig,
  TrustProxy,
} from './config';
import { parseDatabaseUrl, type DatabaseAddress } from './database-url';
import { findMisspelt } from './misspelt-variables';
import { SAMPLERS, type TracingSettings } from '../tracing/tracing-settings';
import { BadValue, readBoolean, readChoice, readDuration, readInteger, readList, readPositive } from './variables';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the caller runs: what decides the defaults that the environment does not. */
export interface Surroundings {
  stdoutIsTerminal: boolean;
  /** Folder that holds `universes/`. */
  packageDir: string;
}

/** Names every bad variable with what it accepts; values are not repeated, for they may be secrets. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const HOST_PATTERN = /^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/i;
const IMAGE_CATEGORIES = ['planets', 'weapons', 'armor', 'vehicles', 'droids', 'items'];

/** Parses the environment into the one configuration. Throws ConfigError that names every bad variable. */
export function parseConfig(env: Environment, surroundings: Surroundings): Config {
  const problems: string[] = [];
  const known: string[] = ['LOREKEEPER_HOME'];
  const read = <T>(name: string, fallback: T, reader: (text: string) => T): T => {
    known.push(name);
    const text = env[name]?.trim();
    if (text === undefined || text === '') return fallback;
    try {
      return reader(text);
    } catch (error) {
      if (!(error instanceof BadValue)) throw error;
      problems.push(`${name} must be ${error.message}`);
      return fallback;
    }
  };
  const text = (value: string) => value;
  const dataDir = read('DATA_DIR', '.data', text);
  const bucket = read<Pick<ObjectStoreConfig, 'bucket' | 'prefix'> | null>('IMAGE_STORE', null, readBucket);
  const objectStore = {
    endpoint: read<string | null>('S3_ENDPOINT', null, readHttpUrl),
    region: read('S3_REGION', 'us-east-1', text),
    forcePathStyle: read('S3_FORCE_PATH_STYLE', false, readBoolean),
  };
  const collector = read<string | null>('OTEL_EXPORTER_OTLP_ENDPOINT', null, readHttpUrl);
  const tracing: Omit<TracingSettings, 'endpoint'> = {
    headers: read<Record<string, string>>('OTEL_EXPORTER_OTLP_HEADERS', {}, readHeaders),
    serviceName: read('OTEL_SERVICE_NAME', 'lorekeeper', text),
    sampler: read<TracingSettings['sampler']>('OTEL_TRACES_SAMPLER', 'parentbased_always_on', readChoice(SAMPLERS)),
    ratio: read('OTEL_TRACES_SAMPLER_ARG', 1, readRatio),
  };
  const config: Omit<Config, 'misspelt'> = {
    server: {
      port: read('PORT', 8000, readInteger(0, 65_535)),
      host: read('HOST', '0.0.0.0', text),
      adminApiKey: read<string | null>('ADMIN_API_KEY', null, text),
      corsOrigins: read<'*' | string[]>('CORS_ORIGINS', '*', readOrigins),
      rateLimitPerMinute: read('RATE_LIMIT_PER_MINUTE', 0, readInteger(0, 10_000_000)),
      trustProxy: read<TrustProxy>('TRUST_PROXY', false, readTrustProxy),
      drainSeconds: read('DRAIN_SECONDS', 5, readInteger(0, 8)),
    },
    database: {
      ...read<Pick<DatabaseConfig, 'mode' | 'address'>>(
        'DATABASE_URL',
        { mode: 'embedded', address: null },
        readDatabase,
      ),
      replicas: read<DatabaseAddress[]>('DATABASE_REPLICA_URLS', [], readReplicas),
      poolMax: read('DATABASE_POOL_MAX', 10, readInteger(2, 1000)),
      dataDir,
    },
    files: {
      cacheDir: read('CACHE_DIR', 'canon_cache', text),
      contentDir: read('CONTENT_DIR', 'wiki_content_cache', text),
      dataDir,
      universesDir: read('UNIVERSES_DIR', `${surroundings.packageDir}/universes`, text),
      ttlDays: read('CACHE_TTL_DAYS', 7, readPositive),
    },
    images: {
      dir: read('IMAGE_CACHE_DIR', 'image_cache', text),
      store: bucket && { ...bucket, ...objectStore },
      publicUrl: read<string | null>('IMAGE_PUBLIC_URL', null, readHttpUrl),
      workers: read('IMAGE_WORKERS', 20, readInteger(1, 200)),
      maxBytes: read<number | null>('IMAGE_CACHE_MAX_BYTES', null, readInteger(0, Number.MAX_SAFE_INTEGER)),
      categories: read<'all' | string[]>('IMAGE_CATEGORIES', IMAGE_CATEGORIES, readCategories),
      allowedHosts: read<string[] | null>('IMAGE_ALLOWED_HOSTS', null, readHosts),
    },
    prefetch: {
      operation: 'startup_prefetch_all',
      onStart: read('PREFETCH_ON_START', true, readBoolean),
      images: read('PREFETCH_IMAGES', true, readBoolean),
      forceRefresh: read('FORCE_REFRESH', false, readBoolean),
      universes: read<string[] | null>('UNIVERSES', null, (list) => readList(list).map(readUniverseId)),
      defaultUniverse: read<string | null>('DEFAULT_UNIVERSE', null, readUniverseId),
      refreshEveryMs: read('REFRESH_EVERY', 0, readDuration),
    },
    wiki: {
      contact: read<string | null>('WIKI_CONTACT', null, readContact),
      articleText: read<ArticleText>('ARTICLE_TEXT', 'full', readChoice(['full', 'lead'] as const)),
    },
    mcp: {
      enabled: read('MCP_ENABLED', true, readBoolean),
      hosts: read<string[]>('MCP_HOSTS', [], readHostNames),
    },
    exports: {
      maxBytes: read('PACK_CACHE_MAX_BYTES', 2_000_000_000, readInteger(0, Number.MAX_SAFE_INTEGER)),
      webhookUrls: read<string[]>('WEBHOOK_URLS', [], readWebhookUrls),
      webhookSecret: read<string | null>('WEBHOOK_SECRET', null, readWebhookSecret),
    },
    redisUrl: read<string | null>('REDIS_URL', null, readRedisUrl),
    jobs: read<JobsSetting>(
      'JOBS',
      env.REDIS_URL?.trim() ? 'redis' : 'inline',
      readChoice(['inline', 'redis', 'postgres'] as const),
    ),
    log: {
      level: read<LogConfig['level']>('LOG_LEVEL', 'info', readChoice(LEVELS)),
      format: read<LogConfig['format']>(
        'LOG_FORMAT',
        surroundings.stdoutIsTerminal ? 'pretty' : 'json',
        readChoice(['pretty', 'json'] as const),
      ),
    },
    tracing: collector === null ? null : { endpoint: collector, ...tracing },
  };
  if (config.exports.webhookUrls.length > 0 && config.exports.webhookSecret === null && !env.WEBHOOK_SECRET)
    problems.push('WEBHOOK_SECRET must be set where WEBHOOK_URLS is: whsec_ and 24 to 64 bytes in base64');
  if (config.jobs === 'redis' && !env.REDIS_URL?.trim())
    problems.push('REDIS_URL must be set where JOBS is redis: a URL like redis://host:6379');
  if (config.jobs === 'postgres' && config.database.mode === 'none')
    problems.push('JOBS must be inline or redis where DATABASE_URL is none');
  if (problems.length > 0) throw new ConfigError(problems);
  const given = Object.keys(env).filter((name) => env[name] !== undefined);
  return { ...config, misspelt: findMisspelt(given, known) };
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

function readDatabase(value: string): Pick<DatabaseConfig, 'mode' | 'address'> {
  if (value.toLowerCase() === 'none') return { mode: 'none', address: null };
  return { mode: 'given', address: parseDatabaseUrl(value) };
}

/** A list of URLs, whose passwords may hold commas. */
function readReplicas(value: string): DatabaseAddress[] {
  const urls = value.split(/,(?=\s*[a-z]+:\/\/)/i).map((url) => url.replace(/[\s,]+$/, '').trim());
  return urls.filter((url) => url !== '').map(parseDatabaseUrl);
}

function readBucket(value: string): Pick<ObjectStoreConfig, 'bucket' | 'prefix'> {
  const [, bucket, path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(\/[\w!.*'()/-]*)?$/i.exec(value) ?? [];
  if (bucket === undefined) throw new BadValue('s3://BUCKET or s3://BUCKET/PREFIX');
  const prefix = path.replace(/^\/+|\/+$/g, '');
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}

function readHttpUrl(value: string): string {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value))
    throw new BadValue('a URL that begins with http:// or https://');
  return value.replace(/\/+$/, '');
}

function readRedisUrl(value: string): string {
  if (!/^(rediss?|unix):\/\/./i.test(value) || !URL.canParse(value)) {
    throw new BadValue('a URL like redis://host:6379 or rediss://…');
  }
  return value;
}

function readWebhookUrls(value: string): string[] {
  const list = readList(value);
  const isAddress = (text: string) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  };
  if (!list.every(isAddress)) throw new BadValue('a comma list of http:// or https:// addresses without passwords');
  return list;
}

function readWebhookSecret(value: string): string {
  const key = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value)?.[1];
  const bytes = Buffer.from(key ?? '', 'base64').length;
  if (bytes < 24 || bytes > 64) throw new BadValue('whsec_ and 24 to 64 bytes in base64');
  return value;
}

/** `name=value,name=value`, the values percent-encoded. */
function readHeaders(value: string): Record<string, string> {
  const pairs = readList(value).map((pair) =>
    /^([\w!#$&'*.^`|~-]+)\s*=\s*((?:[\x20-\x24\x26-\x7e]|%[2-7][\da-f])*)$/i.exec(pair),
  );
  if (pairs.includes(null)) throw new BadValue('a comma list of name=value, with values percent-encoded');
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', decodeURIComponent(pair?.[2] ?? '')]));
}

function readRatio(value: string): number {
  if (!/^(0?\.\d+|[01](\.0*)?)$/.test(value)) throw new BadValue('a number from 0 to 1');
  return Number(value);
}

function readOrigins(value: string): '*' | string[] {
  const list = readList(value);
  if (list.includes('*')) return '*';
  for (const origin of list) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin.replace(/\/$/, '')) {
      throw new BadValue('* or a comma list of origins like https://game.example (no path)');
    }
  }
  return list.map((origin) => origin.replace(/\/$/, ''));
}

function readTrustProxy(value: string): TrustProxy {
  const lower = value.toLowerCase();
  if (lower === 'false') return false;
  if (/^\d{1,2}$/.test(value)) return Number(value) === 0 ? false : Number(value);
  const list = readList(value);
  const isNetwork = (entry: string) => {
    const [address = '', bits, rest] = entry.split('/');
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    return version !== 0 && rest === undefined && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= most));
  };
  if (list.length === 0 || !list.every(isNetwork)) {
    throw new BadValue('false, a number of hops, or a comma list of networks like 10.0.0.0/8');
  }
  return list;
}

function readUniverseId(value: string): string {
  if (isUniverseId(value)) return value;
  throw new BadValue(
    'universe ids like star_wars: a lower-case letter, then up to 49 more letters, digits and _; ' +
      `none of ${[...RESERVED_IDS].join(', ')}`,
  );
}

function readCategories(value: string): 'all' | string[] {
  const list = readList(value).map((name) => name.toLowerCase());
  return list.includes('all') ? 'all' : list;
}

function readHosts(value: string): string[] {
  const list = readList(value).map((host) => host.toLowerCase());
  if (!list.every((host) => HOST_PATTERN.test(host))) {
    throw new BadValue('a comma list of host, *.host, host:port or ip:port');
  }
  return list;
}

function readHostNames(value: string): string[] {
  const list = readList(value).map((name) => name.toLowerCase());
  if (!list.every((name) => name === '*' || /^[a-z0-9.-]+$/.test(name))) {
    throw new BadValue('* or a comma list of host names like lore.example (no port)');
  }
  return list;
}

function readContact(value: string): string {
  if (!/^[\x21-\x7e ]{3,200}$/.test(value) || !/[@/]/.test(value)) {
    throw new BadValue('a mail address or a URL under which the operator can be reached');
  }
  return value;
}
