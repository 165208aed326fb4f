import { Logger } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { METRIC_PREFIX, METRICS, metricDefinition, type MetricDefinition, type MetricName } from './definitions';
import { EventLoopDelay } from './event-loop-delay';
import { prefetchArticles, prefetchImages, prefetchStages, type PrefetchCounts } from './prefetch-samples';
import { CounterSeries, HistogramSeries, type Sample } from './series';

const log = new Logger('metrics');

const REQUEST_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const STAGE_BOUNDS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400];

/** What is asked of the rooms at each scrape; a source that is not given leaves its metrics without values. */
export interface MetricSources {
  /** `up` null: no Postgres is configured. `pool` null: there is no pool (yet). */
  database?: () => { up: boolean | null; pool: { size: number; idle: number; waiting: number; max: number } | null };
  /** Seconds in which files answered because Postgres did not, since the process started. */
  fallbackSeconds?: () => number;
  /** Lookups since the process started, by result. */
  responseCache?: () => { hit: number; miss: number };
  /** The `universes` of `/prefetch/status`. */
  prefetch?: () => Readonly<Record<string, PrefetchCounts>>;
  /** null: not known. */
  failedJobs?: () => number | null;
  troubles?: () => readonly { name: string }[];
  images?: () => { files: number; bytes: number } | Promise<{ files: number; bytes: number }>;
}

export interface ObservedRequest {
  /** The route's pattern, never the path: a path would make a series per article. */
  route: string;
  method: string;
  status: number;
  source: string;
  seconds: number;
}

const IMAGE_PROXY_RESULTS = ['hit', 'miss', 'stale', 'error'] as const;
const RUN_ENDS = ['completed', 'failed', 'cancelled'] as const;

export type ImageProxyResult = (typeof IMAGE_PROXY_RESULTS)[number];

/** Counts while requests run; asks the rooms and renders only when Prometheus scrapes. */
export class Metrics {
  private readonly requests = this.counter('http_requests_total');
  private readonly durations = this.histogram('http_request_duration_seconds', REQUEST_BOUNDS);
  private readonly stages = this.histogram('stage_duration_seconds', STAGE_BOUNDS);
  private readonly runs = this.counter('prefetch_runs_total');
  private readonly imageProxy = this.counter('image_proxy_requests_total');
  private readonly lastSuccess = new Map<string, number>();
  private readonly loop = new EventLoopDelay();
  private sources: MetricSources = {};
  private registry: Promise<Registry> | null = null;

  constructor(private readonly version: string) {
    // A counter that begins with its first event has no increase that an alert could see.
    for (const result of IMAGE_PROXY_RESULTS) this.imageProxy.add(0, result);
  }

  /** Adds sources; later ones replace earlier ones of the same name. */
  connect(sources: MetricSources): this {
    this.sources = { ...this.sources, ...sources };
    return this;
  }

  observeRequest(request: ObservedRequest): void {
    const status = String(request.status);
    this.requests.add(1, request.route, request.method, status, request.source);
    this.durations.observe(request.seconds, request.route, status, request.source);
  }

  countImageProxy(result: ImageProxyResult): void {
    this.imageProxy.add(1, result);
  }

  /** `status` as in `scraping_logs`: completed, failed, cancelled. */
  countRun(universe: string, status: string): void {
    this.runs.add(1, universe, status);
    if (status === 'completed') this.lastSuccess.set(universe, Date.now() / 1000);
  }

  observeStage(stage: string, seconds: number): void {
    this.stages.observe(seconds, stage);
  }

  /** The text of `/metrics`, in Prometheus' exposition format 0.0.4. */
  async render(): Promise<string> {
    this.registry ??= this.createRegistry();
    return (await this.registry).metrics();
  }

  stop(): void {
    this.loop.stop();
  }

  private counter(name: MetricName): CounterSeries {
    return new CounterSeries(metricDefinition(name).labels);
  }

  private histogram(name: MetricName, bounds: readonly number[]): HistogramSeries {
    const definition = metricDefinition(name);
    return new HistogramSeries(definition.name, definition.labels, bounds);
  }

  // Loaded at the first scrape: prom-client costs 65 ms, which the boot does not have.
  private async createRegistry(): Promise<Registry> {
    const prometheus = await import('prom-client');
    const registry = new prometheus.Registry();
    for (const definition of METRICS) registry.registerMetric(this.pulled(definition) as never);
    prometheus.collectDefaultMetrics({ register: registry, prefix: METRIC_PREFIX });
    return registry;
  }

  private pulled(definition: MetricDefinition) {
    const name = definition.name.slice(METRIC_PREFIX.length) as MetricName;
    return {
      ...definition,
      get: async () => ({ ...definition, values: await this.samplesOrNone(name), aggregator: 'sum' }),
    };
  }

  // One room that cannot say how it is must not hide the others.
  private async samplesOrNone(name: MetricName): Promise<Sample[]> {
    try {
      return await this.samples(name);
    } catch (error) {
      log.warn({ msg: 'metric not readable', metric: name, reason: (error as Error).message });
      return [];
    }
  }

  private samples(name: MetricName): Sample[] | Promise<Sample[]> {
    switch (name) {
      case 'http_requests_total':
        return this.requests.samples();
      case 'http_request_duration_seconds':
        return this.durations.samples();
      case 'stage_duration_seconds':
        return this.stages.samples();
      case 'prefetch_runs_total':
        return this.runSamples();
      case 'image_proxy_requests_total':
        return this.imageProxy.samples();
      case 'prefetch_last_success_timestamp_seconds':
        return [...this.lastSuccess].map(([universe, value]) => ({ labels: { universe }, value }));
      case 'event_loop_delay_seconds':
        return this.loop.takeSamples();
      case 'build_info':
        return [{ labels: { version: this.version }, value: 1 }];
      case 'db_up':
      case 'db_pool_connections':
        return this.databaseSamples(name);
      case 'fallback_seconds_total':
        return single(this.sources.fallbackSeconds?.());
      case 'response_cache_requests_total':
        return byLabel('result', this.sources.responseCache?.());
      case 'prefetch_articles':
        return prefetchArticles(this.sources.prefetch?.() ?? {});
      case 'prefetch_images':
        return prefetchImages(this.sources.prefetch?.() ?? {});
      case 'prefetch_stage':
        return prefetchStages(this.sources.prefetch?.() ?? {});
      case 'jobs_failed':
        return single(this.sources.failedJobs?.() ?? undefined);
      case 'trouble':
        return (this.sources.troubles?.() ?? []).map(({ name }) => ({ labels: { name }, value: 1 }));
      case 'images_files':
      case 'images_bytes':
        return this.imageSamples(name);
    }
  }

  /** From zero on for every universe that is known, for the same reason. */
  private runSamples(): Sample[] {
    for (const universe of Object.keys(this.sources.prefetch?.() ?? {})) {
      for (const end of RUN_ENDS) this.runs.add(0, universe, end);
    }
    return this.runs.samples();
  }

  private databaseSamples(name: 'db_up' | 'db_pool_connections'): Sample[] {
    const database = this.sources.database?.();
    if (!database) return [];
    if (name === 'db_pool_connections') return byLabel('state', database.pool ?? undefined);
    return database.up === null ? [] : single(database.up ? 1 : 0);
  }

  private async imageSamples(name: 'images_files' | 'images_bytes'): Promise<Sample[]> {
    const images = await this.sources.images?.();
    return images ? single(name === 'images_files' ? images.files : images.bytes) : [];
  }
}

function single(value: number | undefined): Sample[] {
  return value === undefined ? [] : [{ labels: {}, value }];
}

function byLabel(label: string, values: Record<string, number> | undefined): Sample[] {
  return Object.entries(values ?? {}).map(([name, value]) => ({ labels: { [label]: name }, value }));
}
