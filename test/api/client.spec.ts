import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LorekeeperClient, LorekeeperError, NotModified } from '../../clients/typescript/src';
import { ImageProxyController } from '../../src/api/image-proxy.controller';
import { Metrics } from '../../src/api/metrics/metrics';
import { MetricsController } from '../../src/api/metrics/metrics.controller';
import { JobOrders } from '../../src/api/ports';
import { JobsController } from '../../src/api/service/jobs.controller';
import { ImageProxy } from '../../src/images/proxy/image-proxy';
import { JobRunner } from '../../src/jobs/job-runner';
import { ADMIN_KEY, startTestWorld, type TestApi } from './test-api';

const ROOT = join(__dirname, '../..');
const PIXEL = Buffer.from('not really an image');

let api: TestApi;
let lore: LorekeeperClient;
const driven = new Set<string>();

beforeAll(async () => {
  const headers = { 'content-type': 'image/png', 'x-cache': 'HIT', etag: '"image"' };
  const proxy = { get: () => Promise.resolve({ status: 200, headers, body: PIXEL }) };
  const metrics = { render: () => Promise.resolve('# HELP\n') };
  const jobs = {
    listFailed: () => Promise.resolve([]),
    status: () => ({ mode: 'local', connected: true, warnings: [] }),
  };
  const orders = {
    crawl: (universe: string) => Promise.resolve({ jobId: 'job-1', universe }),
    retry: () => Promise.resolve(true),
  };
  api = await startTestWorld(
    {},
    {
      others: {
        controllers: [ImageProxyController, MetricsController, JobsController],
        providers: [
          { provide: ImageProxy, useValue: proxy },
          { provide: Metrics, useValue: metrics },
          { provide: JobRunner, useValue: jobs },
          { provide: JobOrders, useValue: orders },
        ],
      },
    },
  );
  const client = new LorekeeperClient({ baseUrl: api.url, apiKey: Buffer.from(ADMIN_KEY).toString('latin1') });
  lore = new Proxy(client, {
    get(target, name, receiver) {
      driven.add(String(name));
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
});
afterAll(() => api.close());

const U = 'test_world';

test('drives every operation of the document', async () => {
  expect((await lore.root()).data.docs).toBe('/docs');
  expect((await lore.live()).data.status).toBe('live');
  expect((await lore.ready()).data.status).toBe('ready');
  expect((await lore.health()).data.status).toBe('healthy');
  expect((await lore.metrics()).data).toContain('# HELP');
  expect((await lore.docs()).data).toContain('<html');
  expect((await lore.openapi()).data.openapi).toBe('3.1.0');
  expect((await lore.attribution()).data[0]?.universe).toBe(U);
  expect((await lore.prefetchStatus()).data.is_running).toBe(false);
  expect((await lore.prefetchCoverage({ universe: U })).data.universe).toBe(U);
  expect((await lore.prefetchRun({ universe: U, force_refresh: true })).data.run_id).toBe('run-1');
  expect((await lore.prefetchCancel()).data.status).toBe('cancelling');
  const events = await lore.prefetchEvents();
  const reader = events.data.getReader();
  expect(Buffer.from((await reader.read()).value ?? []).toString()).toContain('retry:');
  await reader.cancel();
  expect((await lore.universes()).data[0]?.id).toBe(U);
  expect((await lore.canonAll({ universe: U })).data.data.planets).toContain('Tatooine');
  expect((await lore.canonSummary()).data.categories.planets).toBe(5);
  expect((await lore.canonCategory('planets', { limit: 2 })).data.items).toEqual(['Coruscant', 'Kashyyyk']);
  expect((await lore.formOptions(U)).data.universe).toBe(U);
  expect((await lore.categoryTitles(U, 'planets', { search: 'nab' })).data.items).toEqual(['Naboo']);
  expect((await lore.planets({ limit: 1 })).headers.get('x-total-count')).toBe('5');
  expect((await lore.byPlanet({ planet: 'Naboo' })).data.locations).toEqual(['Theed']);
  expect((await lore.regions()).data).toContain('Core Worlds');
  expect((await lore.systemsByRegion({ region: 'Core Worlds' })).data).toEqual(['Coruscant system']);
  expect((await lore.planetsBySystem({ system: 'Naboo system' })).data[0]?.name).toBe('Naboo');
  expect((await lore.onPlanet({ planet: 'Tatooine' })).data).toHaveLength(2);
  expect((await lore.itemsAll()).data.categories.droids.count).toBe(1);
  expect((await lore.itemsCategory('weapons', { limit: 1 })).data.returned).toBe(1);
  expect((await lore.itemsWithImages('vehicles')).data.items[0]?.image_url).toContain('xwing');
  expect((await lore.image({ url: 'https://images.example/luke.png', w: 64 })).data).toHaveLength(PIXEL.length);
  expect((await lore.cacheStats()).data.total_articles).toBeGreaterThan(50);
  expect((await lore.cacheInvalidate({ universe: U })).data.status).toBe('invalidated');
  expect((await lore.search(U, { q: 'padme' })).data.results[0]?.title).toBe('Padmé Amidala');
  expect((await lore.suggest(U, { q: 'tat' })).data[0]?.title).toBe('Tatooine');
  const filtered = await lore.articles(U, { filter: { species: ['Human', 'Wookiee'] }, limit: 2 });
  expect([filtered.data.total, filtered.data.items.length]).toEqual([3, 2]);
  const batch = await lore.articleBatch(U, { titles: ['Luke', 'Nowhere'] });
  expect([batch.data.articles[0]?.title, batch.data.missing]).toEqual(['Luke Skywalker', ['Nowhere']]);
  expect((await lore.facets(U, { field: 'species' })).data[0]?.value).toBe('Human');
  expect((await lore.random(U, { seed: '1' })).data.universe).toBe(U);
  expect((await lore.article(U, 'items', 'AC/DC')).data.title).toBe('AC/DC');

  expect((await lore.jobsFailed()).data.jobs).toEqual([]);
  expect((await lore.jobRetry('job-1')).data.job_id).toBe('job-1');
  expect((await lore.jobCrawl({ universe: U })).data.universe).toBe(U);

  const ids = [...readFileSync(join(ROOT, 'openapi.json'), 'utf8').matchAll(/"operationId": "(\w+)"/g)];
  expect(ids.map(([, id]) => id).filter((id) => !driven.has(id ?? ''))).toEqual([]);
});

test('errors carry the code and the problem; an ETag that still holds is NotModified', async () => {
  await expect(lore.canonCategory('nonsense')).rejects.toMatchObject({ status: 404, code: 'UNKNOWN_CATEGORY' });
  await expect(lore.canonCategory('nonsense')).rejects.toBeInstanceOf(LorekeeperError);
  const { etag, source } = await lore.canonSummary();
  expect(source).toBe('file');
  await expect(lore.canonSummary({}, { ifNoneMatch: etag ?? '' })).rejects.toBeInstanceOf(NotModified);
});

test('the client is the one of openapi.json (npm run openapi writes it)', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/typescript-client.mjs', '--check'], { cwd: ROOT });
  expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
});
