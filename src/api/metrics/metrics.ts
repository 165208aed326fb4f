import { Logger } from '@nestjs/common';
import type { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { METRIC_PREFIX, METRICS, type MetricDefinition, type MetricName } from './definitions';
import { EventLoopDelay } from './event-loop-delay';
import { prefetchArticles, prefetchImages, prefetchStages, type PrefetchCounts, type Sample } from './prefetch-samples';

const log = new Logger('metrics');

const BUCKETS: Partial<Record<MetricName, number[]>> = {
  http_request_duration_seconds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  stage_duration_seconds: [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400],
};
/** How runs end, as in `scraping_logs`. */
const RUN_STATUSES = ['completed', 'failed', 'cancelled'];
const IMAGE_RESULTS = ['hit', 'miss', 'stale', 'error'] as const;

/** What is asked of the rooms at each scrape; a source that is not given leaves its metrics without values. */
export interface MetricSources {
  /** `up` null: no Postgres is configured. `pool` null: there is no pool (yet). */
  database?: () => { up: boolean | null; pool: { size: number; idle: number; waiting: number; max: number } | null };
  /** Seconds in which files answered because Postgres did not, since the process started. */
  fallbackSeconds?: () => number;
  /** Lookups since the process started, by result. */
  responseCache?: () => { hit: number; miss: number };
  /** Universes of which runs may come: alerts need to see their counts at zero. */
  universes?: () => readonly string[];
  /** The `universes` of `/prefetch/status`. */
  prefetch?: () => Readonly<Record<string, PrefetchCounts>>;
  /** null: not known. */
  failedJobs?: () => number | null;
  /** null: no addresses are configured. */
  webhooks?: () => { delivered: number; failed: number; waiting: number } | null;
  troubles?: () => readonly { name: string }[];
  images?: () => { files: number; bytes: number } | Promise<{ files: number; bytes: number }>;
}

/** An answered request. */
export interface ObservedRequest {
  /** The route's pattern, never the path: a path would make a series per article. */
  route: string;
  method: string;
  status: number;
  /** `postgres`, `file`, or `none` where the answer holds no data. */
  source: string;
  seconds: number;
}

export type ImageProxyResult = (typeof IMAGE_RESULTS)[number];

/** What is counted as it happens. */
interface Counted {
  registry: Registry;
  requests: Counter;
  durations: Histogram;
  stages: Histogram;
  runs: Counter;
  imageProxy: Counter;
  lastSuccess: Gauge;
}

/** Counts while requests run, and asks the rooms when Prometheus scrapes. */
export class Metrics {
  private readonly loop = new EventLoopDelay();
  private sources: MetricSources = {};
  private counted: Counted | null = null;
  private loading: Promise<Counted> | null = null;
  /** What happened before prom-client was there. */
  private early: ((counted: Counted) => void)[] = [];

  constructor(private readonly version: string) {}

  /** Adds sources; later ones replace earlier ones of the same name. */
  connect(sources: MetricSources): this {
    this.sources = { ...this.sources, ...sources };
    return this;
  }

  observeRequest({ route, method, status, source, seconds }: ObservedRequest): void {
    this.count(({ requests, durations }) => {
      requests.inc({ route, method, status, source });
      durations.observe({ route, status, source }, seconds);
    });
  }

  countImageProxy(result: ImageProxyResult): void {
    this.count(({ imageProxy }) => imageProxy.inc({ result }));
  }

  /** `status` as in `scraping_logs`: completed, failed, cancelled. */
  countRun(universe: string, status: string): void {
    this.count(({ runs, lastSuccess }) => {
      runs.inc({ universe, status });
      if (status === 'completed') lastSuccess.set({ universe }, Date.now() / 1000);
    });
  }

  observeStage(stage: string, seconds: number): void {
    this.count(({ stages }) => stages.observe({ stage }, seconds));
  }

  /** The text of `/metrics`, in Prometheus' exposition format 0.0.4. */
  async render(): Promise<string> {
    const { registry, runs } = await this.load();
    const known = [...(this.sources.universes?.() ?? []), ...Object.keys(this.sources.prefetch?.() ?? {})];
    for (const universe of known) {
      for (const status of RUN_STATUSES) runs.inc({ universe, status }, 0);
    }
    return registry.metrics();
  }

  stop(): void {
    this.loop.stop();
  }

  private count(add: (counted: Counted) => void): void {
    if (this.counted) return add(this.counted);
    this.early.push(add);
    void this.load();
  }

  // Loaded when the first request has been answered: prom-client costs 65 ms, which the boot does not have.
  private load(): Promise<Counted> {
    this.loading ??= this.create().then((counted) => {
      this.counted = counted;
      for (const add of this.early) add(counted);
      this.early = [];
      return counted;
    });
    return this.loading;
  }

  private async create(): Promise<Counted> {
    const { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } = await import('prom-client');
    const registry = new Registry();
    for (const definition of METRICS) {
      const name = nameOf(definition);
      const metric = {
        name: definition.name,
        help: definition.help,
        labelNames: definition.labels,
        registers: [registry],
      };
      const collect = this.collector(name);
      if (definition.type === 'histogram') new Histogram({ ...metric, buckets: BUCKETS[name] });
      else if (definition.type === 'gauge') new Gauge({ ...metric, ...(collect && { collect }) });
      else new Counter({ ...metric, ...(collect && { collect }) });
    }
    collectDefaultMetrics({ register: registry, prefix: METRIC_PREFIX });
    const get = <T>(name: MetricName) => registry.getSingleMetric(METRIC_PREFIX + name) as T;
    const imageProxy = get<Counter>('image_proxy_requests_total');
    for (const result of IMAGE_RESULTS) imageProxy.inc({ result }, 0);
    return {
      registry,
      imageProxy,
      requests: get('http_requests_total'),
      durations: get('http_request_duration_seconds'),
      stages: get('stage_duration_seconds'),
      runs: get('prefetch_runs_total'),
      lastSuccess: get('prefetch_last_success_timestamp_seconds'),
    };
  }

  /** Sets a metric to what the rooms say at the scrape; undefined for one that is counted. */
  private collector(name: MetricName): ((this: Gauge | Counter) => Promise<void>) | undefined {
    const sample = this.samplers[name];
    return (
      sample &&
      async function (this: Gauge | Counter) {
        this.reset();
        this.remove({});
        for (const { labels, value } of await samplesOrNone(name, sample)) this.inc(labels, value);
      }
    );
  }

  private readonly samplers: Partial<Record<MetricName, () => Sample[] | Promise<Sample[]>>> = {
    event_loop_delay_seconds: () => this.loop.takeSamples(),
    build_info: () => [{ labels: { version: this.version }, value: 1 }],
    db_up: () => {
      const up = this.sources.database?.().up ?? null;
      return up === null ? [] : single(up ? 1 : 0);
    },
    db_pool_connections: () => byLabel('state', this.sources.database?.().pool ?? undefined),
    fallback_seconds_total: () => single(this.sources.fallbackSeconds?.()),
    response_cache_requests_total: () => byLabel('result', this.sources.responseCache?.()),
    prefetch_articles: () => prefetchArticles(this.sources.prefetch?.() ?? {}),
    prefetch_images: () => prefetchImages(this.sources.prefetch?.() ?? {}),
    prefetch_stage: () => prefetchStages(this.sources.prefetch?.() ?? {}),
    jobs_failed: () => single(this.sources.failedJobs?.() ?? undefined),
    webhook_deliveries_total: () => {
      const counts = this.sources.webhooks?.();
      return counts ? byLabel('result', { delivered: counts.delivered, failed: counts.failed }) : [];
    },
    webhook_deliveries_waiting: () => single(this.sources.webhooks?.()?.waiting),
    trouble: () => (this.sources.troubles?.() ?? []).map(({ name }) => ({ labels: { name }, value: 1 })),
    images_files: async () => single((await this.sources.images?.())?.files),
    images_bytes: async () => single((await this.sources.images?.())?.bytes),
  };
}

function nameOf(definition: MetricDefinition): MetricName {
  return definition.name.slice(METRIC_PREFIX.length) as MetricName;
}

// One room that cannot say how it is must not hide the others.
async function samplesOrNone(name: MetricName, sample: () => Sample[] | Promise<Sample[]>): Promise<Sample[]> {
  try {
    return await sample();
  } catch (error) {
    log.warn({ msg: 'metric not readable', metric: name, reason: (error as Error).message });
    return [];
  }
}

function single(value: number | undefined): Sample[] {
  return value === undefined ? [] : [{ labels: {}, value }];
}

function byLabel(label: string, values: Record<string, number> | undefined): Sample[] {
  return Object.entries(values ?? {}).map(([name, value]) => ({ labels: { [label]: name }, value }));
}
