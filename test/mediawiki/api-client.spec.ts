import { queryAll, queryBatches } from '../../src/mediawiki/api/continuation';
import { fetchPages, fetchTitles, resolveTitles } from '../../src/mediawiki/crawl/fetch-pages';
import { FakeWiki, type WikiAnswer } from '../harness/fake-wiki';
import { labClient, labFetch, SkippingClock } from './wiki-lab';

let wiki: FakeWiki;
let lab: ReturnType<typeof labFetch>;
let clock: SkippingClock;

beforeAll(async () => {
  wiki = await FakeWiki.start();
  lab = labFetch(wiki.host);
});
beforeEach(() => {
  wiki.forget();
  clock = new SkippingClock();
});
afterAll(async () => {
  await lab.close();
  await wiki.stop();
});

const client = (more: object = {}) => labClient(lab.fetchText, wiki.api, clock, more);
const lagged: WikiAnswer = {
  headers: { 'retry-after': '5', 'mediawiki-api-error': 'maxlag' },
  body: { error: { code: 'maxlag', info: 'Waiting for db1: 7 seconds lagged', lag: 7 } },
};
const good: WikiAnswer = { body: { batchcomplete: true, query: { pages: [{ pageid: 1, title: 'A' }] } } };
const failing = (code: string): WikiAnswer => ({ body: { error: { code, info: 'x' } } });
const abilities = { extracts: false, pageImages: true, withTexts: true, namespaces: [0] };

describe('F30 maxlag', () => {
  it('F30 waits at least 5 s each time and then goes on', async () => {
    wiki.plays([lagged, lagged, good]);
    await expect(client().query({ titles: 'A' })).resolves.toMatchObject({ query: { pages: [{ title: 'A' }] } });
    expect(clock.waits).toEqual([5000, 5000]);
    expect(wiki.left).toBe(0);
  });

  it('F30 lag is no failure: 15 lags and 11 errors are still survived', async () => {
    wiki.plays([
      ...Array<WikiAnswer>(15).fill(lagged),
      ...Array<WikiAnswer>(11).fill({ status: 503, body: 'x' }),
      good,
    ]);
    await expect(client().query({})).resolves.toBeDefined();
  });

  it('F30 pauses after 16 in a row, also with status 503', async () => {
    wiki.plays(Array<WikiAnswer>(16).fill({ ...lagged, status: 503 }));
    await expect(client().query({})).rejects.toMatchObject({ reason: 'maxlag', isPause: true });
  });
});

describe('F31 errors inside 200', () => {
  it.each([
    'ratelimited',
    'readonly',
    'internal_api_error_DBQueryError',
    'internal_api_error_DBQueryTimeoutError',
    'internal_api_error_DBConnectionError',
    'cirrussearch-too-busy-error',
    'concurrency-limit',
  ])('F31 repeats %s', async (code) => {
    wiki.plays([failing(code), failing(code), good]);
    await expect(client().query({})).resolves.toBeDefined();
    expect(clock.waits).toEqual([1000, 2000]);
  });

  it.each(['missingtitle', 'permissiondenied', 'readapidenied', 'invalidtitle', 'nosuchrevid'])(
    'F31 does not repeat %s',
    async (code) => {
      wiki.plays([failing(code)]);
      await expect(client().query({})).rejects.toMatchObject({ name: 'ApiError', code });
      expect(wiki.log).toHaveLength(1);
    },
  );

  it('F31 repeats an unknown code once and stops at the same code again', async () => {
    wiki.plays([failing('odd'), failing('odd')]);
    await expect(client().query({})).rejects.toMatchObject({ reason: 'refused' });
    wiki.plays([failing('odd'), good]);
    await expect(client().query({})).resolves.toBeDefined();
  });

  it.each([429, 500, 502, 503, 504, 524])('F31 repeats status %d', async (status) => {
    wiki.plays([{ status, body: '' }, good]);
    await expect(client().query({})).resolves.toBeDefined();
  });

  it.each([400, 401, 403, 404])('F31 does not repeat status %d', async (status) => {
    wiki.plays([{ status, body: 'no' }]);
    await expect(client().query({})).rejects.toMatchObject({ name: 'CrawlStopped' });
    expect(wiki.log).toHaveLength(1);
  });

  it('F31 waits as long as Retry-After says', async () => {
    wiki.plays([{ status: 429, headers: { 'retry-after': '17' }, body: '' }, good]);
    await client().query({});
    expect(clock.waits[0]).toBe(17_000);
  });

  it('F31 gives up on a connection that is cut again and again', async () => {
    wiki.answers(() => ({ cut: true, body: '' }));
    await expect(client().query({})).rejects.toMatchObject({ reason: 'unavailable' });
    expect(wiki.log.length).toBeLessThanOrEqual(20);
  });
});

describe('F32 continuation', () => {
  it('F32 joins what several answers say of a page, without doubles, and copies the last continue', async () => {
    const cat = (...names: string[]) => names.map((name) => ({ ns: 14, title: `Category:${name}` }));
    wiki.plays([
      {
        expect: { clcontinue: undefined },
        body: {
          continue: { clcontinue: '1|B', continue: '||images' },
          query: { pages: [{ pageid: 1, title: 'A', categories: cat('A') }] },
        },
      },
      {
        expect: { clcontinue: '1|B', continue: '||images', prop: 'categories|images' },
        body: {
          continue: { imcontinue: '1|I2', continue: '||categories' },
          query: { pages: [{ pageid: 1, title: 'A', categories: cat('A', 'B'), images: [{ title: 'I1' }] }] },
        },
      },
      {
        expect: { imcontinue: '1|I2', clcontinue: undefined, continue: '||categories' },
        body: { continue: { imcontinue: '1|I3', continue: '||categories' } },
      },
      {
        expect: { imcontinue: '1|I3' },
        body: { batchcomplete: true, query: { pages: [{ pageid: 1, images: [{ title: 'I3' }] }] } },
      },
    ]);
    const { pages } = await queryAll(client(), { pageids: '1', prop: 'categories|images' });
    expect(pages).toEqual([
      { pageid: 1, title: 'A', categories: cat('A', 'B'), images: [{ title: 'I1' }, { title: 'I3' }] },
    ]);
    expect(wiki.unexpected).toEqual([]);
  });

  it('F32 hands out a batch only when it is complete, with its checkpoint', async () => {
    wiki.plays([
      { body: { continue: { a: '1', continue: '||' }, query: { pages: [{ pageid: 1, x: [1] }] } } },
      {
        body: { batchcomplete: true, continue: { g: '2', continue: 'g||' }, query: { pages: [{ pageid: 1, x: [2] }] } },
      },
      { expect: { a: undefined, g: '2' }, body: { batchcomplete: true, query: { pages: [{ pageid: 2 }] } } },
    ]);
    const batches = [];
    for await (const batch of queryBatches(client(), { generator: 'x' })) batches.push(batch);
    expect(batches).toMatchObject([
      { pages: [{ pageid: 1, x: [1, 2] }], next: { g: '2' } },
      { pages: [{ pageid: 2 }], next: null },
    ]);
  });
});

describe('F33 circles of continuation', () => {
  it.each([
    [
      'the same again',
      [
        { c: 'A', continue: '||' },
        { c: 'A', continue: '||' },
        { c: 'A', continue: '||' },
      ],
    ],
    [
      'A, B, A',
      [
        { c: 'A', continue: '||' },
        { c: 'B', continue: '||' },
        { c: 'A', continue: '||' },
      ],
    ],
    ['nothing but continue', [{ continue: '||' }, { continue: '||' }, { continue: '||' }]],
  ])('F33 stops at %s within 3 requests', async (_name, continues) => {
    wiki.plays(continues.map((next) => ({ body: { batchcomplete: true, continue: next, query: { allpages: [] } } })));
    await expect(queryAll(client(), { list: 'allpages' })).rejects.toMatchObject({ reason: 'suspect' });
    expect(wiki.log.length).toBeLessThanOrEqual(3);
  });
});

describe('F34 normalized titles and redirects', () => {
  it('F34 follows chains and ends at circles; each title is resolved', async () => {
    wiki.plays([
      {
        expect: { redirects: '1' },
        body: {
          batchcomplete: true,
          query: {
            normalized: [{ fromencoded: false, from: 'luke_Skywalker', to: 'Luke Skywalker' }],
            redirects: [
              { from: 'R1', to: 'R2' },
              { from: 'R2', to: 'Target', tofragment: 'Part' },
              { from: 'A', to: 'B' },
              { from: 'B', to: 'A' },
            ],
            interwiki: [{ title: 'w:Planet', iw: 'w' }],
            pages: [{ pageid: 7, ns: 0, title: 'Target' }],
          },
        },
      },
    ]);
    const resolved = await resolveTitles(client(), ['luke_Skywalker', 'R1', 'A', 'w:Planet', 'Target']);
    expect(Object.fromEntries(resolved)).toEqual({
      luke_Skywalker: 'Luke Skywalker',
      R1: 'Target',
      A: 'A',
      'w:Planet': 'w:Planet',
      Target: 'Target',
    });
  });
});

describe('F35 pages that are no articles', () => {
  const revisions = [{ revid: 5, timestamp: '2026-01-01T00:00:00Z' }];
  it.each([
    [{ pageid: 1, missing: true }, 'missing'],
    [{ title: 'Talk:', invalid: true, invalidreason: 'x' }, 'invalid'],
    [{ pageid: 1, ns: 0, title: 'A' }, 'hidden'],
    [{ pageid: 1, ns: 0, title: 'A', redirect: true, revisions }, 'redirect'],
    [{ pageid: 1, ns: 2, title: 'User:A', revisions }, 'elsewhere'],
  ])('F35 %j is a tombstone: %s', async (page, reason) => {
    wiki.plays([{ body: { batchcomplete: true, query: { pages: [page] } } }]);
    const { pages, gone } = await fetchTitles(client(), abilities, ['A'], () => 0);
    expect(pages).toEqual([]);
    expect(gone).toMatchObject([{ reason }]);
  });
});

describe('F36 size of batches and addresses', () => {
  const page = (title: string, pageid: number) => ({ pageid, ns: 0, title, revisions: [{ revid: 1 }] });
  const truthful = (limit = Infinity) =>
    wiki.answers((request) => {
      if (request.urlLength > limit)
        return { status: 414, headers: { 'content-type': 'text/html' }, body: '<h1>414 URI Too Long</h1>' };
      const titles = (request.params['titles'] ?? '')
        .split(request.params['titles']?.startsWith('\u001f') ? '\u001f' : '|')
        .filter(Boolean);
      return { body: { batchcomplete: true, query: { pages: titles.map((title, i) => page(title, i + 1)) } } };
    });

  it('F36 asks for 51 titles in 2 requests', async () => {
    truthful();
    const titles = Array.from({ length: 51 }, (_, i) => `T${i}`);
    const { pages } = await fetchTitles(client(), abilities, titles, () => 0);
    expect(pages.map(({ title }) => title)).toEqual(titles);
    expect(wiki.log).toHaveLength(2);
  });

  it('F36 keeps titles= of 50 Cyrillic titles of 200 letters within 7,400 bytes', async () => {
    truthful();
    const titles = Array.from({ length: 50 }, (_, i) => `${'Ж'.repeat(198)}${String(i).padStart(2, '0')}`);
    const { pages } = await fetchTitles(client(), abilities, titles, () => 0);
    expect(pages).toHaveLength(50);
    for (const { params } of wiki.log)
      expect(encodeURIComponent(params['titles'] ?? '').length).toBeLessThanOrEqual(7400);
    for (const { urlLength } of wiki.log) expect(urlLength).toBeLessThanOrEqual(7500);
  });

  it('F36 halves what is too long for the server (414), down to one', async () => {
    truthful(600);
    const titles = Array.from({ length: 16 }, (_, i) => `Title number ${i}`);
    const { pages } = await fetchTitles(client(), abilities, titles, () => 0);
    expect(pages.map(({ title }) => title)).toEqual(titles);
    wiki.forget();
    await expect(fetchTitles(client(), abilities, ['x'.repeat(900)], () => 0)).rejects.toThrow('too long');
    expect(wiki.log).toHaveLength(1);
  });

  it('F36 separates titles that contain | by U+001F', async () => {
    truthful();
    const { pages } = await fetchTitles(client(), abilities, ['a|b', 'c'], () => 0);
    expect(wiki.log[0]?.params['titles']).toBe('\u001fa|b\u001fc');
    expect(pages.map(({ title }) => title)).toEqual(['a|b', 'c']);
  });
});

describe('F37 garbage', () => {
  it.each([
    ['HTML', '<html><body>hello</body></html>'],
    ['truncated JSON', '{"batchcomplete":true,"query":{"pages":[{"pag'],
    ['{}', '{}'],
    ['[]', '[]'],
    ['nothing', ''],
    ['a byte order mark', '\uFEFF'],
    ['null', 'null'],
  ])('F37 repeats %s a few times and stops as suspect', async (_name, body) => {
    wiki.answers(() => ({ body }));
    await expect(client().query({})).rejects.toMatchObject({ reason: 'suspect' });
    expect(wiki.log.length).toBeLessThanOrEqual(5);
  });

  it.each([
    [
      '503 with the header',
      { status: 503, headers: { 'cf-mitigated': 'challenge', 'content-type': 'text/html' }, body: '<html>' },
    ],
    [
      '403 with the page',
      { status: 403, headers: { 'content-type': 'text/html' }, body: '<title>Just a moment...</title>' },
    ],
    [
      '200 with the page',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<title>Just a moment...</title>' },
    ],
  ])('F37 stops at once at a challenge: %s', async (_name, answer) => {
    wiki.answers(() => answer);
    await expect(client().query({})).rejects.toMatchObject({
      reason: 'blocked',
      message: expect.stringContaining('cache:import-dump') as string,
    });
    expect(wiki.log).toHaveLength(1);
  });

  it('F37 takes pages= without pages for garbage', async () => {
    wiki.answers(() => ({ body: { batchcomplete: true } }));
    await expect(fetchPages(client(), abilities, [1], () => 0)).rejects.toMatchObject({ reason: 'suspect' });
  });
});

describe('F38 politeness', () => {
  it('F38 sends who it is, gzip, maxlag and formatversion with every request', async () => {
    wiki.answers(() => ({ ...good, gzip: true }));
    await client().query({ titles: 'A' });
    await client().query({ titles: 'x'.repeat(9000) });
    expect(wiki.log.map(({ method }) => method)).toEqual(['GET', 'POST']);
    for (const { params, headers } of wiki.log) {
      expect(params).toMatchObject({ maxlag: '5', format: 'json', formatversion: '2' });
      expect(headers['user-agent']).toBe('Lorekeeper/0.0.1 (operator@test.invalid)');
      expect(headers['accept-encoding']).toContain('gzip');
    }
  });

  it('F38 has one request in flight and keeps the gap', async () => {
    wiki.answers(() => ({ ...good, delayMs: 20 }));
    const one = client({ minGapMs: 1000 });
    await Promise.all([1, 2, 3, 4].map(() => one.query({})));
    expect(wiki.mostInFlight).toBe(1);
    expect(clock.waits).toHaveLength(3);
    expect(Math.min(...clock.waits)).toBeGreaterThan(900);
  });

  it('F38 asks at most 20 times in an outage of 5 minutes, and survives it', async () => {
    const end = clock.time + 300_000;
    wiki.answers(() => (clock.time < end ? { status: 502, body: '' } : good));
    await expect(client().query({})).resolves.toBeDefined();
    expect(wiki.log.length).toBeLessThanOrEqual(20);
  });

  it('F38 caps what a gzip body unpacks to', async () => {
    wiki.answers(() => ({ gzip: true, body: `"${'a'.repeat(30 << 20)}"` }));
    await expect(client().query({})).rejects.toMatchObject({ reason: 'suspect' });
  });

  it('F38 stops when the budget of requests is used up', async () => {
    wiki.answers(() => good);
    const one = client({ maxRequests: 2 });
    await one.query({});
    await one.query({});
    await expect(one.query({})).rejects.toMatchObject({ reason: 'budget' });
    expect(wiki.log).toHaveLength(2);
  });
});
