import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { crawlWiki } from '../../src/prefetch/fill/crawl-wiki';
import { refreshWiki } from '../../src/prefetch/fill/refresh-wiki';
import { FakeWiki, type Answerer, type WikiRequest } from '../harness/fake-wiki';
import { infoboxJson, ModelWiki } from '../harness/model-wiki';
import { tempDir } from '../harness/temp-dir';
import { labAccess, labFetch, labUniverse, readNative } from './wiki-lab';

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
const records = async () => (await readNative(dir.path)).records;
const parses = () => wiki.log.filter(({ params }) => params['action'] === 'parse');
const rendered =
  (htmlOf: (pageid: number) => string): Answerer =>
  (request) =>
    request.params['action'] === 'parse'
      ? { body: { parse: { text: htmlOf(Number(request.params['pageid'])) } } }
      : model.answer(request);

/** A wiki without the extension, each article with a template in its lead. */
function withoutProps(count: number, lead: (i: number) => string): void {
  model.fill(count);
  model.extensions = [];
  for (const page of model.pages.values()) {
    delete page.infoboxes;
    page.lead = lead(page.pageid);
  }
}

describe('a wiki without PortableInfobox', () => {
  const LEAD = (i: number) =>
    `{{Planet infobox|moons=${i}|image=Orb ${i}.png}}\n\'\'\'Page ${i}\'\'\' was a quiet planet of the model.`;

  it('gives the rendered table, its picture, and the type of its template', async () => {
    withoutProps(3, LEAD);
    const table = (i: number) =>
      `<table class="infobox"><tr><th colspan="2">Page ${i}</th></tr><tr><td colspan="2"><img src="/images/thumb/a/ab/Orb_${i}.png/200px-Orb_${i}.png" width="200"></td></tr><tr><th>Moons</th><td><a href="/wiki/Moon_${i}">${i}</a></td></tr></table><p>Hello</p>`;
    wiki.answers(rendered(table));
    await crawl();
    expect((await records())[1]).toMatchObject({
      infobox: {
        type: 'Planet infobox',
        fields: [{ label: 'Moons', values: ['2'], links: [{ text: '2', href: '/wiki/Moon_2' }] }],
      },
      image: 'https://model.invalid/images/a/ab/Orb_2.png',
      extract: 'Page 2 was a quiet planet of the model.',
    });
  });

  it('gives the template of the wikitext where the page shows no infobox, and soon asks for no more pages', async () => {
    withoutProps(40, LEAD);
    wiki.answers(rendered(() => '<p>Nothing but text of some length here.</p>'));
    await crawl();
    const all = await records();
    expect(all.every(({ infobox }) => infobox?.type === 'Planet infobox')).toBe(true);
    expect(all[7]?.infobox?.fields).toEqual([{ label: 'Moons', values: ['8'], links: [] }]);
    expect(parses().length).toBeLessThan(10);
  });
});

describe('leads', () => {
  it('come from the wikitext before TextExtracts', async () => {
    model.fill(2);
    model.extensions = ['PortableInfobox', 'TextExtracts'];
    model.pages.get(1)!.lead = `:\'\'For the moon, see [[Other]].\'\'\n\'\'\'Page 1\'\'\' was the first of its kind.`;
    model.pages.get(2)!.lead = '';
    wiki.answers((request) => {
      const answer = model.answer(request);
      const { query } = (answer?.body ?? {}) as { query?: { pages?: Record<string, unknown>[] } };
      for (const page of query?.pages ?? []) page['extract'] = 'For the moon, see Other. And more of that.';
      return answer;
    });
    await crawl();
    expect((await records()).map(({ extract }) => extract)).toEqual([
      'Page 1 was the first of its kind.',
      'For the moon, see Other. And more of that.',
    ]);
  });
});

it('leaves out the main page and what the wiki itself lists as disambiguation', async () => {
  model.fill(4);
  model.pages.get(1)!.title = 'Main Page';
  Object.assign(model.pages.get(2)!, { lead: '{{Many meanings}}\n* [[A]]\n* [[B]]', infoboxes: undefined });
  wiki.answers((request) => {
    const answer = model.answer(request);
    if (request.params['meta'] !== 'siteinfo') return answer;
    const { query } = answer!.body as { query: { general: object; pages?: object[] } };
    Object.assign(query.general, { mainpage: 'Main Page' });
    const content = '* [[Template:Many meanings]]';
    query.pages = [{ ns: 8, title: 'MediaWiki:Disambiguationspage', revisions: [{ slots: { main: { content } } }] }];
    return answer;
  });
  await crawl({ html: 'never', allowShrink: true });
  expect((await records()).map(({ title }) => title)).toEqual(['Page 3', 'Page 4']);
});

describe.each(['/de/wiki/$1', '/index.php/$1', '/index.php?title=$1', '/$1', '/w/$1'])('article path %s', (path) => {
  it('is /wiki/Title in every record', async () => {
    model.fill(2);
    const href = path.replace('$1', 'Dim_Bay');
    model.pages.get(1)!.infoboxes = infoboxJson('Planet', {
      Near: `<a href="${href.replace('&', '&amp;')}">the bay</a>`,
    });
    wiki.answers((request) => {
      const answer = model.answer(request);
      const { query } = (answer?.body ?? {}) as { query?: { general?: object } };
      if (query?.general) Object.assign(query.general, { articlepath: path });
      return answer;
    });
    await crawl();
    expect((await records())[0]?.infobox?.fields[0]?.links).toEqual([{ text: 'the bay', href: '/wiki/Dim_Bay' }]);
  });
});

describe('a page at which the wiki fails', () => {
  const asked = ({ params }: WikiRequest) => (params['pageids'] ?? '').split('|').map(Number);
  const exception = { error: { code: 'internal_api_error_RevisionAccessException', info: '[ab1] Caught exception' } };

  it.each([
    ['an exception', { body: exception }],
    ['status 500', { status: 500, body: '<html>Internal error</html>' }],
  ])('is found by halving and told, and the others are there: %s', async (_name, failure) => {
    model.fill(60);
    wiki.answers((request) => (asked(request).includes(7) ? failure : model.answer(request)));
    const { coverage } = await crawl();
    expect(await records()).toHaveLength(59);
    expect(coverage.failures).toEqual([{ reason: 'failed', count: 1, sample: ['Page 7'] }]);
    // With --resume that page alone is asked for again.
    wiki.answers(model.answer);
    wiki.forget();
    await crawl({ resume: true });
    expect(await records()).toHaveLength(60);
    expect(wiki.log.flatMap(asked).filter((id) => id > 0)).toEqual([7]);
    expect(await readdir(join(dir.path, '.fill', 'model'))).toEqual(['coverage.json']);
  });

  it('is asked for again at the end', async () => {
    model.fill(60);
    wiki.answers((request) =>
      asked(request).includes(7) && !wiki.log.some((one) => asked(one).includes(60))
        ? { body: exception }
        : model.answer(request),
    );
    const { coverage } = await crawl();
    expect(await records()).toHaveLength(60);
    expect(coverage.failures).toEqual([]);
  });

  it('is there where only its extract is what the wiki fails at', async () => {
    model.extensions = ['PageImages', 'PortableInfobox', 'TextExtracts'];
    model.fill(60);
    wiki.answers((request) =>
      asked(request).includes(7) && request.params['prop']?.includes('extracts')
        ? { body: exception }
        : model.answer(request),
    );
    const { coverage } = await crawl();
    expect(await records()).toHaveLength(60);
    expect(coverage.failures).toEqual([]);
  });

  it('is no reason where the wiki fails at all pages', async () => {
    model.fill(60);
    wiki.answers((request) =>
      request.params['pageids'] ? { status: 500, body: 'Out of order' } : model.answer(request),
    );
    await expect(crawl()).rejects.toMatchObject({ reason: 'unavailable' });
  });

  it('that cannot be rendered has what its wikitext says', async () => {
    model.fill(4);
    model.extensions = [];
    for (const page of model.pages.values()) {
      delete page.infoboxes;
      page.lead = `{{Infobox planet|moons=3}}\nText of page ${page.pageid} of the model.`;
    }
    wiki.answers((request) => {
      if (request.params['action'] !== 'parse') return model.answer(request);
      return request.params['pageid'] === '3'
        ? { status: 503, body: 'Guru' }
        : { body: { parse: { text: '<p>x</p>' } } };
    });
    const { coverage } = await crawl();
    expect((await records())[2]?.infobox?.fields).toEqual([{ label: 'Moons', values: ['3'], links: [] }]);
    expect(coverage.failures).toEqual([{ reason: 'unrendered', count: 1, sample: ['Page 3'] }]);
  });
});

describe('old MediaWiki', () => {
  /** As the API answered before formatversion and the present form of going on. */
  function asOld(body: Record<string, unknown>): Record<string, unknown> {
    const { batchcomplete: _batchcomplete, continue: next, ...rest } = body;
    const query = rest['query'] as { pages?: Record<string, unknown>[] } | undefined;
    if (Array.isArray(query?.pages)) {
      const pages = query.pages.map((page) => {
        const [revision] = page['revisions'] as { slots: { main: { content: string } } }[];
        return [
          page['pageid'],
          { ...page, revisions: [{ ...revision, slots: undefined, '*': revision!.slots.main.content }] },
        ];
      });
      Object.assign(query, { pages: Object.fromEntries(pages) as object });
    }
    const { cmcontinue } = (next ?? {}) as { cmcontinue?: string };
    return cmcontinue ? { ...rest, 'query-continue': { categorymembers: { cmcontinue } } } : rest;
  }

  it('is crawled whole: its form of going on, pages by id, text beside the revision', async () => {
    model.fill(230);
    model.pageLimit = 100;
    wiki.answers((request) => {
      const answer = model.answer(request);
      if (request.params['prop'] === 'categoryinfo' || !answer) return answer;
      return { ...answer, body: asOld(answer.body as Record<string, unknown>) };
    });
    await crawl();
    const all = await records();
    expect(all).toHaveLength(230);
    expect(all[100]?.extract).toBe('Page 101 was a planet of the model wiki.');
  });

  it('that is too old is named', async () => {
    wiki.answers((request) => {
      const answer = model.answer(request);
      const { query } = (answer?.body ?? {}) as { query?: { general?: object } };
      if (query?.general) Object.assign(query.general, { generator: 'MediaWiki 1.15.1' });
      return answer;
    });
    await expect(crawl()).rejects.toThrow('MediaWiki 1.15.1');
  });
});

describe('what the wiki says', () => {
  it.each([
    [{ body: { error: { code: 'readapidenied', info: 'You need read permission.' } } }, 'You need read permission.'],
    [{ body: '<br />\n<b>Deprecated</b>: Use of x in <b>/srv/X.php</b><br />\n{"query":{}}' }, 'Deprecated : Use of x'],
    [{ body: '<html><head><title>t</title></head><h1>This domain is parked</h1></html>' }, 'This domain is parked'],
  ])('is quoted: %j', async (answer, words) => {
    wiki.answers(() => answer);
    await expect(crawl()).rejects.toThrow(words);
  });
});

describe('an api.php that has moved', () => {
  it('is followed on the same host and asked there from then on', async () => {
    model.fill(120);
    wiki.answers((request) =>
      request.path === '/api.php'
        ? {
            status: 301,
            headers: { location: `/w/api.php?${new URLSearchParams(request.params).toString()}` },
            body: '',
          }
        : model.answer(request),
    );
    await crawl();
    expect(await records()).toHaveLength(120);
    expect(wiki.log.filter(({ path }) => path === '/api.php')).toHaveLength(1);
  });

  it('to another host is named', async () => {
    wiki.answers(() => ({ status: 301, headers: { location: 'https://elsewhere.invalid/api.php?x=1' }, body: '' }));
    await expect(crawl()).rejects.toThrow('https://elsewhere.invalid/api.php');
  });
});

it('a refresh sees a draft that was moved among the articles', async () => {
  model.fill(5);
  model.changes = [{ type: 'edit', ns: 0, title: 'Page 1', pageid: 1, revid: 10, timestamp: '2026-07-01T00:00:00Z' }];
  await crawl();
  model.time = '2026-08-01T01:00:00Z';
  model.fill(1, 'Canon articles', 6);
  model.changes.push({
    type: 'log',
    ns: 2,
    title: 'User:Ann/Draft',
    pageid: 0,
    revid: 0,
    timestamp: '2026-08-01T00:30:00Z',
    logtype: 'move',
    logaction: 'move',
    logparams: { target_ns: 0, target_title: 'Page 6' },
  });
  // As the wiki filters: a log entry counts to the namespace of the old name.
  wiki.answers((request) => {
    const answer = model.answer(request);
    const { query } = (answer?.body ?? {}) as { query?: { recentchanges?: { ns: number }[] } };
    if (query?.recentchanges && request.params['rcnamespace'])
      query.recentchanges = query.recentchanges.filter(({ ns }) => ns === 0 || ns === 6);
    return answer;
  });
  const access = labAccess(lab.fetchText);
  await refreshWiki({ ...access, definition: labUniverse(wiki.api), cacheDir: dir.path, allowShrink: false });
  expect((await records()).map(({ title }) => title)).toContain('Page 6');
});

describe('the templates of a wiki', () => {
  const templates =
    (pages: Record<string, string>, more: Answerer = model.answer): Answerer =>
    (request) => {
      const titles = (request.params['titles'] ?? '')
        .split(/[|\u001f]/)
        .filter((title) => title.startsWith('Template:'));
      if (titles.length === 0) return more(request);
      const found = titles.map((title) =>
        pages[title] === undefined
          ? { ns: 10, title, missing: true }
          : { ns: 10, title, pageid: 9000, revisions: [{ slots: { main: { content: pages[title] } } }] },
      );
      return { body: { batchcomplete: true, query: { pages: found } } };
    };

  it('say what their parameters are called and how they are shown, in the order in which they show them', async () => {
    withoutProps(2, (i) => `{{Globe|hgt=${i}|hw=Elm}}\n'''Page ${i}''' was a quiet planet of the model.`);
    const definition =
      '<infobox><data source="hw"><label>Homeworld</label></data><data source="hgt"><label>Height</label><format>{{{hgt}}} m</format></data><data source="sky"><label>Sky</label><default>Blue</default></data></infobox>';
    wiki.answers(templates({ 'Template:Globe': definition }));
    await crawl({ html: 'never' });
    expect((await records())[1]?.infobox).toEqual({
      type: 'Globe',
      fields: [
        { label: 'Homeworld', values: ['Elm'], links: [] },
        { label: 'Height', values: ['2 m'], links: [] },
        { label: 'Sky', values: ['Blue'], links: [] },
      ],
    });
  });

  it('tell the kind of a rendered infobox of which the lead shows no template', async () => {
    withoutProps(1, () => "'''Page 1''' was a quiet planet of the model. {{Later}}");
    wiki.answers((request) =>
      request.params['action'] === 'parse'
        ? {
            body: {
              parse: {
                text: '<table class="infobox"><tr><th>Moons</th><td>2</td></tr></table>',
                templates: ['Later', 'Infobox', 'Infobox globe', 'Infobox globe/row'].map((name) => ({
                  ns: 10,
                  title: `Template:${name}`,
                })),
              },
            },
          }
        : templates({})(request),
    );
    await crawl();
    expect((await records())[0]?.infobox).toMatchObject({ type: 'Infobox globe', fields: [{ label: 'Moons' }] });
  });
});

describe('tables that the definition names', () => {
  const orbs = { name: 'Orbs', type: 'Orb', fields: { Moons: 'Moons', Tags: 'Tags', Home: 'Home' }, image: 'Icon' };
  const more = { ...orbs, fields: { ...orbs.fields, Note: 'Note', Ringed: 'Ringed' } };

  it('of Cargo are the infoboxes, with lists, links to pages and the picture', async () => {
    withoutProps(3, (i) => `'''Page ${i}''' was a quiet planet of the model.`);
    wiki.answers((request) => {
      const { action, offset } = request.params;
      const cargofields = {
        Moons: { type: 'Integer' },
        Tags: { type: 'String', isList: '', delimiter: ';' },
        Home: { type: 'Page' },
        Icon: { type: 'File' },
        Note: { type: 'Wikitext' },
        Ringed: { type: 'Boolean' },
      };
      if (action === 'cargofields') return { body: { cargofields } };
      if (action !== 'cargoquery') return model.answer(request);
      const note = { f3: '&#039;&#039;Very&#039;&#039; [[Cold|cold]] &amp; &lt;b&gt;dark&lt;/b&gt;', f4: '1' };
      const title = { page: 'Page 2', f0: '2', f1: 'cold; far &amp; wide', f2: 'Old Bay', ...note, f5: 'Orb 2.png' };
      return { body: { cargoquery: offset === '0' ? [{ title }] : [] } };
    });
    await crawl({ definition: { ...labUniverse(wiki.api), tables: [{ kind: 'cargo', ...more }] }, html: 'never' });
    const [first, second] = await records();
    expect(first?.infobox).toBeNull();
    expect(second?.infobox).toEqual({
      type: 'Orb',
      fields: [
        { label: 'Moons', values: ['2'], links: [] },
        { label: 'Tags', values: ['cold', 'far & wide'], links: [] },
        { label: 'Home', values: ['Old Bay'], links: [{ text: 'Old Bay', href: '/wiki/Old_Bay' }] },
        { label: 'Note', values: ['Very cold & dark'], links: [{ text: 'cold', href: '/wiki/Cold' }] },
        { label: 'Ringed', values: ['Yes'], links: [] },
      ],
    });
    expect(wiki.log.find(({ params }) => params['titles'] === 'File:Orb 2.png')).toBeDefined();
  });

  it.each([
    ['cargo', { code: 'db_error', info: 'Error: Table Orbs not found.' }],
    ['bucket', 'Bucket Orbs does not exist.'],
  ] as const)('of %s that are not there are named, and what to check', async (kind, error) => {
    withoutProps(3, (i) => `'''Page ${i}''' was a quiet planet of the model.`);
    wiki.answers((request) =>
      /^(cargo|bucket)/.test(request.params['action'] ?? '') ? { body: { error } } : model.answer(request),
    );
    const definition = { ...labUniverse(wiki.api), tables: [{ kind, ...orbs }] };
    await expect(crawl({ definition })).rejects.toThrow(
      /(not found|does not exist).*Nothing was changed\. Check "tables" in the universe's definition: .*"Orbs"/,
    );
  });

  it('of Bucket likewise, page by page of the table', async () => {
    withoutProps(600, (i) => `'''Page ${i}''' was a quiet planet of the model.`);
    wiki.answers((request) => {
      const { action, query = '' } = request.params;
      if (action !== 'bucket') return model.answer(request);
      expect(query).toMatch(/^bucket\('Orbs'\)\.select\('page_name','Moons','Tags','Home','Icon'\)\.limit\(500\)/);
      const from = Number(/offset\((\d+)\)/.exec(query)?.[1]);
      const bucket = Array.from({ length: Math.min(500, 600 - from) }, (_, i) => ({
        page_name: `Page ${from + i + 1}`,
        Moons: i,
        Tags: ['cold', '[[Far]]'],
      }));
      return { body: { bucket } };
    });
    await crawl({ definition: { ...labUniverse(wiki.api), tables: [{ kind: 'bucket', ...orbs }] } });
    const all = await records();
    expect(all.every(({ infobox }) => infobox?.type === 'Orb')).toBe(true);
    expect(all[599]?.infobox?.fields[1]).toEqual({
      label: 'Tags',
      values: ['cold', 'Far'],
      links: [{ text: 'Far', href: '/wiki/Far' }],
    });
    expect(parses()).toEqual([]);
  });
});

describe('what a refresh meets', () => {
  const refresh = (more: object = {}) =>
    refreshWiki({
      ...labAccess(lab.fetchText),
      definition: labUniverse(wiki.api),
      cacheDir: dir.path,
      allowShrink: false,
      ...more,
    });
  const edit = (pageid: number, revid: number) => ({
    type: 'edit',
    ns: 0,
    title: `Page ${pageid}`,
    pageid,
    revid,
    timestamp: '2026-08-01T00:05:00Z',
  });
  const failingAt =
    (pageid: number): Answerer =>
    (request) =>
      request.params['pageids']?.split('|').includes(String(pageid))
        ? { body: { error: { code: 'internal_api_error_Boom', info: '[abc] Caught exception' } } }
        : model.answer(request);

  beforeEach(async () => {
    model.fill(8);
    model.changes.push({ ...edit(1, 10), timestamp: '2026-07-01T00:00:00Z' });
  });

  it('keeps its time behind a page at which the wiki fails, and has that page the next time', async () => {
    await crawl();
    for (const pageid of [3, 4])
      Object.assign(model.pages.get(pageid)!, { revid: 777, lead: "'''It''' was edited since then." });
    model.changes.push(edit(3, 777), edit(4, 777));
    model.time = '2026-08-01T01:00:00Z';
    wiki.answers(failingAt(4));
    const { failed } = await refresh();
    expect(failed).toHaveLength(1);
    const { manifest, records: after } = await readNative(dir.path);
    expect(manifest.created_at).toBe('2026-08-01T00:00:00Z');
    expect(after.map(({ revid }) => revid).slice(2, 4)).toEqual([777, 40]);
    wiki.answers(model.answer);
    expect((await refresh()).failed).toEqual([]);
    const last = await readNative(dir.path);
    expect(last.manifest.created_at).toBe('2026-08-01T01:00:00Z');
    expect(last.records[3]?.revid).toBe(777);
  });

  it('is not overwritten by a crawl that is taken up again', async () => {
    wiki.answers(failingAt(7));
    await crawl();
    wiki.answers(model.answer);
    Object.assign(model.pages.get(2)!, { revid: 888 });
    model.changes.push(edit(2, 888));
    model.time = '2026-08-01T01:00:00Z';
    await refresh();
    await crawl({ resume: true });
    const all = await records();
    expect(all.map(({ pageid }) => pageid)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(all[1]?.revid).toBe(888);
  });

  it('sees pages that show an edited template, and does not write what is the same', async () => {
    await crawl();
    model.pages.get(5)!.infoboxes = infoboxJson('Planet', { Region: 'Elsewhere' });
    model.pages.get(5)!.lead += ' Globe row';
    model.pages.get(6)!.lead += ' Globe row';
    await crawl();
    model.pages.get(5)!.infoboxes = infoboxJson('Planet', { Region: 'Here' });
    model.changes.push({ ...edit(0, 5000), ns: 10, title: 'Template:Globe row', pageid: 9000 });
    const before = (await records())[5];
    const { fetched, written } = await refresh();
    expect(fetched).toBe(2);
    expect(written?.coverage.changes).toMatchObject({ updated: 1, unchanged: 7 });
    const after = await records();
    expect(after[4]?.infobox?.fields[0]?.values).toEqual(['Here']);
    expect(after[5]).toEqual(before);
  });
});

it('lists the articles of every namespace that the definition names, and goes on between two of them', async () => {
  model.fill(3);
  const lore = { pageid: 900, ns: 130, title: 'Lore:Deep' };
  const page = {
    ...lore,
    lastrevid: 9,
    revisions: [{ revid: 9, slots: { main: { content: "'''Deep''' was old lore." } } }],
  };
  wiki.answers((request) => {
    const { params } = request;
    if (params['apnamespace'] === '130') return { body: { batchcomplete: true, query: { allpages: [lore] } } };
    const answer = model.answer(request);
    const { query } = (answer?.body ?? {}) as { query?: { namespaces?: object; pages?: { pageid: number }[] } };
    if (params['meta'] === 'siteinfo') Object.assign(query!.namespaces!, { 130: { id: 130, name: 'Lore' } });
    if (query?.pages && params['pageids']) query.pages = query.pages.map((one) => (one.pageid === 900 ? page : one));
    return answer;
  });
  const definition = { ...labUniverse(wiki.api, null), articleNamespaces: ['Lore'] };
  const options = { definition, html: 'never' };
  await expect(crawl({ ...options, maxRequests: 3 })).rejects.toMatchObject({ reason: expect.any(String) as string });
  await crawl({ ...options, resume: true });
  expect((await records()).map(({ title }) => title)).toEqual(['Page 1', 'Page 2', 'Page 3', 'Lore:Deep']);
  expect(wiki.log.filter(({ params }) => params['apnamespace'] === '0')).toHaveLength(1);
});
