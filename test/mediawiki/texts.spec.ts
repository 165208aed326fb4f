import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { WrittenManifest } from '../../src/file-cache/native-manifest';
import { crawlWiki } from '../../src/prefetch/fill/crawl-wiki';
import { importDump } from '../../src/prefetch/fill/import-dump';
import { refreshWiki } from '../../src/prefetch/fill/refresh-wiki';
import { reparse } from '../../src/prefetch/fill/reparse';
import { parseUniverseDefinition } from '../../src/universe/parse-universe-definition';
import { FakeWiki } from '../harness/fake-wiki';
import { ModelWiki } from '../harness/model-wiki';
import { tempDir } from '../harness/temp-dir';
import { dumpXml, type DumpPageSpec } from './make-dump';
import { labAccess, labFetch, labUniverse, readNative, readTextLines, readTexts } from './wiki-lab';

jest.setTimeout(120_000);

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
  dir = await tempDir('texts');
});
afterEach(() => dir.remove());
afterAll(async () => {
  await lab.close();
  await wiki.stop();
});

type Kept = 'full' | 'lead';
const folder = () => join(dir.path, 'model');
const access = (articleText: Kept) => ({
  ...labAccess(lab.fetchText),
  definition: labUniverse(wiki.api),
  cacheDir: dir.path,
  allowShrink: false,
  articleText,
});
const crawl = (articleText: Kept = 'full', more: object = {}) =>
  crawlWiki({ ...access(articleText), resume: false, ...more });
const refresh = (articleText: Kept = 'full', more: object = {}) => refreshWiki({ ...access(articleText), ...more });
const reread = (articleText: Kept = 'full', more: object = {}) => reparse({ ...access(articleText), ...more });

async function load(pages: readonly DumpPageSpec[], articleText: Kept = 'full', more: object = {}) {
  const path = join(dir.path, 'dump.xml');
  await writeFile(path, dumpXml(pages));
  return importDump({ ...access(articleText), path, resume: false, continuities: null, ...more });
}

/** Headings and texts, without what the parser may do better some day. */
const told = (texts: Awaited<ReturnType<typeof readTexts>>, title: string) =>
  texts.get(title)?.sections.map(({ heading, anchor, level, text }) => [level, heading, anchor, text]);

const HARBOUR = `{{Planet infobox|region=[[Rim]]}}
'''Port Amber''' is a harbour on the [[Rim|outer rim]].<ref>Seen there.</ref>

== The long flood ==
The water stood for nine years.

=== Who stayed ===
Only [[Ilse Marrow]] stayed.
[[File:Flood mark.png|thumb|The mark on the wall]]

== The long flood ==
It came again.
[[Category:Things]]`;
const HARBOUR_TOLD = [
  [1, '', '', expect.stringContaining('is a harbour on the [outer rim](/wiki/Rim).')],
  [2, 'The long flood', 'The_long_flood', 'The water stood for nine years.'],
  [3, 'Who stayed', 'Who_stayed', 'Only [Ilse Marrow](/wiki/Ilse_Marrow) stayed.'],
  [2, 'The long flood', 'The_long_flood_2', 'It came again.'],
];

describe('a dump', () => {
  const PAGES: DumpPageSpec[] = [
    { title: 'Port Amber', text: HARBOUR },
    { title: 'Ilse Marrow', text: "'''Ilse Marrow''' kept the light.\n\n== Life ==\nShe was born in [[Port Amber]]." },
    { title: 'Amber Port', redirect: 'Port Amber' },
    {
      title: 'Template:Planet infobox',
      ns: 10,
      text: '<infobox><data source="region"><label>Region</label></data></infobox>',
    },
  ];

  it('gives every article its text by sections, and its pictures', async () => {
    const { manifest } = await load(PAGES);
    const texts = await readTexts(dir.path);
    expect([...texts.keys()].sort()).toEqual(['Ilse Marrow', 'Port Amber']);
    expect(told(texts, 'Port Amber')).toEqual(HARBOUR_TOLD);
    expect(texts.get('Port Amber')?.gallery).toEqual([
      {
        url: expect.stringMatching(/^https:\/\/static\.wikia\.nocookie\.net\/testwars\/images\/.*Flood_mark\.png/),
        caption: 'The mark on the wall',
      },
    ]);
    expect(manifest.texts).toEqual([expect.objectContaining({ articles: 2 })]);
    expect(manifest.text_parser_version).toBeGreaterThan(0);
    const { records } = await readNative(dir.path);
    expect(records.map((record) => 'sections' in record)).toEqual([false, false]);
  });

  it('gives first paragraphs alone where ARTICLE_TEXT says so', async () => {
    const full = await load(PAGES);
    const { manifest, coverage } = await load(PAGES, 'lead');
    expect(manifest.texts).toBeUndefined();
    expect(await readdir(join(folder(), 'texts'))).toEqual([]);
    expect(await rawText(manifest)).not.toContain('nine years');
    expect(manifest.files).toEqual(full.manifest.files);
    expect(coverage.changes).toMatchObject({ updated: 2 });
    expect((await load(PAGES)).manifest).toEqual(full.manifest);
  });

  it('that was read half with another setting is read anew', async () => {
    const stop = new AbortController();
    const pages = [
      ...PAGES,
      ...Array.from({ length: 5100 }, (_, i) => ({ title: `Leaf ${i}`, text: `'''Leaf ${i}''' was green.` })),
    ];
    const aborted = load(pages, 'lead', { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(aborted).rejects.toThrow('--resume');
    const { manifest } = await load(pages, 'full', { resume: true });
    expect((await readTexts(dir.path)).size).toBe(manifest.articles);
  });

  it('is read again without it: infoboxes and texts are redone from what was kept', async () => {
    const { manifest } = await load(PAGES);
    const before = await readTextLines(dir.path);
    // What an older parser had made of them.
    const [file] = manifest.texts!;
    const path = join(folder(), 'texts', file!.name);
    const older = gunzipSync(await readFile(path))
      .toString()
      .replaceAll('nine years', 'a while');
    await writeFile(path, gzipSync(older));
    const { coverage } = await reread();
    expect(coverage.changes).toMatchObject({ updated: 1, unchanged: 1 });
    expect(await readTextLines(dir.path)).toEqual(before);
    expect((await reread()).manifest.texts).toEqual(manifest.texts);
    // Without texts that can be read it does the same.
    await writeFile(path, 'torn');
    const warnings: string[] = [];
    await reread('full', { onWarning: (what: string) => warnings.push(what) });
    expect(warnings).toEqual([expect.stringContaining(file!.name)]);
    expect(await readTextLines(dir.path)).toEqual(before);
  });

  it('of which no pages were kept is read again without texts, and the other way round', async () => {
    await load(PAGES, 'lead');
    const { coverage } = await reread('full');
    expect(coverage.changes).toMatchObject({ unchanged: 2 });
    expect((await readTexts(dir.path)).size).toBe(0);
    await load(PAGES, 'full');
    expect((await reread('lead')).manifest.texts).toBeUndefined();
    // What the wiki gave is still there.
    expect(told((await reread('full'), await readTexts(dir.path)), 'Port Amber')).toEqual(HARBOUR_TOLD);
  });
});

/** All of `raw/`, unpacked. */
async function rawText({ raw }: WrittenManifest): Promise<string> {
  const files = raw.map(async ({ name }) => gunzipSync(await readFile(join(folder(), 'raw', name))).toString());
  return (await Promise.all(files)).join('');
}

/** Articles with a section of so many characters. */
function fillLong(count: number, characters: number): void {
  model.fill(count);
  for (const page of model.pages.values())
    page.lead += `\n\n== Story of ${page.pageid} ==\n${'so it went on '.repeat(characters / 14)}and ended ${page.pageid}.`;
}
/** The last two words of each text. */
const endings = async () =>
  [...(await readTexts(dir.path)).values()].map(({ sections }) => sections.at(-1)?.text.split(' ').slice(-2).join(' '));

describe('a crawl', () => {
  it('takes the whole text in the requests that it makes anyway', async () => {
    fillLong(120, 140);
    await crawl('lead');
    const lead = wiki.log.map(({ params }) => params);
    expect((await readNative(dir.path)).manifest.texts).toBeUndefined();
    wiki.forget();
    await crawl('full');
    const full = wiki.log.map(({ params }) => params);
    expect(full).toEqual(lead.map((params) => ({ ...params, rvsection: undefined })));
    expect(full.some(({ rvsection }) => rvsection !== undefined)).toBe(false);
    expect(lead.some(({ rvsection }) => rvsection === '0')).toBe(true);
    const texts = await readTexts(dir.path);
    expect(texts.size).toBe(120);
    expect(told(texts, 'Page 7')?.[1]).toEqual([
      2,
      'Story of 7',
      'Story_of_7',
      expect.stringMatching(/went on and ended 7\.$/),
    ]);
  });

  it.each([
    ['as they come today', false],
    ['as they came from MediaWiki 1.19', true],
  ])('puts together long pages that come in several answers, %s', async (_, isOld) => {
    fillLong(60, 7000);
    model.isOld = isOld;
    model.textLimit = 40_000;
    await crawl();
    expect(await endings()).toEqual(Array.from({ length: 60 }, (_, i) => `ended ${i + 1}.`));
    expect(wiki.log.filter(({ params }) => params['pageids']).length).toBeGreaterThan(10);
    expect((await readNative(dir.path)).records.every(({ categories }) => categories.length === 2)).toBe(true);
  });

  it('asks for fewer pages at once where the wiki answers with more than is taken', async () => {
    fillLong(40, 140);
    wiki.answers((request) => {
      const isMuch = (request.params['pageids'] ?? '').split('|').length > 10;
      return isMuch ? { body: ' '.repeat(25 << 20) } : model.answer(request);
    });
    await crawl();
    expect((await endings()).length).toBe(40);
    expect((await readNative(dir.path)).manifest.articles).toBe(40);
  });

  it.each([
    ['the command', {}, { html: 'always' }],
    ['the definition', { html: 'always' }, {}],
    ['the command, whatever the definition says', { html: 'never' }, { html: 'always' }],
  ])('reads the rendered page where %s asks for it, and the wikitext where it cannot be had', async (_by, of, more) => {
    model.fill(3);
    const definition = parseUniverseDefinition(
      { id: 'model', name: 'Model', api: wiki.api, licence: { name: 'CC0' }, articleCategory: 'Canon articles', ...of },
      'model.json',
    );
    for (const page of model.pages.values()) page.lead += '\n\n== In wikitext ==\nAs it was written.';
    const html =
      '<div class="mw-parser-output"><p>A lead as it is shown.</p><h2><span class="mw-headline" id="Shown">Shown</span></h2><p>As it is rendered.</p></div>';
    wiki.answers((request) => {
      if (request.params['action'] !== 'parse') return model.answer(request);
      const isFine = request.params['pageid'] !== '2';
      return { body: isFine ? { parse: { text: html } } : { error: { code: 'missingtitle', info: 'No such page.' } } };
    });
    const { manifest } = await crawl('full', { definition, ...more });
    const headings = async () => [...(await readTexts(dir.path)).values()].map(({ sections }) => sections[1]?.heading);
    expect(await headings()).toEqual(['Shown', 'In wikitext', 'Shown']);
    const { manifest: again } = await reread();
    expect([again.texts, again.raw]).toEqual([manifest.texts, manifest.raw]);
    expect(await rawText(manifest)).toContain('As it is rendered.');
  });
});

describe('a refresh', () => {
  const at = (minutes: number) =>
    new Date(Date.parse('2026-08-01T00:00:00Z') + minutes * 60_000).toISOString().replace('.000', '');
  const edit = (pageid: number, revid: number) =>
    model.changes.push({ type: 'edit', ns: 0, title: `Page ${pageid}`, pageid, revid, timestamp: at(5) });
  const begin = async (articleText: Kept) => {
    fillLong(30, 140);
    model.changes = [{ type: 'edit', ns: 0, title: 'Page 1', pageid: 1, revid: 10, timestamp: at(-600) }];
    await crawl(articleText);
    model.time = at(60);
    wiki.forget();
  };
  const changedSince = async (before: ReadonlyMap<string, string>) =>
    [...(await readTextLines(dir.path))].filter(([title, line]) => before.get(title) !== line).map(([title]) => title);

  it('brings the text of a page that was edited, and touches no other', async () => {
    await begin('full');
    const before = await readTextLines(dir.path);
    const page = model.pages.get(4)!;
    Object.assign(page, { revid: 41, lead: page.lead!.replace('ended 4', 'began 4') });
    edit(4, 41);
    const { written } = await refresh();
    expect(written?.coverage.changes).toMatchObject({ updated: 1, unchanged: 29 });
    expect(await changedSince(before)).toEqual(['Page 4']);
    expect((await endings())[3]).toBe('began 4.');
  });

  it('brings the new text of a page that shows a changed template, and leaves the rest as it is', async () => {
    await begin('full');
    const before = await readTextLines(dir.path);
    for (const id of [5, 6]) model.pages.get(id)!.lead += ' {{Globe row}}';
    // Only of one of them the words themselves are others, by an edit that no list told of.
    model.pages.get(6)!.lead = model.pages.get(6)!.lead!.replace('ended 6', 'rose 6');
    model.changes.push({
      type: 'edit',
      ns: 10,
      title: 'Template:Globe row',
      pageid: 999,
      revid: 9990,
      timestamp: at(5),
    });
    await refresh();
    expect(await changedSince(before)).toContain('Page 6');
    expect((await changedSince(before)).filter((title) => !['Page 5', 'Page 6'].includes(title))).toEqual([]);
  });

  it.each([
    ['never', 0],
    ['always', 1],
  ] as const)('fetches rendered pages as the definition says: %s', async (html, count) => {
    await begin('full');
    model.pages.get(4)!.revid = 41;
    edit(4, 41);
    const parsed = { body: { parse: { text: '<div><p>As it is rendered.</p></div>' } } };
    wiki.answers((request) => (request.params['action'] === 'parse' ? parsed : model.answer(request)));
    await refresh('full', { definition: { ...labUniverse(wiki.api), html } });
    expect(wiki.log.filter(({ params }) => params['action'] === 'parse')).toHaveLength(count);
  });

  it('after first paragraphs alone brings the texts of what changed, and a crawl those of all', async () => {
    await begin('lead');
    model.pages.get(4)!.revid = 41;
    edit(4, 41);
    await refresh('full');
    expect([...(await readTexts(dir.path)).keys()]).toEqual(['Page 4']);
    await crawl('full');
    expect((await readTexts(dir.path)).size).toBe(30);
  });

  it('of damaged texts loses those alone and says so; what was kept brings them back', async () => {
    await begin('full');
    const before = await readTextLines(dir.path);
    const { manifest } = await readNative(dir.path);
    await writeFile(join(folder(), 'texts', manifest.texts![0]!.name), 'torn');
    model.pages.get(4)!.revid = 41;
    edit(4, 41);
    const warnings: string[] = [];
    const { written } = await refresh('full', { onWarning: (what: string) => warnings.push(what) });
    expect(written?.manifest.articles).toBe(30);
    expect(warnings).toEqual([expect.stringContaining('cache:reparse')]);
    expect([...(await readTexts(dir.path)).keys()]).toEqual(['Page 4']);
    await reread();
    expect(await readTextLines(dir.path)).toEqual(before);
  });

  it('of all pages at once leaves nothing behind', async () => {
    await begin('full');
    for (const page of model.pages.values()) page.revid++;
    const { fetched } = await refresh('full', { full: true });
    expect(fetched).toBe(30);
    expect(await readdir(join(dir.path, '.fill', 'model'))).toEqual(['coverage.json']);
  });
});
