import { Test } from '@nestjs/testing';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { METRICS } from './definitions';
import { Metrics, type MetricSources } from './metrics';
import { MetricsController } from './metrics.controller';
import { observeResponses } from './observe-responses';

const SOURCES: MetricSources = {
  database: () => ({ up: true, pool: { size: 3, idle: 2, waiting: 0, max: 10 } }),
  fallbackSeconds: () => 12.5,
  responseCache: () => ({ hit: 7, miss: 3 }),
  prefetch: () => ({
    demo: {
      stage: 'completed',
      articles_total: 300,
      articles_processed: 300,
      articles_created: 299,
      articles_updated: 0,
      articles_unchanged: 0,
      articles_rejected: 1,
      images_total: 90,
      images_downloaded: 80,
      images_cached: 10,
      images_failed: 0,
    },
  }),
  images: () => Promise.resolve({ files: 90, bytes: 123_456 }),
  failedJobs: () => 2,
  troubles: () => [{ name: 'image_folder' }],
};

/** A line's value by `name{label="…"}`. */
function valueOf(text: string, series: string): number | null {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line ? Number(line.slice(series.length + 1)) : null;
}

describe('Metrics', () => {
  let metrics: Metrics;
  beforeEach(() => {
    metrics = new Metrics('1.2.3').connect(SOURCES);
  });
  afterEach(() => metrics.stop());

  it('exports every metric that is defined, with its help and type', async () => {
    const text = await metrics.render();
    for (const { name, type, help } of METRICS) {
      expect(text).toContain(`# HELP ${name} ${help}\n`);
      expect(text).toContain(`# TYPE ${name} ${type}\n`);
    }
    expect(text).toContain('lorekeeper_process_cpu_seconds_total');
    expect(text).toContain('lorekeeper_build_info{version="1.2.3"} 1');
  });

  it('counts requests and their durations in cumulative buckets', async () => {
    const request = { route: '/health', method: 'GET', status: 200, source: 'none' };
    for (const seconds of [0.0005, 0.004, 0.3, 60]) metrics.observeRequest({ ...request, seconds });
    const text = await metrics.render();
    const duration = 'lorekeeper_http_request_duration_seconds';
    const labels = 'route="/health",status="200",source="none"';
    expect(
      valueOf(text, 'lorekeeper_http_requests_total{route="/health",method="GET",status="200",source="none"}'),
    ).toBe(4);
    const buckets = ['0.001', '0.005', '0.25', '0.5', '10', '+Inf'];
    expect(buckets.map((le) => valueOf(text, `${duration}_bucket{le="${le}",${labels}}`))).toEqual([1, 2, 2, 3, 3, 4]);
    expect(valueOf(text, `${duration}_sum{${labels}}`)).toBeCloseTo(60.3045);
    expect(valueOf(text, `${duration}_count{${labels}}`)).toBe(4);
  });

  it('asks the rooms at each scrape', async () => {
    const text = await metrics.render();
    const expected: [string, number][] = [
      ['lorekeeper_db_up', 1],
      ['lorekeeper_db_pool_connections{state="idle"}', 2],
      ['lorekeeper_fallback_seconds_total', 12.5],
      ['lorekeeper_response_cache_requests_total{result="hit"}', 7],
      ['lorekeeper_prefetch_articles{universe="demo",kind="created"}', 299],
      ['lorekeeper_prefetch_images{universe="demo",kind="downloaded"}', 80],
      ['lorekeeper_prefetch_stage{universe="demo",stage="completed"}', 1],
      ['lorekeeper_images_bytes', 123_456],
    ];
    for (const [series, value] of expected) expect([series, valueOf(text, series)]).toEqual([series, value]);
    metrics.connect({ database: () => ({ up: false, pool: null }) });
    expect(valueOf(await metrics.render(), 'lorekeeper_db_up')).toBe(0);
    metrics.connect({ database: () => ({ up: null, pool: null }) });
    expect(valueOf(await metrics.render(), 'lorekeeper_db_up')).toBeNull();
  });

  it('begins counters at zero, so that alerts see the first event', async () => {
    const metrics = new Metrics('1.2.3').connect(SOURCES);
    const text = await metrics.render();
    metrics.stop();
    expect(text).toContain('lorekeeper_prefetch_runs_total{universe="demo",status="failed"} 0');
    expect(text).toContain('lorekeeper_image_proxy_requests_total{result="error"} 0');
    expect(text).toContain('lorekeeper_jobs_failed 2');
    expect(text).toContain('lorekeeper_trouble{name="image_folder"} 1');
  });

  it('shows counters that alerts watch at zero, before the first event', async () => {
    metrics.connect({ universes: () => ['demo', 'other'] });
    const text = await metrics.render();
    for (const universe of ['demo', 'other']) {
      for (const status of ['completed', 'failed', 'cancelled']) {
        const series = `lorekeeper_prefetch_runs_total{universe="${universe}",status="${status}"}`;
        expect([series, valueOf(text, series)]).toEqual([series, 0]);
      }
    }
    for (const result of ['hit', 'miss', 'stale', 'error']) {
      expect(valueOf(text, `lorekeeper_image_proxy_requests_total{result="${result}"}`)).toBe(0);
    }
    metrics.countRun('demo', 'failed');
    const later = await metrics.render();
    expect(valueOf(later, 'lorekeeper_prefetch_runs_total{universe="demo",status="failed"}')).toBe(1);
  });

  it('forgets what a room does not say any more', async () => {
    const stage = 'lorekeeper_prefetch_stage{universe="demo",stage="completed"}';
    expect(valueOf(await metrics.render(), stage)).toBe(1);
    metrics.connect({ prefetch: () => ({}) });
    expect(valueOf(await metrics.render(), stage)).toBeNull();
  });

  it('counts runs, stages and image answers', async () => {
    metrics.countRun('demo', 'failed');
    metrics.countRun('demo', 'completed');
    metrics.observeStage('categorizing', 0.7);
    metrics.countImageProxy('hit');
    const text = await metrics.render();
    expect(valueOf(text, 'lorekeeper_prefetch_runs_total{universe="demo",status="failed"}')).toBe(1);
    expect(valueOf(text, 'lorekeeper_stage_duration_seconds_bucket{le="1",stage="categorizing"}')).toBe(1);
    expect(valueOf(text, 'lorekeeper_image_proxy_requests_total{result="hit"}')).toBe(1);
    const success = valueOf(text, 'lorekeeper_prefetch_last_success_timestamp_seconds{universe="demo"}');
    expect(Math.abs(Date.now() / 1000 - (success ?? 0))).toBeLessThan(60);
  });

  it('still renders when one source fails', async () => {
    metrics.connect({ images: () => Promise.reject(new Error('disk gone')) });
    const text = await metrics.render();
    expect(valueOf(text, 'lorekeeper_images_files')).toBeNull();
    expect(valueOf(text, 'lorekeeper_db_up')).toBe(1);
  });

  it('escapes what comes in as a label', async () => {
    metrics.countRun('a"b\\c\nd', 'failed');
    expect(await metrics.render()).toContain('universe="a\\"b\\\\c\\nd"');
  });

  it('sees the event loop blocked', async () => {
    // Several turns, so that the first sample has been taken.
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    const until = performance.now() + 150;
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const text = await metrics.render();
    expect(valueOf(text, 'lorekeeper_event_loop_delay_seconds{quantile="1"}')).toBeGreaterThan(0.1);
  });
});

describe('GET /metrics', () => {
  it('counts by route pattern, never by path', async () => {
    const metrics = new Metrics('1.2.3');
    const module = await Test.createTestingModule({
      controllers: [MetricsController],
      providers: [{ provide: Metrics, useValue: metrics }],
    }).compile();
    const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    const fastify = app.getHttpAdapter().getInstance();
    observeResponses(fastify, metrics);
    fastify.get('/things/:title', (_request, reply) => reply.header('x-data-source', 'file').send({}));
    fastify.get('/api/v1/wiki/image-proxy', (request, reply) =>
      reply
        .header('x-cache', 'MISS')
        .code((request.query as { gone?: string }).gone ? 404 : 200)
        .send({}),
    );
    await app.init();
    await fastify.ready();
    for (const query of ['', '', '?gone=1']) await app.inject(`/api/v1/wiki/image-proxy${query}`);
    await app.inject('/things/secret-title');
    await app.inject('/nothing/here');
    const answer = await app.inject('/metrics');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const served = 'lorekeeper_http_requests_total{route="/things/:title",method="GET",status="200",source="file"}';
    const missed = 'lorekeeper_http_requests_total{route="unmatched",method="GET",status="404",source="none"}';
    expect(valueOf(answer.body, served)).toBe(1);
    expect(valueOf(answer.body, missed)).toBe(1);
    expect(answer.body).not.toContain('secret-title');
    expect(valueOf(answer.body, 'lorekeeper_image_proxy_requests_total{result="miss"}')).toBe(2);
    expect(valueOf(answer.body, 'lorekeeper_image_proxy_requests_total{result="error"}')).toBe(1);
    await app.close();
    metrics.stop();
  });
});
