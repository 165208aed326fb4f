import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listPerArticleFiles } from '../../src/file-cache/per-article-files';
import { readRecords, type RecordSink, type Rejection } from '../../src/file-cache/read-records';
import { contentHashOf, findSourceFiles, fingerprintOf, listCachedUniverses } from '../../src/file-cache/source-files';
import type { ArticleRecord } from '../../src/universe/article';

let dir: string;
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'file-cache-'))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const write = async (path: string, content: string | Buffer) => {
  await mkdir(join(dir, path, '..'), { recursive: true });
  await writeFile(join(dir, path), content);
};
const lines = (...records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

async function readAll() {
  const records: ArticleRecord[] = [];
  const rejections: Rejection[] = [];
  const perArticle = await listPerArticleFiles(join(dir, 'content'), ['world']);
  const sources = await findSourceFiles(dir, 'world', perArticle.get('world') ?? []);
  const sink: RecordSink = {
    record: (record) => records.push(record),
    reject: (rejection) => rejections.push(rejection),
    bytes: () => undefined,
  };
  await readRecords(sources, sink, { withTexts: true });
  return { records, rejections, titles: records.map(({ title }) => title) };
}

describe('the forms of the file cache', () => {
  it('reads the native form, packed or not, and what no manifest lists where there is none', async () => {
    await write('world/a.jsonl', lines({ title: 'A' }));
    await write('world/b.jsonl.gz', gzipSync(lines({ title: 'B' })));
    expect((await readAll()).titles).toEqual(['A', 'B']);
    expect(await listCachedUniverses(dir)).toEqual({ ids: ['world'], refused: [] });
  });

  it('reads only what the manifest lists, and says what of that is missing', async () => {
    await write('world/a.jsonl', lines({ title: 'A' }));
    await write('world/old.jsonl', lines({ title: 'Old' }));
    await write('world/manifest.json', JSON.stringify({ files: [{ name: 'a.jsonl' }, { name: 'gone.jsonl' }] }));
    const { titles, rejections } = await readAll();
    expect(titles).toEqual(['A']);
    expect(rejections).toEqual([expect.objectContaining({ code: 'MISSING_FILE', file: 'gone.jsonl' })]);
  });

  it('refuses a manifest that leads out of the folder', async () => {
    await write('secret.jsonl', lines({ title: 'Secret' }));
    await write('world/a.jsonl', lines({ title: 'A' }));
    await write('world/manifest.json', JSON.stringify({ files: [{ name: '../secret.jsonl' }] }));
    const { titles, rejections } = await readAll();
    expect(titles).toEqual(['A']);
    expect(rejections[0]).toMatchObject({ code: 'BAD_MANIFEST' });
  });

  it('takes the categorised file of the greatest depth, titles and objects', async () => {
    await write('world_depth2.json', JSON.stringify({ planets: ['Shallow'] }));
    await write('world_depth10.json', JSON.stringify({ planets: ['Deep', { name: 'Named', id: 7 }] }));
    const { records } = await readAll();
    expect(records.map(({ title, pageid, category }) => [title, pageid, category])).toEqual([
      ['Deep', null, 'planets'],
      ['Named', 7, 'planets'],
    ]);
  });

  it('knows a per-article file by its own universe and title, not by its name', async () => {
    await write('content/other_A.json', JSON.stringify({ title: 'A', universe: 'world', content: {} }));
    await write('content/world_B.json', JSON.stringify({ title: 'B', universe: 'other', content: {} }));
    expect((await readAll()).titles).toEqual(['A']);
  });

  it('merges by page id, else by title: native before categorised before per-article', async () => {
    await write('world/a.jsonl', lines({ title: 'Hoth', pageid: 5, extract: 'Cold.' }, { title: 'Endor' }));
    await write(
      'world_depth3.json',
      JSON.stringify({
        planets: [{ id: 5, title: 'Hoth (planet)', abstract: 'Icy.', image_url: 'https://x.example/h.png' }, 'Naboo'],
        locations: ['Endor'],
      }),
    );
    await write(
      'content/world_Endor.json',
      JSON.stringify({ title: 'Endor', universe: 'world', content: { description: 'Forest.' } }),
    );
    const { records } = await readAll();
    const byTitle = new Map(records.map((record) => [record.title, record]));
    expect([...byTitle.keys()].sort()).toEqual(['Endor', 'Hoth', 'Naboo']);
    expect(byTitle.get('Hoth')).toMatchObject({
      extract: 'Cold.',
      image: 'https://x.example/h.png',
      category: 'planets',
    });
    expect(byTitle.get('Endor')).toMatchObject({ extract: 'Forest.', category: 'locations' });
  });
});

describe('F41 a broken file cache', () => {
  const good = lines({ title: 'Good' });
  it.each<[string, string | Buffer, string]>([
    ['garbage lines', `not json\n${good}{"title":5}\n`, 'BAD_JSON'],
    ['a NUL-padded end', `${good}${'\0'.repeat(500)}`, 'BAD_JSON'],
    ['a cut last line', `${good}{"title":"Cu`, 'BAD_JSON'],
    [
      'a cut gzip',
      gzipSync(good.repeat(1) + lines(...Array.from({ length: 5000 }, (_, i) => ({ title: `T${i}` })))).subarray(
        0,
        8000,
      ),
      'TRUNCATED',
    ],
    ['a title of 5,000 characters', `${good}${lines({ title: 'x'.repeat(5000) })}`, 'TITLE_TOO_LONG'],
  ])('%s: the good records load, the rest is counted with its reason', async (_, content, code) => {
    await write('world/a.jsonl', content);
    const { titles, rejections } = await readAll();
    expect(titles[0]).toBe('Good');
    expect(rejections.map((rejection) => rejection.code)).toContain(code);
  });

  it('a folder where a file should be, an unreadable file, an empty one', async () => {
    await mkdir(join(dir, 'world/a.jsonl'), { recursive: true });
    await write('world/b.jsonl', '');
    await write('world/c.jsonl', good);
    const { titles, rejections } = await readAll();
    expect(titles).toEqual(['Good']);
    expect(rejections).toEqual([expect.objectContaining({ code: 'NOT_A_FILE', file: 'a.jsonl' })]);
  });

  it('a byte order mark, a byte order mark before JSON lines, names that are no names', async () => {
    await write('world/a.jsonl', `\uFEFF${lines({ title: '__proto__' }, { title: 'constructor' })}`);
    await write('world_depth1.json', '\uFEFF{"planets":["toString"]}');
    expect((await readAll()).titles.sort()).toEqual(['__proto__', 'constructor', 'toString']);
  });

  it('a categorised file that is cut gives the items before the cut', async () => {
    await write('world_depth3.json', '{"planets":["Hoth",{"title":"Nab');
    const { titles, rejections } = await readAll();
    expect(titles).toEqual(['Hoth']);
    expect(rejections).toEqual([expect.objectContaining({ code: 'TRUNCATED', file: 'world_depth3.json' })]);
  });

  it.each(['null', '[]', '"x"', '', '{"planets":"x"}'])(
    'a categorised file that holds %s holds nothing',
    async (text) => {
      await write('world_depth3.json', text);
      const { titles, rejections } = await readAll();
      expect(titles).toEqual([]);
      expect(rejections).toHaveLength(1);
    },
  );
});

describe('telling whether files changed', () => {
  it('the fingerprint changes with every touch, the content hash only with the content', async () => {
    await write('world/a.jsonl', lines({ title: 'A' }));
    const facts = async () => {
      const sources = await findSourceFiles(dir, 'world', []);
      return [await fingerprintOf(sources), await contentHashOf(sources)];
    };
    const [fingerprint, hash] = await facts();
    expect(await facts()).toEqual([fingerprint, hash]);
    await chmod(join(dir, 'world/a.jsonl'), 0o600);
    const touched = await facts();
    expect(touched[0]).not.toBe(fingerprint);
    expect(touched[1]).toBe(hash);
    await write('world/a.jsonl', lines({ title: 'B' }));
    expect((await facts())[1]).not.toBe(hash);
  });
});
