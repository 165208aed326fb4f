import type { Browser, Page } from 'playwright-core';
import { PgProxy } from '../harness/pg-proxy';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { describeWithService } from '../harness/describe-with-service';
import { startService, type RunningService } from '../harness/service';
import { describeInBrowser, launchBrowser, openPage, type Watched } from './browser';

const suite = describeInBrowser === describe.skip ? describe.skip : describeWithService;

/** The page's policy forbids what Playwright's own waiting does with an expression. */
async function until(page: Page, expression: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await page.evaluate<boolean>(expression)) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`Not so in 30 s: ${expression}`);
}

suite('the page of the real service', () => {
  let postgres: TestPostgres;
  let proxy: PgProxy;
  let service: RunningService;
  let browser: Browser;
  let watched: Watched;
  let page: Page;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    const database = await postgres.createDatabase();
    proxy = await PgProxy.start(database);
    service = await startService({ DATABASE_URL: proxy.through(database) });
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await proxy?.stop();
    await postgres?.stop();
  }, 60_000);
  beforeEach(async () => {
    watched = await openPage(browser);
    page = watched.page;
    page.setDefaultTimeout(30_000);
  });
  afterEach(() => page.context().close());

  const open = (hash = '') => page.goto(service.url + hash);

  it('follows a run from its start to its end', async () => {
    await open('status');
    // The run that begins at boot.
    const complete = page.getByRole('heading', { name: 'Everything is in its drawer' });
    await complete.waitFor({ timeout: 60_000 });
    await page.evaluate(`
      window.headlines = [];
      new MutationObserver(() => window.headlines.push(document.querySelector('h1').textContent))
        .observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
    `);
    await page.getByText('Operate').click();
    await page.getByLabel('Admin key').fill(service.adminKey);
    await page.getByRole('button', { name: 'Force a refresh' }).click();
    await page.getByText(/A forced run for .* is on its way/).waitFor();
    await until(page, `window.headlines.some((one) => /, \\d+ %$/.test(one))`);
    await complete.waitFor({ timeout: 60_000 });
    const run = page.locator('.run').first();
    await run
      .getByText(/^(\d+) of \1$/)
      .first()
      .waitFor();
    await page.getByRole('cell', { name: 'completed' }).first().waitFor();
    await page.getByText('Connected').waitFor();
    expect(watched.faults).toEqual([]);
    expect([...watched.origins]).toEqual([new URL(service.url).origin]);
  });

  it('searches, and shows an article with its picture and its links', async () => {
    await open();
    await page
      .getByRole('link', { name: /Characters/ })
      .first()
      .waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('orsa');
    await page
      .getByRole('option', { name: /Orsa Quill/ })
      .first()
      .waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Orsa Quill', exact: true }).waitFor();
    await until(page, `document.querySelector('.plate .picture-real')?.naturalWidth > 100`);
    await page.getByText('CC0 1.0').waitFor();
    await page.getByRole('link', { name: 'Ansa', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Ansa', exact: true }).waitFor();
    expect(watched.faults).toEqual([]);
  });

  it('names near titles where there is no such article', async () => {
    await open('demo/wiki/Orsa_Quil');
    await page.getByRole('heading', { name: 'Perhaps one of these' }).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Orsa Quill', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Orsa Quill', exact: true }).waitFor();
  });

  it('can be read and walked without script', async () => {
    const icon = await fetch(`${service.url}favicon.ico`);
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/x-icon']);
    const { page: plain } = await openPage(browser, { javaScriptEnabled: false });
    plain.setDefaultTimeout(30_000);
    await plain.goto(`${service.url}demo`, { waitUntil: 'domcontentloaded' });
    await plain.getByRole('link', { name: /^Characters/ }).click();
    await plain
      .locator('.card-title', { hasText: /^Orsa Quill$/ })
      .first()
      .click();
    expect(new URL(plain.url()).pathname).toBe('/demo/characters/Orsa_Quill');
    await plain.getByRole('heading', { level: 1, name: 'Orsa Quill' }).waitFor();
    await plain.locator('.fact').getByRole('link', { name: 'Ansa', exact: true }).first().click();
    await plain.getByRole('heading', { level: 1, name: 'Ansa', exact: true }).waitFor();
    expect((await plain.goto(`${service.url}demo/characters/Orsa_Quil`))?.status()).toBe(404);
    await plain.getByRole('link', { name: 'Orsa Quill', exact: true }).click();
    await plain.getByRole('heading', { level: 1, name: 'Orsa Quill' }).waitFor();
    await plain.context().close();
  });

  it('keeps what the server wrote until its own view can stand there, and then walks without loading', async () => {
    const documents: string[] = [];
    page.on('request', (request) => request.isNavigationRequest() && documents.push(request.url()));
    await page.addInitScript(`
      window.states = [];
      new MutationObserver(() => {
        const heading = document.querySelector('h1')?.textContent ?? null;
        if (window.states.at(-1) !== heading) window.states.push(heading);
      }).observe(document, { subtree: true, childList: true });
    `);
    await open('demo/characters/Orsa_Quill');
    await page.getByRole('heading', { name: 'For programs' }).waitFor();
    expect(await page.evaluate<string[]>('window.states')).toEqual([null, 'Orsa Quill']);
    await page.locator('.facts').getByRole('link', { name: 'Ansa', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Ansa', exact: true }).waitFor();
    await until(page, `location.pathname === '/demo/planets/Ansa'`);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Orsa Quill' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/demo/characters/Orsa_Quill');
    expect(documents).toHaveLength(1);
    expect(watched.faults).toEqual([]);
  });

  it.each([
    ['#/u/demo/a/Orsa%20Quill', '/demo/characters/Orsa_Quill', 'Orsa Quill'],
    ['#/u/demo/c/planets?sort=title', '/demo/planets?sort=title', 'Planets'],
    ['#/u/demo/search?q=orsa', '/demo/search?q=orsa', '“orsa”'],
    ['#/u/demo/places/The%20Hearth', '/demo/places/The%20Hearth', 'Places'],
    ['#/u/demo', '/demo', 'The Emberway'],
    ['#/status', '/status', ''],
  ])('leads from the old address %s to %s', async (old, address, heading) => {
    await open(old);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await until(page, `location.href === ${JSON.stringify(service.url.slice(0, -1) + address)}`);
  });

  // With what the demo universe holds; pictures come on top, as many as are seen.
  it.each([
    ['demo', 150_000],
    ['demo/characters', 110_000],
    ['demo/characters/Orsa_Quill', 120_000],
  ])('sends a phone at %s no more than %i bytes besides pictures', async (path, most) => {
    const { page: phone } = await openPage(browser, { viewport: { width: 390, height: 844 } });
    phone.setDefaultTimeout(30_000);
    let bytes = 0;
    phone.on('requestfinished', (request) => {
      if (request.url().includes('image-proxy') || request.url().includes('prefetch/events')) return;
      void request.sizes().then((sizes) => (bytes += sizes.responseBodySize + sizes.responseHeadersSize));
    });
    await phone.goto(service.url + path);
    await phone.getByRole('link', { name: 'Overview' }).first().waitFor();
    await phone.waitForTimeout(3000);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(most);
    await phone.context().close();
  });

  it('draws the chart, the drawers and the brightest stars', async () => {
    await open();
    await page.locator('.bright text').first().waitFor();
    expect(await page.locator('.drawer').count()).toBeGreaterThan(15);
    expect(await page.locator('.sector').count()).toBe(await page.locator('.drawer').count());
    await page.getByRole('button', { name: 'Draw a card' }).click();
    await page.locator('.article-head h1').waitFor();
    expect(watched.faults).toEqual([]);
  });

  it('walks the places from a region to a room', async () => {
    await open('demo/places');
    for (const name of ['The Hearth', 'Ansa system', 'Ansa']) {
      await page.locator('.column').last().getByRole('link', { name, exact: true }).click();
    }
    await page.locator('.column').last().getByRole('link', { name: 'Candlegate' }).click();
    await page.getByRole('heading', { level: 1, name: 'Candlegate' }).waitFor();
  });

  it('goes on while Postgres is killed, says so, and says when it is back', async () => {
    await open('status');
    await page.getByText('Connected').waitFor();
    await postgres.kill9();
    await page.getByRole('heading', { name: 'Postgres is away' }).waitFor();
    await page.goto(`${service.url}demo/planets`);
    await page.locator('.card').first().waitFor();
    await page.getByText('(answers come from files)').first().waitFor({ state: 'attached' });
    await postgres.restart();
    await page.goto(`${service.url}status`);
    await page.getByRole('heading', { name: 'Everything is in its drawer' }).waitFor();
    await page
      .locator('.sign')
      .filter({ hasText: 'Answers come from' })
      .getByText('Postgres', { exact: true })
      .waitFor();
    expect(watched.faults).toEqual([]);
  }, 120_000);
});
