import { once } from 'node:events';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { rawRequest } from './raw-http';
import { testRecords, type TestRecord } from './test-records';
import { catalogueOver, catalogueWith, startApi, TestWorld, type TestApi } from './test-api';
import type { PublishedRows, StoredText } from '../../src/catalogue/postgres-rows';

const UNIVERSE = 'test_world';
const SUMMARY = '/api/v1/wiki/canon/summary';
const LUKE = `/api/v1/wiki/${UNIVERSE}/characters/Luke_Skywalker`;

/** More than a test may take: it fails where nobody hangs up. */
const UNTIL_HUNG_UP_MS = 60_000;

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

/** Ways to ask that change the head of the answer. */
const FORMS: [string, RequestOptions][] = [
  ['as usual', {}],
  ['compressed', { headers: { 'accept-encoding': 'br' } }],
  ['without the body', { method: 'HEAD' }],
  ['with the ETag at hand', { headers: { 'if-none-match': '*' } }],
  ['for the last time', { headers: { connection: 'close' } }],
  ['from a page', { headers: { origin: 'https://good.example' } }],
  ['from a page that is not on the list', { headers: { origin: 'https://evil.example' } }],
];

describe.each([['*' as const], [['https://good.example']]])('a repeated question, with CORS for %p,', (corsOrigins) => {
  beforeEach(async () => {
    await api.close();
    api = await startApi(catalogueOver(world), { corsOrigins });
  });

  test.each(FORMS)('asked %s, is answered from memory byte for byte and header for header', async (_, form) => {
    for (const path of [SUMMARY, LUKE, '/api/v1/wiki/canon/all', '/api/v1/wiki/locations/planets?limit=2']) {
      const first = await ask(path, form);
      const { hits } = api.cache;
      const second = await ask(path, form);
      expect(api.cache.hits).toBe(hits);
      const third = await ask(path, form);
      expect(api.cache.hits).toBe(hits + 1);
      expect([second, third]).toEqual([first, first]);
      expect(first.headers).toMatchObject({ 'x-data-source': 'file', 'x-frame-options': 'SAMEORIGIN' });
    }
  });
});

async function ask(path: string, { method, headers }: RequestOptions) {
  const asked = request(api.url + path, { agent: false, method, headers: { connection: 'keep-alive', ...headers } });
  const [answer] = (await once(asked.end(), 'response')) as [IncomingMessage];
  const { socket } = answer;
  const body = Buffer.concat((await answer.toArray()) as Buffer[]).toString('latin1');
  socket.destroy();
  return { status: answer.statusCode, headers: { ...answer.headers, date: '', 'x-request-id': '' }, body };
}

test('kept answers go out one behind another on one connection, and a caller of HTTP 1.0 is hung up on', async () => {
  await ask(SUMMARY, {});
  const { body } = await ask(SUMMARY, {});
  const several = await rawRequest(api.url, `GET ${SUMMARY} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(3));
  expect(several.body.split('HTTP/1.1 200 OK')).toHaveLength(3);
  expect(several.body.split(body)).toHaveLength(4);
  const old = await rawRequest(api.url, `GET ${SUMMARY} HTTP/1.0\r\n\r\n`, UNTIL_HUNG_UP_MS);
  expect(old).toMatchObject({ status: 200, body, headers: { connection: 'close' } });
  expect(api.cache.hits).toBe(4);
});

test('a publication drops what was kept, changes the ETag, and leaves no request without data', async () => {
  const before = await etagOf(SUMMARY);
  for (let i = 0; i < 3; i++) await etagOf(LUKE);
  for (let i = 0; i < 2; i++) expect(await etagOf(SUMMARY)).toBe(before);
  expect(api.cache.hits).toBe(2);
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
  await etagOf(LUKE);
  const etag = await etagOf(LUKE);
  expect(api.cache.hits).toBe(1);
  api.images.cached.add('https://images.example/luke.png');
  api.images.changes++;
  const response = await fetch(api.url + LUKE, { headers: { 'if-none-match': etag ?? '' } });
  expect(before.image_cached).toBe(false);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ image_cached: true, image_width: 640, image_height: 480 });
});

test('pages of lists that overlap show the same cards, and the images that have arrived since', async () => {
  const page = async (query: string) =>
    (await (await fetch(`${api.url}/api/v1/wiki/locations/planets?${query}`)).json()) as Record<string, unknown>[];
  const whole = await page('limit=100');
  expect(await page('limit=2&offset=1')).toEqual(whole.slice(1, 3));
  expect(whole.map(({ image_cached }) => image_cached)).not.toContain(true);
  api.images.cached.add('https://images.example/tatooine.png');
  api.images.changes++;
  const now = await page('limit=100&offset=0');
  expect(now.filter(({ image_cached }) => image_cached).map(({ name }) => name)).toEqual(['Tatooine']);
  await world.publish(
    UNIVERSE,
    testRecords().map((record): TestRecord => ({ ...record, extract: 'Rewritten.' })),
  );
  expect((await page('limit=100')).every(({ description }) => description === 'Rewritten.')).toBe(true);
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

test('what is asked for once is not kept', async () => {
  for (let i = 0; i < 50; i++) await fetch(`${api.url}/api/v1/wiki/canon/all?cache_buster=${i}`);
  expect(api.cache.bytes).toBe(0);
});

test('memory is bounded however many addresses are asked', async () => {
  for (let i = 0; i < 300; i++) {
    for (let time = 0; time < 2; time++) await fetch(`${api.url}/api/v1/wiki/canon/all?cache_buster=${i}`);
  }
  expect(api.cache.bytes).toBeGreaterThan(0);
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
  await ask();
  const first = await ask();
  expect(first.source).toBe('postgres');
  rows.isAway = true;
  const second = await ask();
  expect(second).toEqual({ ...first, source: 'file' });
  expect(api.cache.hits).toBe(1);
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
class FlakyPostgres implements PublishedRows {
  isAway = false;
  failNext = false;

  constructor(private readonly world: TestWorld) {}

  published(): ReadonlyMap<string, string> {
    const snapshot = this.world.snapshots.find(UNIVERSE);
    return this.isAway || !snapshot ? new Map() : new Map([[UNIVERSE, snapshot.directory.info.key]]);
  }

  readDirectory(): Promise<null> {
    return Promise.resolve(null);
  }

  async findBodies(_universe: string, _key: string, ids: readonly number[]) {
    const { snapshot, ordinals } = this.find(ids);
    return this.withIds(ordinals, (await snapshot?.bodies(ordinals)) ?? []);
  }

  async findCards(_universe: string, _key: string, ids: readonly number[]) {
    const { snapshot, ordinals } = this.find(ids);
    return this.withIds(ordinals, (await snapshot?.cards(ordinals)) ?? []);
  }

  async findTexts() {
    return Promise.resolve(new Map<number, StoredText>());
  }

  private withIds<T>(ordinals: number[], rows: (T | null)[]): Map<number, T> {
    const directory = this.world.snapshots.find(UNIVERSE)?.directory;
    return new Map(rows.flatMap((row, i) => (row ? [[directory?.id(ordinals[i] ?? -1) ?? -1, row]] : [])));
  }

  private find(ids: readonly number[]) {
    if (this.isAway || this.failNext) {
      this.failNext = false;
      throw new Error('connection terminated');
    }
    const snapshot = this.world.snapshots.find(UNIVERSE);
    const ordinals = Array.from({ length: snapshot?.directory.count ?? 0 }, (_, ordinal) => ordinal).filter((ordinal) =>
      ids.includes(snapshot?.directory.id(ordinal) ?? -1),
    );
    return { snapshot, ordinals };
  }
}
