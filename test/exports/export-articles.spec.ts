import type { PublishedRows } from '../../src/catalogue/postgres-rows';
import type { ArticleBody } from '../../src/universe/article';
import { catalogueWith, NO_POSTGRES, startApi, startTestWorld, TestWorld, type TestApi } from '../api/test-api';
import type { TestRecord } from '../api/test-records';

let api: TestApi;
beforeAll(async () => {
  api = await startTestWorld();
});
afterAll(() => api.close());

const ask = (query = '', headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${api.url}/api/v1/wiki/test_world/export.ndjson${query}`, { method, headers });

/** Every article as `articles` pages through them. */
async function allArticles(query = ''): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let cursor = ''; ;) {
    const response = await fetch(`${api.url}/api/v1/wiki/test_world/articles?limit=50${query}${cursor}`);
    const { items, next_cursor } = (await response.json()) as { items: unknown[]; next_cursor: string | null };
    all.push(...items);
    if (next_cursor === null) return all;
    cursor = `&cursor=${encodeURIComponent(next_cursor)}`;
  }
}

const linesOf = async (response: Response) =>
  (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

test('every article, one a line, as the list gives them', async () => {
  const response = await ask();
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="test_world.ndjson"');
  expect(response.headers.get('x-data-source')).toBe('file');
  expect(response.headers.get('vary')).toBe('Accept-Encoding');
  const universes = await fetch(`${api.url}/api/v1/wiki/universes`);
  const [{ dataset_version }] = (await universes.json()) as [{ dataset_version: string }];
  expect(response.headers.get('x-dataset-version')).toBe(dataset_version);
  expect(await linesOf(response)).toEqual(await allArticles());
});

test('some categories, some members', async () => {
  expect(await linesOf(await ask('?category=weapons,planets'))).toEqual(
    await allArticles('&category=weapons&category=planets'),
  );
  expect(await linesOf(await ask('?fields=title&fields=id'))).toEqual(await allArticles('&fields=title,id'));
  // Whose work it is goes along in the headers where it was not asked for.
  expect((await ask('?fields=title')).headers.get('link')).toMatch(
    /^<https:\/\/creativecommons\.org\/.+>; rel="license"$/,
  );
  expect(await (await ask('?category=abilities')).text()).toBe('');
  expect(await (await ask('?category=nonsense')).json()).toMatchObject({ code: 'UNKNOWN_CATEGORY' });
  expect(await (await ask('?fields=nonsense')).json()).toMatchObject({ code: 'BAD_PARAMETER' });
});

test('the same bytes in every encoding, each with an ETag; HEAD and 304 without them', async () => {
  const texts = new Set<string>();
  const etags = new Set<string | null>();
  for (const encoding of ['identity', 'gzip', 'br']) {
    const response = await ask('', { 'accept-encoding': encoding });
    expect(response.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
    const etag = response.headers.get('etag') ?? '';
    etags.add(etag);
    texts.add(await response.text());
    const again = await ask('', { 'accept-encoding': encoding, 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const head = await ask('', { 'accept-encoding': encoding }, 'HEAD');
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, '']);
  }
  expect(texts.size).toBe(1);
  expect(etags.size).toBe(3);
});

test('a caller that leaves in the middle leaves nothing behind', async () => {
  for (let i = 0; i < 20; i++) {
    const leaving = new AbortController();
    const response = await fetch(`${api.url}/api/v1/wiki/test_world/export.ndjson`, { signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
  }
  expect((await ask()).status).toBe(200);
});

test('F126 Postgres goes away in the middle: the files go on, with the same bytes', async () => {
  const world = await TestWorld.create();
  const many = Array.from({ length: 450 }, (_, n) => ({
    pageid: n + 1,
    title: `Article ${n}`,
    extract: `It is ${n}.`,
  }));
  await world.publish('test_world', many as unknown as TestRecord[]);
  const snapshot = world.snapshots.find('test_world')!;
  const { directory } = snapshot;
  let answers = Infinity;
  const rows: PublishedRows = {
    ...NO_POSTGRES,
    published: () => new Map([['test_world', directory.info.key]]),
    async findBodies(_universe, _key, ids) {
      if (answers-- <= 0) throw new Error('connection terminated');
      const ordinals = directory.findIds(ids);
      const bodies = await snapshot.bodies(ids.map((id) => ordinals.get(id) ?? 0));
      return new Map(ids.map((id, place) => [id, bodies[place] as ArticleBody]));
    },
  };
  const over = await startApi(await catalogueWith(world, rows));
  try {
    const read = async () => {
      const response = await fetch(`${over.url}/api/v1/wiki/test_world/export.ndjson`);
      return [response.headers.get('x-data-source'), await response.text()];
    };
    const before = await read();
    expect(before[0]).toBe('postgres');
    for (const left of [1, 2, 4]) {
      answers = left;
      expect(await read()).toEqual(before);
    }
    answers = 0;
    expect(await read()).toEqual(['file', before[1]]);
  } finally {
    await over.close();
    await world.remove();
  }
});
