import { testRecords, type TestRecord } from './test-records';
import { catalogueOver, catalogueWith, startApi, TestWorld, type TestApi } from './test-api';
import type { PostgresRows } from '../../src/catalogue/postgres-dataset';

const UNIVERSE = 'test_world';
const SUMMARY = '/api/v1/wiki/canon/summary';
const LUKE = `/api/v1/wiki/${UNIVERSE}/characters/Luke_Skywalker`;

let world: TestWorld;
let api: TestApi;

beforeEach(async () => {
  world = await TestWorld.create();
  await world.publish(UNIVERSE, testRecords());
  api = await startApi(catalogueOver(world));
});
afterEach(async () => {
  await api.close();
  await world.remove();
});

const etagOf = async (path: string) => (await fetch(api.url + path)).headers.get('etag');

test('a repeated question is answered from memory, byte for byte and header for header', async () => {
  const ask = async (path: string) => {
    const response = await fetch(api.url + path, { headers: { 'accept-encoding': 'br' } });
    const headers = Object.fromEntries(response.headers);
    for (const name of ['date', 'x-request-id', 'keep-alive', 'connection']) delete headers[name];
    return { status: response.status, headers, body: await response.text() };
  };
  for (const path of [SUMMARY, LUKE, '/api/v1/wiki/canon/all', '/api/v1/wiki/locations/planets?limit=2']) {
    const first = await ask(path);
    const hits = api.cache.hits;
    const second = await ask(path);
    expect(api.cache.hits).toBe(hits + 1);
    expect(second).toEqual(first);
  }
});

test('a publication drops what was kept, changes the ETag, and leaves no request without data', async () => {
  const before = await etagOf(SUMMARY);
  await etagOf(LUKE);
  expect(await etagOf(SUMMARY)).toBe(before);
  const records = testRecords().map((record): TestRecord => ({ ...record, extract: 'Rewritten.' }));
  await world.publish(UNIVERSE, [
    ...records,
    { pageid: 999, title: 'Brand New', infobox: { type: 'Character', fields: [] } },
  ]);
  const after = await fetch(api.url + SUMMARY, { headers: { 'if-none-match': before ?? '' } });
  expect(after.status).toBe(200);
  expect(after.headers.get('etag')).not.toBe(before);
  expect(await after.json()).toMatchObject({ total_items: testRecords().length + 1 });
  expect(await (await fetch(api.url + LUKE)).json()).toMatchObject({ description: 'Rewritten.' });
});

test('an image that arrives changes the answers that show it', async () => {
  const before = (await (await fetch(api.url + LUKE)).json()) as { image_cached: boolean };
  const etag = await etagOf(LUKE);
  api.images.cached.add('https://images.example/luke.png');
  api.images.revision++;
  const response = await fetch(api.url + LUKE, { headers: { 'if-none-match': etag ?? '' } });
  expect(before.image_cached).toBe(false);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ image_cached: true, image_width: 640, image_height: 480 });
});

test('errors, random without a seed, health and status are never kept', async () => {
  for (const path of [
    '/api/v1/wiki/canon/category/nonsense',
    `${LUKE}xyz`,
    `/api/v1/wiki/${UNIVERSE}/random`,
    '/health',
    '/prefetch/status',
    '/api/v1/wiki/canon/category/weapons?limit=0',
  ]) {
    const hits = api.cache.hits;
    for (let i = 0; i < 3; i++) {
      const response = await fetch(api.url + path);
      expect([path, response.headers.get('cache-control')]).toEqual([path, 'no-store']);
      expect(response.headers.get('etag')).toBeNull();
    }
    expect(api.cache.hits).toBe(hits);
  }
});

test('memory is bounded however many addresses are asked', async () => {
  for (let i = 0; i < 300; i++) await fetch(`${api.url}/api/v1/wiki/canon/all?cache_buster=${i}`);
  expect(api.cache.bytes).toBeLessThanOrEqual(16 * 1024 * 1024);
});

test('the kept answer names the source that answers now, with the ETag that both share', async () => {
  await api.close();
  const rows = new FlakyPostgres(world);
  api = await startApi(await catalogueWith(world, rows));
  const ask = async () => {
    const response = await fetch(api.url + LUKE);
    return {
      source: response.headers.get('x-data-source'),
      etag: response.headers.get('etag'),
      body: await response.text(),
    };
  };
  const first = await ask();
  expect(first.source).toBe('postgres');
  rows.isAway = true;
  const second = await ask();
  expect(second).toEqual({ ...first, source: 'file' });
  rows.isAway = false;
  expect(await ask()).toEqual(first);
});

test('where Postgres fails in the midst of an answer, the files answer the same', async () => {
  await api.close();
  const rows = new FlakyPostgres(world);
  api = await startApi(await catalogueWith(world, rows));
  rows.failNext = true;
  const failed = await fetch(api.url + LUKE);
  const next = await fetch(`${api.url}${LUKE}?again`);
  expect([failed.headers.get('x-data-source'), next.headers.get('x-data-source')]).toEqual(['file', 'postgres']);
  expect(await failed.text()).toBe(await next.text());
  expect(failed.headers.get('etag')).toBe(next.headers.get('etag'));
});

/** A Postgres that holds what the files hold, and comes and goes. */
class FlakyPostgres implements PostgresRows {
  isAway = false;
  failNext = false;

  constructor(private readonly world: TestWorld) {}

  published(): ReadonlyMap<string, string> {
    const snapshot = this.world.shelf.find(UNIVERSE);
    return this.isAway || !snapshot ? new Map() : new Map([[UNIVERSE, snapshot.directory.info.key]]);
  }

  readDirectory(): Promise<null> {
    return Promise.resolve(null);
  }

  async findArticles(_universe: string, _key: string, ids: readonly number[]) {
    const { snapshot, ordinals } = this.find(ids);
    return snapshot ? snapshot.articles(ordinals) : [];
  }

  async findCards(_universe: string, _key: string, ids: readonly number[]) {
    const { snapshot, ordinals } = this.find(ids);
    const cards = snapshot ? await snapshot.cards(ordinals) : [];
    return cards.map((card, i) => ({ ...card, id: snapshot?.directory.id(ordinals[i] ?? -1) ?? -1 }));
  }

  private find(ids: readonly number[]) {
    if (this.isAway || this.failNext) {
      this.failNext = false;
      throw new Error('connection terminated');
    }
    const snapshot = this.world.shelf.find(UNIVERSE);
    const ordinals = Array.from({ length: snapshot?.directory.count ?? 0 }, (_, ordinal) => ordinal).filter((ordinal) =>
      ids.includes(snapshot?.directory.id(ordinal) ?? -1),
    );
    return { snapshot, ordinals };
  }
}
