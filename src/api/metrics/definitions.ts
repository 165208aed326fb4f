export type MetricType = 'counter' | 'gauge' | 'histogram';

/** One metric as Prometheus shows it; `labels` in the order in which values are recorded. */
export interface MetricDefinition {
  name: string;
  type: MetricType;
  labels: readonly string[];
  help: string;
}

/**
 * Every metric of our own, without the `lorekeeper_` prefix that all of them carry.
 * `deploy/metrics.json` is written from this list; the dashboard and the alert rules are tested against it.
 */
const LIST = {
  http_requests_total: {
    type: 'counter',
    labels: ['route', 'method', 'status', 'source'],
    help: 'Answered HTTP requests; source is postgres, file, or none where the answer holds no data.',
  },
  http_request_duration_seconds: {
    type: 'histogram',
    labels: ['route', 'status', 'source'],
    help: 'Seconds from the request line to the last byte of the answer.',
  },
  event_loop_delay_seconds: {
    type: 'gauge',
    labels: ['quantile'],
    help: 'How late the event loop was since the last scrape: quantiles 0.5, 0.99 and 1 (the worst).',
  },
  db_pool_connections: {
    type: 'gauge',
    labels: ['state'],
    help: 'Postgres connections of this process: size, idle, waiting (callers), max.',
  },
  db_up: { type: 'gauge', labels: [], help: '1 while the configured Postgres answers, else 0; absent without one.' },
  fallback_seconds_total: {
    type: 'counter',
    labels: [],
    help: 'Seconds in which files answered because Postgres did not.',
  },
  response_cache_requests_total: {
    type: 'counter',
    labels: ['result'],
    help: 'Lookups in the cache of finished answers: hit or miss.',
  },
  prefetch_articles: {
    type: 'gauge',
    labels: ['universe', 'kind'],
    help: 'Articles of the present or last run: total, processed, created, updated, unchanged, rejected.',
  },
  prefetch_images: {
    type: 'gauge',
    labels: ['universe', 'kind'],
    help: 'Images of the present or last run: total, downloaded, cached, failed.',
  },
  prefetch_stage: { type: 'gauge', labels: ['universe', 'stage'], help: '1 for the stage a universe is in.' },
  prefetch_runs_total: { type: 'counter', labels: ['universe', 'status'], help: 'Runs that ended, by how they ended.' },
  prefetch_last_success_timestamp_seconds: {
    type: 'gauge',
    labels: ['universe'],
    help: 'Unix time at which the last run of this process completed.',
  },
  stage_duration_seconds: { type: 'histogram', labels: ['stage'], help: 'How long the stages of a run took.' },
  images_files: { type: 'gauge', labels: [], help: 'Files in the image cache.' },
  images_bytes: { type: 'gauge', labels: [], help: 'Bytes in the image cache.' },
  image_proxy_requests_total: {
    type: 'counter',
    labels: ['result'],
    help: 'Answers of the image proxy: hit, miss, stale or error.',
  },
  jobs_failed: {
    type: 'gauge',
    labels: [],
    help: 'Jobs that were given up and wait for somebody to have them done again; absent while that is not known.',
  },
  webhook_deliveries_total: {
    type: 'counter',
    labels: ['result'],
    help: 'Webhooks by what came of them: delivered, or failed (given up). Absent where no addresses are configured.',
  },
  webhook_deliveries_waiting: { type: 'gauge', labels: [], help: 'Webhooks that are still to be delivered.' },
  trouble: { type: 'gauge', labels: ['name'], help: '1 for each thing that cannot be used at present, as in /health.' },
  build_info: { type: 'gauge', labels: ['version'], help: '1, labelled with the version that runs.' },
} as const satisfies Record<string, Omit<MetricDefinition, 'name'>>;

export const METRIC_PREFIX = 'lorekeeper_';

export type MetricName = keyof typeof LIST;

/** The definitions with their full names, in the order of the list. */
export const METRICS: readonly MetricDefinition[] = Object.entries(LIST).map(([name, metric]) => ({
  name: METRIC_PREFIX + name,
  ...metric,
}));
