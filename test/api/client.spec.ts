import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { Lorekeeper } from '../../clients/typescript/lib';
import { describeInBrowser, launchBrowser, openPage } from '../web/browser';
import { startDemoApi } from './demo-api';
import { ADMIN_KEY, type TestApi } from './test-api';

const ROOT = join(__dirname, '../..');
const PACKAGE = join(ROOT, 'clients/typescript');

let api: TestApi;
let lore: Lorekeeper;
const driven = new Set<string>();

beforeAll(async () => {
  api = await startDemoApi();
  const client = new Lorekeeper({ baseUrl: `${api.url}/`, apiKey: Buffer.from(ADMIN_KEY).toString('latin1') });
  lore = new Proxy(client, {
    get(target, name, receiver) {
      driven.add(String(name));
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
});
afterAll(() => api.close());

const universe = 'demo';

/** The data of an answer; fails where there is none. */
async function dataOf<T>(answer: Promise<{ data?: T; error?: unknown }>): Promise<T> {
  const { data, error } = await answer;
  if (data === undefined) throw new Error(`no data: ${JSON.stringify(error)}`);
  return data;
}

test('drives every operation of the document', async () => {
  expect((await dataOf(lore.getRoot())).docs).toBe('/docs');
  expect((await dataOf(lore.checkLive())).status).toBe('live');
  expect((await dataOf(lore.checkReady())).status).toBe('ready');
  expect((await dataOf(lore.getHealth())).status).toBe('healthy');
  expect(await dataOf(lore.getMetrics())).toContain('# HELP');
  expect(await dataOf(lore.showDocs())).toContain('<html');
  expect((await dataOf(lore.getOpenApi())).openapi).toBe('3.1.0');
  expect((await dataOf(lore.listAttributions()))[0]?.universe).toBe(universe);
  expect((await dataOf(lore.getPrefetchStatus())).is_running).toBe(true);
  expect((await dataOf(lore.startPrefetch({ universe, force_refresh: true }))).run_id).toBe('run-1');
  expect((await dataOf(lore.cancelPrefetch())).status).toBe('cancelling');
  const { stream } = await lore.watchPrefetch();
  for await (const status of stream) {
    expect(status).toMatchObject({ is_running: true });
    break;
  }
  expect((await dataOf(lore.listUniverses()))[0]?.id).toBe(universe);
  expect((await dataOf(lore.listAllTitles({ universe }))).data.planets).toContain('Ansa');
  expect((await dataOf(lore.countArticles({}))).categories.planets).toBeGreaterThan(20);
  expect((await dataOf(lore.listCategory({ category: 'planets', limit: 2 }))).items).toHaveLength(2);
  expect((await dataOf(lore.listFormOptions({ universe }))).popular_species).toContain('Human');
  expect((await dataOf(lore.listTitles({ universe, category: 'planets', search: 'veyr' }))).items).toEqual(['Veyra']);
  const planets = await lore.listPlanets({ limit: 1 });
  expect(Number(planets.response?.headers.get('x-total-count'))).toBeGreaterThan(20);
  expect((await dataOf(lore.listPlaceTitles({ planet: 'Ansa' }))).locations).toContain('Candlegate');
  expect(await dataOf(lore.listRegions({}))).toContain('The Hearth');
  expect(await dataOf(lore.listSystems({ region: 'The Hearth' }))).toContain('Ansa system');
  expect((await dataOf(lore.listPlanetsOfSystem({ system: 'Ansa system' })))[0]?.name).toBe('Ansa');
  expect((await dataOf(lore.listPlaces({ planet: 'Ansa' }))).map(({ name }) => name)).toContain('Candlegate');
  expect((await dataOf(lore.countItems({}))).categories.droids.count).toBeGreaterThan(5);
  expect((await dataOf(lore.listItems({ category: 'weapons', limit: 1 }))).returned).toBe(1);
  expect((await dataOf(lore.listItemsWithImages({ category: 'vehicles' }))).items[0]?.image_cached).toBeDefined();
  expect((await dataOf(lore.getCacheStats({}))).total_articles).toBeGreaterThan(300);
  expect((await dataOf(lore.invalidateCache({ universe }))).status).toBe('invalidated');
  expect((await dataOf(lore.searchArticles({ universe, q: 'seraphine' }))).results[0]?.title).toBe('Séraphine Vael');
  expect((await dataOf(lore.suggestArticles({ universe, q: 'ors' })))[0]?.title).toBe('Orsa Quill');
  const filter = { species: ['Human', 'Veyran'], gender: 'Female' };
  const filtered = await dataOf(lore.listArticles({ universe, filter, limit: 2 }));
  expect(filtered.items).toHaveLength(2);
  const one = await dataOf(lore.listArticles({ universe, filter: { species: 'Human', gender: 'Female' }, limit: 2 }));
  expect(one.total).toBeLessThan(filtered.total);
  const batch = await dataOf(lore.getArticles({ universe, titles: ['The First Lamplighter', 'Nowhere'] }));
  expect([batch.articles[0]?.title, batch.missing]).toEqual(['Orsa Quill', ['Nowhere']]);
  expect((await dataOf(lore.countValues({ universe, field: 'species' })))[0]?.value).toBe('Human');
  expect((await dataOf(lore.getRandomArticle({ universe, seed: '1' }))).universe).toBe(universe);
  const title = 'Noon/Midnight Treaty';
  expect((await dataOf(lore.getArticle({ universe, category: 'events', title }))).title).toBe(title);
  const found = await dataOf(lore.findArticle({ universe, q: 'orsa' }));
  expect(found.article?.title).toBe('Orsa Quill');
  expect((await dataOf(lore.getArticleById({ universe, id: found.article?.id ?? 0 }))).title).toBe('Orsa Quill');
  const links = await dataOf(lore.listLinks({ universe, title: 'Ansa', direction: 'in', limit: 1 }));
  expect(links.items).toHaveLength(1);
  expect((await dataOf(lore.listFailedJobs())).jobs).toHaveLength(1);
  expect((await dataOf(lore.retryJob({ id: 'job-1' }))).job_id).toBe('job-1');
  expect(await dataOf(lore.pauseJobs())).toEqual({ paused: true });
  expect(await dataOf(lore.resumeJobs())).toEqual({ paused: false });
  expect((await dataOf(lore.startCrawl({ universe }))).universe).toBe(universe);

  expect((await dataOf(lore.getSections({ universe, title: 'Orsa Quill', toc: true }))).sections[0]?.index).toBe(0);
  const passages = await dataOf(lore.searchPassages({ universe, q: 'Who was Orsa Quill?', limit: 1 }));
  expect(passages.passages[0]?.title).toBe('Orsa Quill');
  const since = (await dataOf(lore.listUniverses()))[0]?.dataset_version;
  expect((await dataOf(lore.listChanges({ universe, since }))).items).toEqual([]);
  expect((await dataOf(lore.exportCharacter({ universe, title: 'Orsa Quill' }))).spec).toBe('chara_card_v2');
  expect((await dataOf(lore.exportEmbed({ universe, title: 'Orsa Quill' }))).title).toBe('Orsa Quill');
  expect(Object.keys((await dataOf(lore.exportLorebook({ universe, around: 'Ansa' }))).entries)).not.toEqual([]);
  const pack = await lore.downloadPack({ universe, category: 'planets', images: 'none' });
  expect(pack.response?.headers.get('content-type')).toBe('application/zip');
  const foundry = await lore.downloadFoundryModule({ universe, category: 'planets' });
  expect(foundry.response?.headers.get('content-type')).toBe('application/zip');
  expect((await lore.callMcp({ jsonrpc: '2.0', id: 1, method: 'tools/list' })).response?.status).toBe(200);

  // Those with nothing to say of their data: with the examples of the document.
  const rest = documentedOperations().filter(({ operationId }) => !driven.has(operationId));
  expect(rest.length).toBeGreaterThan(0);
  const methods = lore as unknown as Record<string, (parameters: object) => Promise<{ response?: Response }>>;
  for (const { operationId, parameters = [] } of rest) {
    const examples = Object.fromEntries(parameters.map(({ name, example }) => [name, example]));
    expect([operationId, (await methods[operationId]?.(examples))?.response?.status]).toEqual([operationId, 200]);
  }
});

interface DocumentedOperation {
  operationId: string;
  parameters?: { name: string; example?: unknown }[];
}

function documentedOperations(): DocumentedOperation[] {
  const { paths } = JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8')) as {
    paths: Record<string, Record<string, DocumentedOperation>>;
  };
  return Object.values(paths).flatMap((path) => Object.values(path));
}

test('errors are problems, thrown where that is asked for; an ETag that still holds is 304', async () => {
  const { error, response } = await lore.listCategory({ category: 'nonsense' });
  expect([response?.status, error?.code]).toEqual([404, 'UNKNOWN_CATEGORY']);
  await expect(lore.listCategory({ category: 'nonsense' }, { throwOnError: true })).rejects.toMatchObject({
    code: 'UNKNOWN_CATEGORY',
  });
  const first = await lore.countArticles({});
  expect(first.response?.headers.get('x-data-source')).toBe('file');
  const headers = { 'If-None-Match': first.response?.headers.get('etag') ?? '' };
  expect((await lore.countArticles({}, { headers })).response?.status).toBe(304);
  const stranger = new Lorekeeper({ baseUrl: api.url });
  expect((await stranger.cancelPrefetch()).error?.code).toBe('UNAUTHORIZED');
});

describe('the package, as it is published', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lorekeeper-client-'));
  beforeAll(() => {
    mkdirSync(join(dir, 'node_modules/@lorekeeper'), { recursive: true });
    symlinkSync(PACKAGE, join(dir, 'node_modules/@lorekeeper/client'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const ask = `.searchArticles({ universe: 'demo', q: 'orsa' }).then(({ data }) => console.log(data.results[0].title));`;

  test.each([
    ['an ES module', 'ask.mjs', `import { Lorekeeper } from '@lorekeeper/client';`],
    ['CommonJS', 'ask.cjs', `const { Lorekeeper } = require('@lorekeeper/client');`],
  ])('%s imports it', async (_, file, load) => {
    writeFileSync(join(dir, file), `${load}\nnew Lorekeeper({ baseUrl: process.argv[2] })${ask}`);
    const { stdout } = await promisify(execFile)(process.execPath, [join(dir, file), api.url]);
    expect(stdout).toBe('Orsa Quill\n');
  });

  test.each(['nodenext', 'bundler'])(
    'has types (moduleResolution %s)',
    (moduleResolution) => {
      const file = join(dir, `typed-${moduleResolution}.mts`);
      const right = `const { data } = await lore.getArticle({ universe: 'demo', category: 'planets', title: 'Ansa' });\n`;
      const load = `import { Lorekeeper, type Article } from '@lorekeeper/client';\n`;
      const make = `const lore = new Lorekeeper({ baseUrl: 'http://x' });\n`;
      writeFileSync(file, `${load}${make}${right}export const article: Article | undefined = data;\n`);
      expect(typesOf(file, moduleResolution)).toBe('');
      writeFileSync(file, `${load}${make}${right}export const article: number | undefined = data;\n`);
      expect(typesOf(file, moduleResolution)).toContain('TS2322');
    },
    120_000,
  );

  test('its version is the one of the service', () => {
    const versionOf = (path: string) => (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
    expect(versionOf(join(PACKAGE, 'package.json'))).toBe(versionOf(join(ROOT, 'package.json')));
  });
});

function typesOf(file: string, moduleResolution: string): string {
  const module = moduleResolution === 'nodenext' ? 'nodenext' : 'esnext';
  const options = ['--noEmit', '--strict', '--module', module, '--moduleResolution', moduleResolution];
  const target = ['--target', 'es2022', '--lib', 'es2022,dom,dom.iterable'];
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, ...options, ...target, file], {
    cwd: dirname(file),
    encoding: 'utf8',
  });
  return stdout;
}

describeInBrowser('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('it is a module without anything of Node', async () => {
    const { page, faults } = await openPage(browser, { bypassCSP: true });
    await page.goto(`${api.url}/live`);
    const code = readFileSync(join(PACKAGE, 'lib/index.mjs'), 'utf8');
    // As text: jest compiles import() into something that a browser does not know.
    const title = await page.evaluate(`(async () => {
      const url = URL.createObjectURL(new Blob([${JSON.stringify(code)}], { type: 'text/javascript' }));
      const { Lorekeeper } = await import(url);
      const { data } = await new Lorekeeper({ baseUrl: location.origin }).searchArticles({ universe: 'demo', q: 'orsa' });
      return data.results[0].title;
    })()`);
    expect([title, faults]).toEqual(['Orsa Quill', []]);
  });
});

test('the client is the one of openapi.json (npm run openapi writes it)', () => {
  expect(() =>
    execFileSync(process.execPath, ['scripts/typescript-client.mjs', '--check'], { cwd: ROOT }),
  ).not.toThrow();
});
