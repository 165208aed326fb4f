import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crawlWiki } from '../../src/prefetch/fill/crawl-wiki';
import { readCoverage } from '../../src/prefetch/fill/coverage';
import { refreshWiki } from '../../src/prefetch/fill/refresh-wiki';
import { reparse } from '../../src/prefetch/fill/reparse';
import { FakeWiki, type WikiAnswer, type WikiRequest } from '../harness/fake-wiki';
import { infoboxJson, ModelWiki } from '../harness/model-wiki';
import { tempDir } from '../harness/temp-dir';
import { labAccess, labFetch, labUniverse, readNative, SkippingClock } from './wiki-lab';

let wiki: FakeWiki;
let lab: ReturnType<typeof labFetch>;
let model: ModelWiki;
let dir: { path: string; remove(): Promise<void> };

beforeAll(async () => {
  wiki = await FakeWiki.start();
  lab = labFetch(wiki.host);
});
beforeEach(async () => {
  model = new ModelWiki();
  wiki.answers(model.answer);
  wiki.forget();
  dir = await tempDir('crawl');
});
afterEach(() => dir.remove());
afterAll(async () => {
  await lab.close();
  await wiki.stop();
});

const crawl = (more: object = {}) =>
  crawlWiki({
    ...labAccess(lab.fetchText),
    definition: labUniverse(wiki.api),
    cacheDir: dir.path,
    resume: false,
    allowShrink: false,
    ...more,
  });
const refresh = (more: object = {}) =>
  refreshWiki({
    ...labAccess(lab.fetchText),
    definition: labUniverse(wiki.api),
    cacheDir: dir.path,
    allowShrink: false,
    ...more,
  });
const titles = async () => (await readNative(dir.path)).records.map(({ title }) => title);

/** Every file of the universe's folder with its bytes. */
async function snapshot(): Promise<Record<string, string>> {
  const folder = join(dir.path, 'model');
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = await Promise.all(
    names.map(
      async (entry) =>
        [
          join(entry.parentPath, entry.name),
          (await readFile(join(entry.parentPath, entry.name))).toString('base64'),
        ] as const,
    ),
  );
  return Object.fromEntries(files.sort());
}

describe('a crawl', () => {
  it('writes every article with its infobox, redirects, picture and licence', async () => {
    model.fill(120);
    model.add({ pageid: 500, title: 'Else', revid: 1, categories: ['Other'] });
    model.pages.get(3)!.image = 'https://static.invalid/model/images/a/ab/X.png';
    const { manifest, coverage } = await crawl();
    const { records } = await readNative(dir.path);
    expect(records).toHaveLength(120);
    expect(manifest).toMatchObject({
      articles: 120,
      licence: 'CC-BY-SA',
      source: 'https://model.invalid',
      created_at: model.time,
    });
    expect(records[2]).toMatchObject({
      pageid: 3,
      title: 'Page 3',
      image: 'https://static.invalid/model/images/a/ab/X.png',
      extract: 'Page 3 was a planet of the model wiki.',
    });
    expect(records[6]).toMatchObject({
      redirects: ['Alias 7'],
      infobox: { type: 'Planet', fields: [{ label: 'Region', values: ['Region 2'] }] },
    });
    expect(coverage).toMatchObject({
      articles: 120,
      uncategorised: { count: 0 },
      no_image: { count: 119 },
      changes: null,
    });
    expect(await readCoverage(dir.path, 'model')).toEqual(coverage);
    expect(await readdir(join(dir.path, '.fill', 'model'))).toEqual(['coverage.json']);
  });

  it('goes on after every possible interruption and fetches nothing twice', async () => {
    model.fill(230);
    model.pageLimit = 100;
    await crawl();
    const whole = (await readNative(dir.path)).records;
    const usual = wiki.log.length;
    await dir.remove();
    dir = await tempDir('crawl');
    wiki.forget();
    // One request, then the process is gone, again and again: what a kill leaves is what the last checkpoint wrote.
    let runs = 0;
    for (; runs < 50; runs++) {
      const end = await crawl({ resume: true, maxRequests: runs === 0 ? 2 : 1 }).catch(
        (error: { reason?: string }) => error,
      );
      if ('manifest' in end) break;
      expect(end.reason).toBe('budget');
    }
    expect(runs).toBeGreaterThan(5);
    expect(wiki.log.length).toBe(usual);
    const { records } = await readNative(dir.path);
    expect(records.map((record) => ({ ...record, scraped_at: '' }))).toEqual(
      whole.map((record) => ({ ...record, scraped_at: '' })),
    );
  });

  it('gives the same bytes for the same wiki', async () => {
    model.fill(60);
    await crawl();
    const first = await snapshot();
    await crawl();
    expect(await snapshot()).toEqual(first);
  });

  it('reads the HTML where the wiki has no infobox properties', async () => {
    model.fill(3);
    model.extensions = [];
    for (const page of model.pages.values()) delete page.infoboxes;
    const html =
      '<div class="mw-parser-output"><aside class="portable-infobox pi-theme-Planet"><div class="pi-data" data-source="r"><h3 class="pi-data-label">Region</h3><div class="pi-data-value">Rim</div></div></aside><p>Text</p></div>';
    wiki.answers((request) =>
      request.params['action'] === 'parse' ? { body: { parse: { pageid: 1, text: html } } } : model.answer(request),
    );
    await crawl();
    const { records } = await readNative(dir.path);
    expect(records[0]?.infobox).toEqual({ type: 'Planet', fields: [{ label: 'Region', values: ['Rim'], links: [] }] });
    expect(wiki.log.filter(({ params }) => params['action'] === 'parse')).toHaveLength(3);
  });

  it('reads the HTML of the one page whose infobox is broken', async () => {
    model.fill(5);
    model.pages.get(4)!.infoboxes = infoboxJson('Planet', { Region: '<!--LINK\'" 0:12-->' });
    const html =
      '<aside class="portable-infobox pi-theme-Planet"><div class="pi-data" data-source="r"><h3 class="pi-data-label">Region</h3><div class="pi-data-value">Whole</div></div></aside>';
    wiki.answers((request) =>
      request.params['action'] === 'parse' ? { body: { parse: { pageid: 4, text: html } } } : model.answer(request),
    );
    await crawl();
    expect(wiki.log.filter(({ params }) => params['action'] === 'parse').map(({ params }) => params['pageid'])).toEqual(
      ['4'],
    );
    expect((await readNative(dir.path)).records[3]?.infobox?.fields[0]?.values).toEqual(['Whole']);
  });

  it('says what is missing: a contact, a wiki', async () => {
    await expect(crawl({ contact: null })).rejects.toThrow('WIKI_CONTACT');
    await expect(crawl({ definition: { ...labUniverse(wiki.api), api: null } })).rejects.toThrow('"api"');
  });

  it('F38 refuses a second crawl of the same universe while one runs', async () => {
    model.fill(60);
    wiki.answers((request) => ({ ...model.answer(request), delayMs: 30 }) as WikiAnswer);
    const [first, second] = await Promise.allSettled([crawl(), crawl()]);
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(wiki.mostInFlight).toBe(1);
  });
});

describe('F35 pages that change while the crawl goes on', () => {
  it('F35 takes the new title of a moved page, and a deleted page away', async () => {
    model.fill(10);
    wiki.answers((request) => {
      if (request.params['pageids']) {
        model.pages.get(2)!.title = 'Moved';
        model.redirectPages.set('Page 2', 'Moved');
        model.pages.delete(5);
      }
      return model.answer(request);
    });
    const { coverage } = await crawl();
    const { records } = await readNative(dir.path);
    expect(records.map(({ title }) => title)).toEqual([
      'Page 1',
      'Moved',
      'Page 3',
      'Page 4',
      ...[6, 7, 8, 9, 10].map((i) => `Page ${i}`),
    ]);
    expect(records[1]?.redirects).toEqual(['Page 2']);
    expect(coverage.failures).toEqual([{ reason: 'missing', count: 1, sample: ['Page 5'] }]);
  });

  it('F35 never writes one title twice', async () => {
    model.fill(60);
    let isMoved = false;
    wiki.answers((request) => {
      const answer = model.answer(request);
      // After the first batch, page 1 moves away and page 60 takes its title.
      if (request.params['pageids'] && !isMoved) {
        isMoved = true;
        model.pages.get(1)!.title = 'Elsewhere';
        model.pages.get(60)!.title = 'Page 1';
        return { body: JSON.parse(JSON.stringify(answer?.body)) as unknown };
      }
      return answer;
    });
    await crawl();
    const all = await titles();
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining(['Elsewhere', 'Page 1']));
    expect(all).toHaveLength(60);
  });
});

describe('F37 garbage changes no data', () => {
  const isListing = ({ params }: WikiRequest) => params['list'] === 'categorymembers';
  const isPages = ({ params }: WikiRequest) => params['pageids'] !== undefined;
  const challenge: WikiAnswer = {
    status: 403,
    headers: { 'content-type': 'text/html', 'cf-mitigated': 'challenge' },
    body: '<title>Just a moment...</title>',
  };

  const cases: [string, (request: WikiRequest) => WikiAnswer | null][] = [
    ['a challenge page instead of everything', () => challenge],
    ['a challenge page in the middle', (request) => (isPages(request) ? challenge : model.answer(request))],
    [
      'truncated JSON',
      (request) =>
        isPages(request) ? { body: JSON.stringify(model.answer(request)?.body).slice(0, 500) } : model.answer(request),
    ],
    [
      'an empty listing',
      (request) =>
        isListing(request) ? { body: { batchcomplete: true, query: { categorymembers: [] } } } : model.answer(request),
    ],
    ['no listing', (request) => (isListing(request) ? { body: { batchcomplete: true } } : model.answer(request))],
    [
      'a listing that stops at 40 %',
      (request) =>
        isListing(request)
          ? {
              body: {
                batchcomplete: true,
                query: {
                  categorymembers: Array.from({ length: 40 }, (_, i) => ({
                    pageid: i + 1,
                    ns: 0,
                    title: `Page ${i + 1}`,
                  })),
                },
              },
            }
          : model.answer(request),
    ],
    ['{}', () => ({ body: {} })],
    ['[]', () => ({ body: [] })],
    ['an empty body', () => ({ body: '' })],
    [
      'batches without pages',
      (request) => (isPages(request) ? { body: { batchcomplete: true } } : model.answer(request)),
    ],
    [
      'pages that all are missing',
      (request) =>
        isPages(request)
          ? {
              body: {
                batchcomplete: true,
                query: {
                  pages: request.params['pageids']!.split('|').map((id) => ({ pageid: Number(id), missing: true })),
                },
              },
            }
          : model.answer(request),
    ],
    [
      'half of the pages asked for',
      (request) =>
        isPages(request)
          ? {
              body: {
                batchcomplete: true,
                query: { pages: [{ pageid: 1, ns: 0, title: 'Page 1', revisions: [{ revid: 1 }] }] },
              },
            }
          : model.answer(request),
    ],
    ['another program', () => ({ body: { hello: 'world' } })],
  ];

  it.each(cases)('F37 crawl: %s', async (_name, answerer) => {
    model.fill(100);
    await crawl();
    const before = await snapshot();
    wiki.answers(answerer);
    await expect(crawl()).rejects.toThrow(/Nothing was changed/);
    expect(await snapshot()).toEqual(before);
    // The same garbage cannot slip through on resumption either.
    await expect(crawl({ resume: true })).rejects.toThrow(/Nothing was changed/);
    expect(await snapshot()).toEqual(before);
  });

  it.each(cases)('F37 refresh by full comparison: %s', async (_name, answerer) => {
    model.fill(100);
    await crawl();
    const before = await snapshot();
    const isGenerator = ({ params }: WikiRequest) => params['generator'] !== undefined;
    // The comparison lists by a generator; the garbage of the listing becomes that of the generator.
    wiki.answers((request) => {
      if (!isGenerator(request)) return answerer(request);
      const answer = answerer({
        ...request,
        params: { list: 'categorymembers', cmtitle: request.params['gcmtitle'] ?? '' },
      });
      const rows = (answer?.body as { query?: { categorymembers?: object[] } } | undefined)?.query?.categorymembers;
      if (!rows || rows.length === 100)
        return rows
          ? { body: { batchcomplete: true, query: { pages: rows.map((row) => ({ ...row, lastrevid: 1 })) } } }
          : answer;
      return { body: { batchcomplete: true, query: { pages: rows } } };
    });
    await expect(refresh({ full: true })).rejects.toThrow(/Nothing was changed/);
    expect(await snapshot()).toEqual(before);
  });

  it('F37 a first crawl does not believe a listing that stops at 40 % of what the category counts', async () => {
    model.fill(100);
    wiki.answers(cases[5]![1]);
    await expect(crawl()).rejects.toThrow('40 articles where 100 were expected');
  });

  it('F37 an explicit flag overrides', async () => {
    model.fill(100);
    await crawl();
    for (let i = 31; i <= 100; i++) model.pages.delete(i);
    await expect(crawl()).rejects.toThrow('--allow-shrink');
    await crawl({ allowShrink: true });
    expect(await titles()).toHaveLength(30);
  });
});

describe('F39 refresh from recent changes', () => {
  const at = (minutes: number) =>
    new Date(Date.parse('2026-08-01T00:00:00Z') + minutes * 60_000).toISOString().replace('.000', '');
  const edit = (pageid: number, revid: number, minutes: number, more: object = {}) => ({
    type: 'edit',
    ns: 0,
    title: model.pages.get(pageid)?.title ?? '',
    pageid,
    revid,
    timestamp: at(minutes),
    ...more,
  });

  beforeEach(async () => {
    model.fill(100);
    model.pages.get(9)!.image = 'https://static.invalid/model/images/a/ab/Nine.png';
    // Something old, so that the list reaches back.
    model.changes = [{ type: 'edit', ns: 0, title: 'Page 1', pageid: 1, revid: 10, timestamp: at(-600) }];
    await crawl();
    model.time = at(60);
    wiki.forget();
  });

  const fetchedIds = () =>
    wiki.log.flatMap(({ params }) => (params['pageids'] ?? '').split('|').filter(Boolean)).map(Number);

  it('F39 fetches and writes only what changed, whatever the order, twice or by a bot', async () => {
    Object.assign(model.pages.get(3)!, { revid: 31, lead: "'''Page 3''' was edited since then." });
    Object.assign(model.pages.get(4)!, { revid: 41 });
    model.changes.push(
      edit(4, 41, 5, { bot: true }),
      edit(3, 30.5, 5),
      edit(3, 31, 5),
      edit(3, 31, 5),
      edit(50, 500, -5),
    );
    const { written, deleted } = await refresh();
    expect(fetchedIds().sort()).toEqual([3, 4]);
    expect(deleted).toBe(0);
    expect(written?.coverage.changes).toMatchObject({ created: 0, updated: 2, unchanged: 98, deleted: 0 });
    const { records, manifest } = await readNative(dir.path);
    expect(records[2]).toMatchObject({ revid: 31, extract: 'Page 3 was edited since then.' });
    expect(manifest.created_at).toBe(at(60));
  });

  it('F39 follows moves, deletions, restorations, new pages, redirects and uploads', async () => {
    Object.assign(model.pages.get(10)!, { title: 'Moved ten', revid: 101 });
    model.redirectPages.set('Page 10', 'Moved ten');
    model.pages.get(11)!.title = 'Moved without redirect';
    model.pages.delete(12);
    model.pages.delete(13);
    model.add({
      pageid: 200,
      title: 'Page 13',
      revid: 2000,
      categories: ['Canon articles'],
      lead: "'''Page 13''' was restored under another id.",
    });
    model.add({
      pageid: 201,
      title: 'New moon',
      revid: 2010,
      categories: ['Canon articles'],
      lead: "'''New moon''' was new in this wiki.",
    });
    model.add({ pageid: 202, title: 'Not ours', revid: 2020, categories: ['Other'] });
    model.redirectPages.set('Another name', 'Page 20');
    model.redirectPages.delete('Alias 21');
    model.pages.get(15)!.categories = ['Other'];
    model.pages.get(15)!.revid = 151;
    model.changes.push(
      {
        type: 'log',
        ns: 0,
        title: 'Page 10',
        pageid: 10,
        revid: 101,
        timestamp: at(1),
        logtype: 'move',
        logaction: 'move',
        logparams: { target_ns: 0, target_title: 'Moved ten' },
      },
      {
        type: 'log',
        ns: 0,
        title: 'Page 11',
        pageid: 0,
        revid: 0,
        timestamp: at(1),
        logtype: 'move',
        logaction: 'move',
        logparams: { target_ns: 0, target_title: 'Moved without redirect', suppressredirect: true },
      },
      {
        type: 'log',
        ns: 0,
        title: 'Page 12',
        pageid: 0,
        revid: 0,
        timestamp: at(2),
        logtype: 'delete',
        logaction: 'delete',
        logparams: {},
      },
      {
        type: 'log',
        ns: 0,
        title: 'Page 13',
        pageid: 200,
        revid: 0,
        timestamp: at(2),
        logtype: 'delete',
        logaction: 'restore',
        logparams: {},
      },
      { type: 'new', ns: 0, title: 'New moon', pageid: 201, revid: 2010, timestamp: at(3) },
      { type: 'new', ns: 0, title: 'Not ours', pageid: 202, revid: 2020, timestamp: at(3) },
      {
        type: 'log',
        ns: 0,
        title: 'Another name',
        pageid: 0,
        revid: 0,
        timestamp: at(4),
        logtype: 'delete',
        logaction: 'restore',
        logparams: {},
      },
      {
        type: 'log',
        ns: 0,
        title: 'Alias 21',
        pageid: 0,
        revid: 0,
        timestamp: at(4),
        logtype: 'delete',
        logaction: 'delete',
        logparams: {},
      },
      {
        type: 'log',
        ns: 6,
        title: 'File:Nine.png',
        pageid: 0,
        revid: 0,
        timestamp: at(5),
        logtype: 'upload',
        logaction: 'overwrite',
        logparams: {},
      },
      edit(15, 151, 6),
    );
    model.pages.get(9)!.image = 'https://static.invalid/model/images/a/ab/Nine.png?cb=2';
    const { written } = await refresh();
    const refreshed = (await readNative(dir.path)).records;
    const changes = written!.coverage.changes!;
    expect(changes.deletions.map(({ title, reason }) => `${title}: ${reason}`).sort()).toEqual([
      'Page 12: deleted',
      'Page 13: deleted',
      'Page 15: left the category of articles',
    ]);
    // Article by article the same as a crawl of the wiki as it is now.
    await dir.remove();
    dir = await tempDir('crawl');
    await crawl();
    const crawled = (await readNative(dir.path)).records;
    expect(refreshed.map((record) => ({ ...record, scraped_at: '', timestamp: '' }))).toEqual(
      crawled.map((record) => ({ ...record, scraped_at: '', timestamp: '' })),
    );
    expect(crawled.find(({ title }) => title === 'Page 20')?.redirects).toEqual(['Another name']);
  });

  it('F39 writes nothing but the time when nothing changed', async () => {
    const before = await snapshot();
    const { written } = await refresh();
    expect(written).toBeNull();
    const after = await snapshot();
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed.map((name) => name.split('/').pop())).toEqual(['manifest.json']);
    expect((await readNative(dir.path)).manifest.created_at).toBe(at(60));
  });

  it('F39 compares the whole listing when the list of changes does not reach back', async () => {
    model.changes = [edit(3, 31, 50)];
    model.pages.get(3)!.revid = 31;
    model.pages.get(44)!.revid = 441;
    model.pages.delete(45);
    model.add({ pageid: 300, title: 'Latest', revid: 3000, categories: ['Canon articles'] });
    const { comparedAll, deleted, fetched } = await refresh();
    expect({ comparedAll, deleted, fetched }).toEqual({ comparedAll: true, deleted: 1, fetched: 3 });
    expect(fetchedIds().sort((a, b) => a - b)).toEqual([3, 44, 45, 300]);
    expect(await titles()).not.toContain('Page 45');
  });

  it('F39 repeats what it did after a crash before the time was saved, to the same bytes', async () => {
    model.pages.get(3)!.revid = 31;
    model.changes.push(edit(3, 31, 5));
    await refresh();
    const once = await snapshot();
    const manifestPath = Object.keys(once).find((name) => name.endsWith('manifest.json'))!;
    const { writeFile } = await import('node:fs/promises');
    const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as object;
    await writeFile(manifestPath, JSON.stringify({ ...manifest, created_at: at(0) }));
    const { written } = await refresh();
    expect(written).toBeNull();
    expect((await readNative(dir.path)).records[2]?.revid).toBe(31);
    expect(await snapshot()).toEqual(once);
  });

  it.each([
    ['at the changes', 'rclimit'],
    ['at the pages', 'pageids'],
  ])('F39 a failure %s leaves data and time as they were', async (_name, parameter) => {
    model.pages.get(3)!.revid = 31;
    model.changes.push(edit(3, 31, 5));
    const before = await snapshot();
    wiki.answers((request) =>
      request.params[parameter] && request.params['rclimit'] !== '1'
        ? { status: 500, body: '' }
        : model.answer(request),
    );
    await expect(refresh()).rejects.toMatchObject({ reason: 'unavailable' });
    expect(await snapshot()).toEqual(before);
  });

  it('F37 refuses to publish when more than a fifth would be gone, until forced', async () => {
    for (let i = 1; i <= 30; i++) {
      model.changes.push({
        type: 'log',
        ns: 0,
        title: `Page ${i}`,
        pageid: 0,
        revid: 0,
        timestamp: at(2),
        logtype: 'delete',
        logaction: 'delete',
        logparams: {},
      });
      model.pages.delete(i);
    }
    const before = await snapshot();
    await expect(refresh()).rejects.toThrow('--allow-shrink');
    expect(await snapshot()).toEqual(before);
    await refresh({ allowShrink: true });
    expect(await titles()).toHaveLength(70);
  });
});

describe('F40 hostile titles', () => {
  const HOSTILE = [
    'Constructor',
    '__proto__',
    'ToString',
    'HasOwnProperty',
    'AC/DC',
    '100%',
    'Who?',
    'C#',
    'A\\b',
    'A\'b"c',
    '..',
    '🪐',
    'Padmé',
    'Padme\u0301 (NFD)',
    'שלום',
    '語'.repeat(85),
    '<script>',
    ': leading',
  ];

  it('F40 keeps every title, as a title, a category, a redirect and a label', async () => {
    HOSTILE.forEach((title, i) =>
      model.add({
        pageid: i + 1,
        title,
        revid: i + 1,
        categories: ['Canon articles', ...HOSTILE],
        redirects: [`Redirect of ${title}`],
        infoboxes: infoboxJson('constructor', { __proto__x: 'a', constructor: `<a href="/wiki/X">${i}</a>` }),
        lead: `'''X''' was a page with a hostile title.`,
      }),
    );
    await crawl();
    const { records } = await readNative(dir.path);
    expect(records.map(({ title }) => title)).toEqual(HOSTILE);
    for (const record of records) {
      expect(record.categories).toEqual(['Canon articles', ...HOSTILE]);
      expect(record.redirects).toEqual([`Redirect of ${record.title}`]);
      expect(record.infobox?.fields.map(({ label }) => label)).toEqual(['__proto__x', 'constructor']);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('re-parsing without a download', () => {
  const reread = () => reparse({ definition: labUniverse(wiki.api), cacheDir: dir.path, articleText: 'full' });

  it('redoes the infoboxes from what was kept, and asks nobody', async () => {
    model.fill(30);
    await crawl();
    const before = await snapshot();
    wiki.forget();
    await reread();
    const same = await snapshot();
    const data = (files: Record<string, string>) =>
      Object.entries(files).filter(([name]) => !name.endsWith('manifest.json'));
    expect(data(same)).toEqual(data(before));
    // A record whose facts an older parser had not read.
    const { records, manifest } = await readNative(dir.path);
    const { writeFile } = await import('node:fs/promises');
    const older = records.map((record) => JSON.stringify({ ...record, infobox: null })).join('\n');
    await writeFile(join(dir.path, 'model', manifest.files[0]!.name), `${older}\n`);
    const { coverage } = await reread();
    expect(coverage.changes).toMatchObject({ updated: 30, unchanged: 0 });
    expect((await readNative(dir.path)).records).toEqual(records);
    expect(wiki.log).toHaveLength(0);
  });

  it('says what to do where nothing was kept', async () => {
    await expect(reread()).rejects.toThrow('cache:crawl');
  });
});

it('waits politely by default', async () => {
  model.fill(120);
  const clock = new SkippingClock();
  await crawl({ clock, minGapMs: undefined });
  expect(Math.min(...clock.waits)).toBeGreaterThan(900);
});
