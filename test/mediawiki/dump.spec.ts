import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bunzip2 } from '../../src/mediawiki/dump/open-dump';
import { importDump } from '../../src/prefetch/fill/import-dump';
import { tempDir } from '../harness/temp-dir';
import { bulkPages, dumpXml, DUMP_HEAD, pageXml, writeDump, type DumpPageSpec } from './make-dump';
import { labUniverse, readNative } from './wiki-lab';

jest.setTimeout(300_000);

let dir: { path: string; remove(): Promise<void> };
beforeEach(async () => {
  dir = await tempDir('dump');
});
afterEach(() => dir.remove());

const cache = () => join(dir.path, 'cache');
const load = (path: string, more: object = {}) =>
  importDump({
    path,
    definition: labUniverse('http://127.0.0.1:1/api.php'),
    cacheDir: cache(),
    resume: false,
    allowShrink: false,
    continuities: null,
    articleText: 'full' as const,
    ...more,
  });

async function importPages(pages: readonly DumpPageSpec[], more: object = {}) {
  const path = join(dir.path, 'dump.xml');
  await writeFile(path, dumpXml(pages));
  return load(path, more);
}

const article = (title: string, text = '{{Top}}', more: Partial<DumpPageSpec> = {}): DumpPageSpec => ({
  title,
  text: `${text}\n'''${title.replaceAll("'", '&#39;')}''' was a thing in the galaxy.\n[[Category:Things]]`,
  ...more,
});

async function hashes(): Promise<string[]> {
  const folder = join(cache(), 'model');
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const all = entries.map(
    async ({ name, parentPath }) =>
      `${name} ${createHash('sha256')
        .update(await readFile(join(parentPath, name)))
        .digest('hex')}`,
  );
  return (await Promise.all(all)).sort();
}

describe('importing a dump', () => {
  it('reads namespaces, redirects and template definitions wherever they stand', async () => {
    const { counts, manifest } = await importPages([
      { title: 'Homeworld', redirect: 'Old world' },
      { title: 'Moons', redirect: 'World#Moons' },
      article('World', '{{Top}}{{Planet infobox|image=World a.png|region=[[Rim]]<br>[[Reach]]|secret=x}}'),
      { title: 'Old world', redirect: 'World' },
      { title: 'A', redirect: 'B' },
      { title: 'B', redirect: 'A' },
      { title: 'Talk:World', ns: 1, text: 'talk' },
      {
        title: 'Template:Celestial',
        ns: 10,
        text: '<infobox><image source="image"/><data source="region"><label>Region of space</label></data></infobox>',
      },
      { title: 'Template:Planet infobox', ns: 10, redirect: 'Template:Celestial' },
      article('World (disambiguation)'),
      article('Map', '{}', { model: 'interactivemap' }),
      article('Hidden', '', { deleted: true }),
    ]);
    const { records } = await readNative(cache());
    expect(records).toEqual([
      {
        pageid: 3,
        title: 'World',
        url: 'https://testwars.fandom.com/wiki/World',
        revid: 399,
        timestamp: '2026-08-01T00:00:00Z',
        categories: ['Canon articles', 'Things'],
        redirects: ['Homeworld', 'Moons', 'Old world'],
        infobox: {
          type: 'Celestial',
          fields: [
            {
              label: 'Region of space',
              values: ['Rim', 'Reach'],
              links: [
                { text: 'Rim', href: '/wiki/Rim' },
                { text: 'Reach', href: '/wiki/Reach' },
              ],
            },
          ],
        },
        extract: 'World was a thing in the galaxy.',
        image: expect.stringMatching(
          /^https:\/\/static\.wikia\.nocookie\.net\/testwars\/images\/[0-9a-f]\/[0-9a-f]{2}\/World_a\.png\/revision\/latest$/,
        ) as string,
      },
    ]);
    expect(manifest).toMatchObject({
      articles: 1,
      source: 'https://testwars.fandom.com',
      created_at: '2026-08-01T00:00:00Z',
      made_by: 'dump',
    });
    expect(counts).toMatchObject({ redirects: 6, templates: 1, leftOut: 3, broken: 0 });
  });

  it('takes canon and the real world for a universe of canon, and what is asked for', async () => {
    const pages = [
      article('C'),
      article('L', '{{Top|leg}}'),
      article('R', '{{Top|rwm}}'),
      article('X/Legends'),
      article('N', '[[Category:Non-canon articles]]'),
    ];
    const titles = async () => (await readNative(cache())).records.map(({ title }) => title);
    await importPages(pages);
    expect(await titles()).toEqual(['C', 'R']);
    await importPages(pages, { continuities: ['legends'], allowShrink: true });
    expect(await titles()).toEqual(['L', 'X/Legends']);
    await importPages(pages, { continuities: ['canon', 'legends', 'real-world', 'non-canon'] });
    expect(await titles()).toHaveLength(5);
  });

  it.each(['gz', 'bz2', '7z'])('reads .xml.%s to the same bytes', async (packing) => {
    const xml = join(dir.path, 'dump.xml');
    await writeDump(xml, bulkPages(300));
    await load(xml);
    const plain = await hashes();
    const packed = `${xml}.${packing}`;
    if (packing === 'gz') await writeFile(packed, gzipSync(await readFile(xml)));
    else if (packing === 'bz2') execFileSync('bzip2', ['-k', xml]);
    else if (!tryPack7z(packed, xml)) return;
    await load(packed);
    expect(await hashes()).toEqual(plain);
  });

  it('unpacks bzip2 in this process where there is no program', async () => {
    const xml = join(dir.path, 'dump.xml');
    await writeDump(xml, bulkPages(200));
    execFileSync('bzip2', ['-k', xml]);
    const chunks: Buffer[] = [];
    for await (const chunk of await bunzip2(`${xml}.bz2`, () => undefined)) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).equals(await readFile(xml))).toBe(true);
  });

  it('gives the same bytes again, and after interruptions', async () => {
    const xml = join(dir.path, 'dump.xml');
    await writeDump(xml, bulkPages(9000));
    await load(xml);
    const whole = await hashes();
    await dir.remove();
    dir = await tempDir('dump');
    const again = join(dir.path, 'other name.xml');
    await writeDump(again, bulkPages(9000));
    const seen: number[] = [];
    for (let run = 0; run < 10; run++) {
      const stop = new AbortController();
      const end = await load(again, {
        resume: true,
        signal: stop.signal,
        onProgress: (progress: { phase: string; pages?: number }) => {
          if (progress.phase !== 'reading') return;
          if (progress.pages === seen.at(-1)) return;
          seen.push(progress.pages ?? 0);
          stop.abort();
        },
      }).catch((error: Error) => error);
      if (!(end instanceof Error)) break;
      expect(end.message).toContain('--resume');
      await expect(readNative(cache())).rejects.toThrow();
    }
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(await hashes()).toEqual(whole);
  });

  it('sets a broken page aside and reads the others', async () => {
    const good = [article('One'), article('Two')].map((page, i) => pageXml(page, i + 1));
    const path = join(dir.path, 'dump.xml');
    const broken = [
      '<page><title>No id</title><ns>0</ns></page>',
      '<page><title>Cut<ns>0</ns><id>5</id></page>',
      '<page><ns>0</ns><id>6</id></page>',
    ];
    await writeFile(path, `${DUMP_HEAD}${good[0]}${broken.join('\n')}${good[1]}</mediawiki>`);
    const { counts, manifest } = await load(path);
    expect(counts.broken).toBe(3);
    expect(manifest.articles).toBe(2);
  });

  it('takes the newest revision of a page with its history, in bounded memory', async () => {
    const history = Array.from({ length: 9 }, (_, i) => `old ${i} ${'x'.repeat(2_000_000)}`);
    await importPages([article('World', '{{Top}}{{Planet|region=New|size=1}}', { history })]);
    expect((await readNative(cache())).records[0]?.infobox?.fields[0]?.values).toEqual(['New']);
  });

  it.each([
    ['cut in a page', (xml: Buffer) => xml.subarray(0, xml.length - 2000)],
    ['cut behind a page', (xml: Buffer) => xml.subarray(0, xml.lastIndexOf('</page>') + 8)],
    ['no dump', () => Buffer.from('{"hello":"world"}')],
    ['HTML', () => Buffer.from('<html><body>Just a moment...</body></html>')],
    ['nothing', () => Buffer.alloc(0)],
    ['a packed one that is cut', (xml: Buffer) => gzipSync(xml).subarray(0, 5000)],
    [
      'a packed one that is broken',
      (xml: Buffer) => Buffer.concat([gzipSync(xml).subarray(0, 4000), Buffer.alloc(4000, 7)]),
    ],
    ['without articles', () => Buffer.from(`${DUMP_HEAD}</mediawiki>`)],
    ['a small part of what was', () => Buffer.from(dumpXml([article('One')]))],
  ])('F37 %s changes no data', async (_name, spoil) => {
    const xml = join(dir.path, 'dump.xml');
    await writeDump(xml, bulkPages(200));
    await load(xml);
    const before = await hashes();
    const bad = join(dir.path, 'bad.xml');
    await writeFile(bad, spoil(await readFile(xml)));
    await expect(load(bad)).rejects.toThrow(/Nothing was changed/);
    expect(await hashes()).toEqual(before);
  });

  it('F40 keeps hostile titles', async () => {
    const titles = [
      'Constructor',
      '__proto__',
      'ToString',
      'AC/DC',
      '100%',
      'Who?',
      'A\\b',
      'A\'b"c',
      '..',
      '🪐',
      'Padmé',
      'שלום',
      '語'.repeat(85),
      '<script>',
      'A & B',
    ];
    await importPages([
      ...titles.map((title) => article(title)),
      ...titles.map((title) => ({ title: `Redirect ${title}`, redirect: title })),
    ]);
    const { records } = await readNative(cache());
    expect(records.map(({ title }) => title)).toEqual(titles);
    for (const { title, redirects } of records)
      expect(redirects).toEqual([`Redirect ${title}`.replace(/_+/g, ' ').replace(/\s+/g, ' ').trim()]);
  });

  it('says when there is no such file', async () => {
    await expect(load(join(dir.path, 'none.xml'))).rejects.toThrow('There is no file');
  });
});

function tryPack7z(packed: string, xml: string): boolean {
  try {
    execFileSync('7z', ['a', packed, xml], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('Skipped: packing 7z needs p7zip-full');
    return false;
  }
}
