import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, type CheerioAPI } from 'cheerio';
import { articleAddress } from '../../src/universe/page-address';
import { Problem } from '../../src/problem/problem';
import { RESERVED_IDS, UNIVERSE_ID } from '../../src/universe/universe-definition';
import { startTestWorld, type TestApi } from './test-api';
import { HOSTILE_TITLES } from './test-records';

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const LUKE = '/test_world/characters/Luke_Skywalker';

let api: TestApi;
let proxied: TestApi;
beforeAll(async () => {
  api = await startTestWorld();
  proxied = await startTestWorld({ trustProxy: 1 });
}, 60_000);
afterAll(async () => {
  await api.close();
  await proxied.close();
});

async function pageOf(path: string, init: RequestInit = {}, from = api): Promise<{ answer: Response; $: CheerioAPI }> {
  const answer = await fetch(from.url + path, { redirect: 'manual', headers: BROWSER, ...init });
  return { answer, $: load(await answer.text()) };
}

const meta = ($: CheerioAPI, name: string) => $(`meta[property="${name}"], meta[name="${name}"]`).attr('content');

describe('the head', () => {
  test('of an article says what a link to it unfolds to', async () => {
    const { answer, $ } = await pageOf(LUKE, { headers: {} });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const description = 'Luke Skywalker was a farm boy of Tatooine who became a Jedi.';
    expect($('title').text()).toBe('Luke Skywalker · Lorekeeper');
    expect(meta($, 'description')).toBe(description);
    expect(meta($, 'og:title')).toBe('Luke Skywalker');
    expect(meta($, 'og:description')).toBe(description);
    expect(meta($, 'og:type')).toBe('article');
    expect(meta($, 'og:url')).toBe(api.url + LUKE);
    expect($('link[rel=canonical]').attr('href')).toBe(api.url + LUKE);
    expect(meta($, 'og:image')).toBe(`${api.url}/api/v1/wiki/test_world/picture/Luke%20Skywalker.jpg?w=800`);
    expect($('base').attr('href')).toBe('../../');
  });

  test.each([
    ['/', 'Test World · Lorekeeper', './', '/test_world'],
    ['/test_world', 'Test World · Lorekeeper', './', '/test_world'],
    ['/test_world/planets', 'Planets of Test World · Lorekeeper', '../', '/test_world/planets'],
    ['/test_world/planets/Tatooine/Legends', 'Tatooine/Legends · Lorekeeper', '../../../', null],
  ])('of %s', async (path, title, base, canonical) => {
    const { answer, $ } = await pageOf(path);
    expect([answer.status, $('title').text(), $('base').attr('href')]).toEqual([200, title, base]);
    expect($('link[rel=canonical]').attr('href')).toBe(api.url + (canonical ?? path));
  });

  test('has addresses as a trusted proxy says, and nobody else', async () => {
    const said = {
      ...BROWSER,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'lore.example',
      'x-forwarded-prefix': '/wiki/',
    };
    const behind = await pageOf(LUKE, { headers: said }, proxied);
    expect($url(behind.$)).toBe(`https://lore.example/wiki${LUKE}`);
    const direct = await pageOf(LUKE, { headers: said });
    expect($url(direct.$)).toBe(api.url + LUKE);
    const lied = await pageOf(LUKE, { headers: { ...said, 'x-forwarded-host': 'a"><script>' } }, proxied);
    expect($url(lied.$)).toBe(`https://${new URL(proxied.url).host}/wiki${LUKE}`);
  });

  const $url = ($: CheerioAPI) => $('link[rel=canonical]').attr('href');
});

describe('without script', () => {
  test('an article can be read: title, summary, facts with links, sections, source and licence', async () => {
    const { $ } = await pageOf(LUKE);
    expect($('h1').text()).toBe('Luke Skywalker');
    expect($('.lead').text()).toContain('Luke grew up on Tatooine');
    expect($('.fact a[href="test_world/planets/Tatooine"]').text()).toBe('Tatooine');
    const sections = $('.text-section h2')
      .toArray()
      .map((one) => [$(one).attr('id'), $(one).next('p').text()]);
    expect(sections.slice(0, 3)).toEqual([
      ['Biography', 'He was raised by Owen and Beru on a moisture farm.'],
      ['The_academy', 'He wanted to leave.'],
      ['The_academy_2', 'Year | Event'],
    ]);
    expect($('.provenance a').first().attr('href')).toBe('https://wiki.example/wiki/Luke_Skywalker');
    expect($('.provenance').text()).toContain('Licence:');
  });

  test('categories lead to their articles, page by page', async () => {
    const { $ } = await pageOf('/test_world/weapons');
    const first = $('.card-link').length;
    const next = $('a[rel=next]').attr('href');
    expect([first, next]).toEqual([36, expect.stringMatching(/^test_world\/weapons\?cursor=/)]);
    const second = await pageOf(`/${next}`);
    expect(second.$('.card-link').length).toBe(42 - 36);
    expect((await pageOf('/test_world/weapons?cursor=nonsense')).answer.status).toBe(400);
  });

  test('the overview leads to the categories, and a search to articles', async () => {
    const { $ } = await pageOf('/test_world');
    expect($('.drawer[href="test_world/planets"]').text()).toMatch(/Planets\s+5/);
    const found = await pageOf('/test_world/search?q=tatooine');
    expect(found.$('.card-link').first().attr('href')).toBe('test_world/planets/Tatooine');
    expect(found.$('.card').first().find('em').length).toBe(0);
    const misspelt = await pageOf('/test_world/search?q=tatoine');
    expect(misspelt.$('.card').first().find('em').text()).toBe('— a near spelling');
  });

  test.each(HOSTILE_TITLES.map((title) => [title]))('%j is text wherever it stands', async (title) => {
    const { answer, $ } = await pageOf(`/${articleAddress('test_world', 'items', title)}`);
    expect([answer.status, $('h1').text(), meta($, 'og:title')]).toEqual([200, title, title]);
    expect($('script:not([src]), b, main script, [onerror]').length).toBe(0);
  });

  test('what a text holds is text', async () => {
    const { $ } = await pageOf(LUKE);
    expect($('#Friends_of_Luke').next('p').text()).toContain('<script>alert(1)</script>');
    expect($('script:not([src]), main b, [onerror], [href^="javascript:"]').length).toBe(0);
  });
});

test.each([
  ['/test_world/wiki/Luke', '../../test_world/characters/Luke_Skywalker'],
  ['/test_world/planets/luke_skywalker', '../../test_world/characters/Luke_Skywalker'],
  ['/test_world/characters/Luke%20Skywalker', '../../test_world/characters/Luke_Skywalker'],
  ['/test_world/Planets', '../test_world/planets'],
  ['/test_world/planets/', '../../test_world/planets'],
])('%s leads to its own address', async (path, location) => {
  const { answer } = await pageOf(path);
  expect([answer.status, answer.headers.get('location')]).toEqual([302, location]);
});

describe('what is not there', () => {
  test.each([
    ['/test_world/planets/Tatooin', 'test_world/planets/Tatooine'],
    ['/test_world/nonsense', 'test_world/characters'],
    ['/nowhere', 'test_world'],
    ['/nowhere/planets/Tatooine', 'test_world'],
    ['/wp-login.php', 'test_world'],
  ])('%s is 404 and says where else to go', async (path, other) => {
    const { answer, $ } = await pageOf(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect($(`.link-list a[href="${other}"]`).length).toBe(1);
    expect(meta($, 'robots')).toBe('noindex');
  });

  test.each([
    ['/test_world/planets/Tatooin', ['test_world', 'test_world/search']],
    ['/test_world/nonsense', ['test_world', 'test_world/search']],
    ['/nowhere/planets/Tatooine', ['./']],
  ])('%s leads back to where one can begin, and to the search', async (path, wanted) => {
    const { $ } = await pageOf(path);
    const links = $('.crumbs a').toArray();
    expect(links.map((one) => $(one).attr('href'))).toEqual(wanted);
    const base = new URL($('base').attr('href') ?? '', api.url + path);
    for (const one of links) expect((await fetch(new URL($(one).attr('href') ?? '', base))).status).toBe(200);
  });

  test.each([
    ['/nowhere', 'NOT_FOUND'],
    ['/test_world/planets/Tatooin', 'ARTICLE_NOT_FOUND'],
    ['/wp-login.php', 'NOT_FOUND'],
    ['/api/v2/anything', 'NOT_FOUND'],
  ])('%s is a problem document for programs', async (path, code) => {
    const answer = await fetch(api.url + path);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, code]);
  });

  test('another method is as it was', async () => {
    expect((await fetch(api.url + LUKE, { method: 'POST' })).status).toBe(404);
    const run = await fetch(`${api.url}/prefetch/run`);
    expect([run.status, run.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
  });
});

test('while the data are not ready, it says so and asks again', async () => {
  const read = jest.spyOn(api.catalogue, 'read');
  read.mockRejectedValueOnce(new Problem('DATA_NOT_READY', 'Nothing can be served yet.', { retryAfterSeconds: 2 }));
  const { answer, $ } = await pageOf(LUKE);
  read.mockRestore();
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect($('h1').text()).toBe('Not ready yet');
  expect(load($('head noscript').text())('meta').attr('content')).toBe('2');
});

test('ETag, 304, HEAD and the source are those of every answer with data', async () => {
  const { answer } = await pageOf(LUKE);
  const etag = answer.headers.get('etag') ?? '';
  expect([etag, answer.headers.get('x-data-source')]).toEqual([expect.stringMatching(/^"/), 'file']);
  const again = await fetch(api.url + LUKE, { headers: { ...BROWSER, 'if-none-match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
  const head = await fetch(api.url + LUKE, { method: 'HEAD', headers: BROWSER });
  expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, '']);
});

test('no universe can have the name of a route', () => {
  const { paths } = JSON.parse(readFileSync(join(__dirname, '../../openapi.json'), 'utf8')) as { paths: object };
  const first = Object.keys(paths).map((path) => path.split('/')[1] ?? '');
  const taken = [...first, 'assets', 'status'].filter((name) => UNIVERSE_ID.test(name) && !RESERVED_IDS.has(name));
  expect(taken).toEqual([]);
});

describe('for search engines', () => {
  const behind = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'lore.example', 'x-forwarded-prefix': '/wiki' };
  const read = async (path: string, from = api, headers = {}) => {
    const answer = await fetch(from.url + path, { headers });
    return { answer, text: await answer.text() };
  };

  test('robots.txt names the sitemap and closes the API', async () => {
    const { answer, text } = await read('/robots.txt');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(text).toContain(`Sitemap: ${api.url}/sitemap.xml\n`);
    expect(text).toContain('Disallow: /api/\n');
    expect((await read('/robots.txt', proxied, behind)).text).toContain('https://lore.example/wiki/sitemap.xml\n');
    expect((await read('/robots.txt', api, behind)).text).toContain(`Sitemap: ${api.url}/sitemap.xml\n`);
  });

  test('every address of the sitemap is the own address of a page', async () => {
    const { answer, text } = await read('/sitemap.xml');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/xml; charset=utf-8']);
    const maps = load(text, { xml: true })('sitemap > loc');
    expect(maps.map((_, one) => load(text, { xml: true })(one).text()).get()).toEqual([
      `${api.url}/sitemap.xml?universe=test_world&part=1`,
    ]);
    const part = await read('/sitemap.xml?universe=test_world&part=1');
    expect(part.answer.headers.get('etag')).not.toBeNull();
    const $ = load(part.text, { xml: true });
    const addresses = $('url > loc')
      .toArray()
      .map((one) => $(one).text());
    expect(addresses).toContain(api.url + LUKE);
    for (const address of addresses) {
      const page = await pageOf(address.slice(api.url.length));
      expect([page.answer.status, page.$('link[rel=canonical]').attr('href')]).toEqual([200, address]);
    }
    const behindProxy = await read('/sitemap.xml?universe=test_world', proxied, behind);
    expect(behindProxy.text).toContain(`<loc>https://lore.example/wiki${LUKE}</loc>`);
  });

  test.each([
    ['/sitemap.xml?universe=test_world&part=2', 404],
    ['/sitemap.xml?universe=nowhere', 404],
    ['/sitemap.xml?universe=test_world&part=0', 400],
  ])('%s is %i', async (path, status) => expect((await read(path)).answer.status).toBe(status));
});
