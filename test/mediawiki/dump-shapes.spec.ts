import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importDump } from '../../src/prefetch/fill/import-dump';
import { genericDefinition } from '../../src/universe/universe-definition';
import { tempDir } from '../harness/temp-dir';
import { readNative } from './wiki-lab';

let dir: { path: string; remove(): Promise<void> };
beforeEach(async () => {
  dir = await tempDir('dump-shapes');
});
afterEach(() => dir.remove());

const definition = { ...genericDefinition('model'), articleNamespaces: ['Lore'] };
const cache = () => join(dir.path, 'cache');
const load = (path: string, more: object = {}) =>
  importDump({
    path,
    definition,
    cacheDir: cache(),
    resume: false,
    allowShrink: false,
    continuities: null,
    articleText: 'full' as const,
    ...more,
  });

async function loadText(xml: string, more: object = {}) {
  const path = join(dir.path, 'dump.xml');
  await writeFile(path, xml);
  return load(path, more);
}

const records = async () => (await readNative(cache())).records;
const titles = async () => (await records()).map(({ title }) => title);

const NAMESPACES = `<namespaces><namespace key="0" case="first-letter"/><namespace key="1">Talk</namespace>
<namespace key="6">File</namespace><namespace key="10">Template</namespace><namespace key="130">Lore</namespace></namespaces>`;
const head = (base = 'https://trees.example/wiki/Main_Page', more = '') =>
  `<mediawiki version="0.3" xml:lang="en"${more}><siteinfo><sitename>Trees</sitename><base>${base}</base>${NAMESPACES}</siteinfo>`;

interface Piece {
  title: string;
  id: number;
  text?: string;
  at?: string;
  inPage?: string;
  attributes?: string;
  textTag?: string;
}

function piece({ title, id, text = '', at = '2026-01-01T00:00:00Z', inPage = '', attributes = '', textTag }: Piece) {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<page${attributes}><title>${title}</title>${inPage}<id>${id}</id><revision${attributes}><id>${id}0</id>
<timestamp>${at}</timestamp>${textTag ?? `<text xml:space="preserve">${escaped}</text>`}</revision></page>`;
}

const dump = (pieces: Piece[], base?: string) => `${head(base)}${pieces.map(piece).join('\n')}</mediawiki>`;
const elm = "'''Elm''' is a tall kind of tree.";

describe('dumps of every age', () => {
  it('are read without numbers of namespaces and without targets of redirects', async () => {
    const { counts } = await loadText(
      dump([
        { title: 'Elm', id: 1, text: elm },
        { title: 'Elms', id: 2, text: '#REDIRECT: [[elm#Bark|Elm]]' },
        { title: 'Ulme', id: 3, text: '#weiterleitung [[Elm]]' },
        { title: 'Orme', id: 4, text: '#Unknownword [[Elm]]', inPage: '<redirect/>' },
        { title: 'Talk:Elm', id: 5, text: 'talk' },
        { title: 'Datei:Elm.png', id: 6, text: 'file' },
        { title: 'Elm: a story', id: 7, text: "'''Elm: a story''' is a book of trees." },
        { title: 'Lore:Elm', id: 8, text: "'''Elm''' is old in the lore of trees." },
      ]),
    );
    expect((await records()).map(({ title, redirects }) => [title, redirects])).toEqual([
      ['Elm', ['Elms', 'Orme', 'Ulme']],
      ['Elm: a story', []],
      ['Lore:Elm', []],
    ]);
    expect(counts).toMatchObject({ redirects: 3, broken: 0 });
  });

  it('take the numbered namespaces that hold articles', async () => {
    await loadText(dump([{ title: 'Lore:Elm', id: 8, text: elm, inPage: '<ns>130</ns>' }]));
    expect(await titles()).toEqual(['Lore:Elm']);
  });

  it('have attributes on pages and revisions', async () => {
    await loadText(dump([{ title: 'Elm', id: 1, text: elm, attributes: ' xmlns="x" arvcontinue="2|3"' }]));
    expect(await titles()).toEqual(['Elm']);
  });

  it('may bring a page in pieces, of which the newest counts', async () => {
    await loadText(
      dump([
        { title: 'Elm', id: 1, text: elm, at: '2025-01-01T00:00:00Z' },
        { title: 'Elm', id: 1, text: "'''Elm''' was a word of five letters.", at: '2021-01-01T00:00:00Z' },
        { title: 'Oak', id: 2, text: elm, at: '2021-01-01T00:00:00Z' },
        { title: 'Oak', id: 2, text: '#REDIRECT [[Elm]]', at: '2023-01-01T00:00:00Z' },
      ]),
    );
    const [only, ...more] = await records();
    expect(more).toEqual([]);
    expect(only).toMatchObject({ title: 'Elm', extract: 'Elm is a tall kind of tree.', redirects: ['Oak'] });
  });

  it('may suppress the newest revision, then the newest that can be read counts', async () => {
    const revision = (id: number, text: string) =>
      `<revision><id>${id}</id><timestamp>2026-01-0${id}T00:00:00Z</timestamp>${text}</revision>`;
    const hidden = '<text bytes="9" deleted="deleted"/>';
    await loadText(
      `${head()}<page><title>Elm</title><id>1</id>${revision(1, '<text>old</text>')}${revision(2, `<text>${elm}</text>`)}${revision(3, hidden)}</page></mediawiki>`,
    );
    expect(await records()).toMatchObject([{ revid: 2, extract: 'Elm is a tall kind of tree.' }]);
  });

  it('hold characters and names that XML does not know', async () => {
    await loadText(
      `${head()}<page><title>Elm</title><id>1</id><revision><text>'''Elm'''&nbsp;is &#0;a \u000btree \uffff of &#xD800; kinds.</text></revision></page></mediawiki>`,
    );
    expect((await records())[0]?.extract).toBe('Elm is \ufffda tree \ufffd of \ufffd kinds.');
  });

  it('name their main page in several ways, and it is no article', async () => {
    for (const [base, main, url] of [
      ['https://t.example/w/index.php?title=Main_Page', 'Main Page', 'https://t.example/w/index.php?title=Elm'],
      ['https://t.example/index.php/Main_Page', 'Main Page', 'https://t.example/index.php/Elm'],
      ['https://t.example/de/wiki/Hauptseite', 'Hauptseite', 'https://t.example/de/wiki/Elm'],
      ['https://t.example/Main_Page', 'Main Page', 'https://t.example/Elm'],
      ['https://t.example/wiki/Portal/Main', 'Portal/Main', 'https://t.example/wiki/Elm'],
    ] as const) {
      await loadText(
        dump(
          [
            { title: main, id: 1, text: 'Welcome to the wiki of all the trees.' },
            { title: 'Elm', id: 2, text: `${elm} See [[Oak|it]].` },
          ],
          base,
        ),
      );
      expect((await records()).map(({ title, url }) => [title, url])).toEqual([['Elm', url]]);
    }
  });

  it('bring the list of their disambiguation templates', async () => {
    await loadText(
      dump([
        { title: 'Elm', id: 1, text: `${elm}{{Many trees}}` },
        { title: 'Oak', id: 2, text: `${elm}{{Many woods}}` },
        { title: 'MediaWiki:Disambiguationspage', id: 3, text: '* [[Template:Many trees]]' },
      ]),
    );
    expect(await titles()).toEqual(['Oak']);
  });
});

describe('archives', () => {
  it('hold other files beside their exports, of which all are read', async () => {
    const name = (file: string) => join(dir.path, file);
    await writeFile(name('a-titles.txt'), 'A title of a page\n'.repeat(20_000));
    await mkdir(name('images'));
    await writeFile(name('images/x.png'), '<mediawiki><page>');
    await writeFile(name('b-history.xml'), dump([{ title: 'Elm', id: 1, text: elm }]));
    await writeFile(name('c-history.xml'), dump([{ title: 'Oak', id: 2, text: elm }]));
    execFileSync('7z', ['a', '-bd', 'dump.7z', 'images', 'a-titles.txt', 'b-history.xml', 'c-history.xml'], {
      cwd: dir.path,
      stdio: 'ignore',
    });
    await load(name('dump.7z'));
    expect(await titles()).toEqual(['Elm', 'Oak']);
  });

  it('may have a long list behind the export', async () => {
    await loadText(`${dump([{ title: 'Elm', id: 1, text: elm }])}\n${'A title of a page\n'.repeat(20_000)}`);
    expect(await titles()).toEqual(['Elm']);
  });
});

describe('F116 what is refused before anything is touched', () => {
  const stub = '<text bytes="123" id="7" location="tt:7"/>';
  const hidden = '<text bytes="123" deleted="deleted"/>';
  it.each<[string, string, RegExp]>([
    ['a dump of stubs', dump([{ title: 'Elm', id: 1, textTag: stub }]), /stub dump/],
    ['a dump of suppressed pages', dump([{ title: 'Elm', id: 1, textTag: hidden }]), /has a text that can be read/],
    [
      'a web page',
      '<!DOCTYPE html><html><body><page>x</page></body></html>',
      /no MediaWiki XML export\. It is a web page/,
    ],
    ['a feed', '<?xml version="1.0"?><rss><channel/></rss>', /It is a news feed/],
    ['JSON', '{"query":{"pages":[]}}', /It is JSON/],
    ['SQL', '-- MySQL dump\nCREATE TABLE page (x int);', /It is an SQL dump/],
    ['a ZIP archive', 'PK\u0003\u0004rest', /It is a ZIP archive/],
    ['an empty file', '', /It is empty/],
    ['a long file of something else', 'x'.repeat(3_000_000), /no MediaWiki XML export/],
    ['half a dump', `${head()}${piece({ title: 'Elm', id: 1, text: elm })}`, /ends in the middle/],
  ])('%s', async (_name, text, words) => {
    await loadText(dump([{ title: 'Oak', id: 9, text: elm }]));
    await expect(loadText(text, { allowShrink: true })).rejects.toThrow(words);
    expect(await titles()).toEqual(['Oak']);
  });

  it('articles that lose what they held', async () => {
    const trees = (text: (i: number) => string) =>
      dump(Array.from({ length: 10 }, (_, i) => ({ title: `Tree ${i}`, id: i + 1, text: text(i) })));
    const full = trees((i) => `{{Infobox tree|image=t${i}.png|age=${i}}}\n'''Tree ${i}''' is a tall tree of the wood.`);
    await loadText(full);
    const poorer: [words: RegExp, text: string][] = [
      [/0 of 10 articles would have an infobox/, trees((i) => `'''Tree ${i}''' is a tall tree of the wood.`)],
      [/0 of 10 articles would have a first paragraph/, trees((i) => `{{Infobox tree|image=t${i}.png|age=${i}}}`)],
      [
        /0 of 10 articles would have a picture/,
        trees((i) => `{{Infobox tree|age=${i}}}\n'''Tree ${i}''' is a tall tree of the wood.`),
      ],
    ];
    for (const [words, text] of poorer) await expect(loadText(text)).rejects.toThrow(words);
    expect((await records()).filter(({ image }) => image)).toHaveLength(10);
    await loadText(poorer[0]![1], { allowShrink: true });
    expect((await records()).filter(({ infobox }) => infobox)).toHaveLength(0);
  });
});

it('names broken pages with their reasons', async () => {
  const { counts, coverage } = await loadText(
    `${head()}<page><title>Cut</title><id>3</id>${piece({ title: 'Elm', id: 1, text: elm })}<page><title>Deep</title><id>4</id>${'<a>'.repeat(50)}</page><page><title>Bare</title></page></mediawiki>`,
  );
  expect(await titles()).toEqual(['Elm']);
  expect(counts.broken).toBe(3);
  const named = coverage.failures.map(({ reason, sample }) => [sample[0], reason]);
  expect(named).toEqual([
    ['Cut', expect.stringContaining('another page begins within it')],
    ['Deep', expect.stringContaining('nested too deeply')],
    ['Bare', 'it has no id'],
  ]);
});

describe('hostile dumps', () => {
  /** Processor time of an import, the least of three: other work on the machine does not count. */
  async function costOf(xml: string): Promise<number> {
    let least = Infinity;
    for (let i = 0; i < 3; i++) {
      const before = process.cpuUsage();
      await loadText(xml, { allowShrink: true }).catch(() => undefined);
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, user + system);
    }
    return least;
  }

  const page = (text: string) => dump([{ title: 'Elm', id: 1, text }]);
  it.each<[string, (n: number) => string]>([
    ['pages in pages', (n) => `${head()}${'<page>'.repeat(n)}${'</page>'.repeat(n)}</mediawiki>`],
    ['elements in elements', (n) => `${head()}<page>${'<a>'.repeat(n)}</page></mediawiki>`],
    ['open braces', (n) => page('{{a|b={{{'.repeat(n))],
    ['braces in braces', (n) => page('{{ubl|'.repeat(n) + '}}'.repeat(n))],
    ['brackets', (n) => page('[[File:a|[http://b '.repeat(n))],
    ['apostrophes', (n) => page("'''a'' b'''''".repeat(n))],
    ['tables', (n) => page('{|\n|a=b|c||d=\n'.repeat(n))],
    ['HTML', (n) => page('<div style="display:none"><b class='.repeat(n))],
    ['comments', (n) => page('<!-- <nowiki>'.repeat(n))],
    ['references', (n) => page('<ref><ref name=a/>'.repeat(n))],
    ['variants', (n) => page('-{a|'.repeat(n))],
  ])('of %s cost twice as much where they are twice as long', async (_name, make) => {
    const n = 20_000;
    const once = await costOf(make(n));
    const twice = await costOf(make(2 * n));
    // What is quadratic costs four times as much. A cost near nothing is that of the files around it.
    expect(twice).toBeLessThan(Math.max(once, 100_000) * 3);
  });

  it('end when they are told to', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(loadText(page(elm), { signal: controller.signal })).rejects.toThrow(/interrupted/);
  });
});
