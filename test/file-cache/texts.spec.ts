import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { emptyTextLine, startOf, toNativeLine, toTextLine } from '../../src/file-cache/native-line';
import type { WrittenManifest } from '../../src/file-cache/native-manifest';
import { NativeWriter } from '../../src/file-cache/native-writer';
import { readRecords, type RecordSink, type Rejection } from '../../src/file-cache/read-records';
import { contentHashOf, findSourceFiles, fingerprintOf } from '../../src/file-cache/source-files';
import { verifyManifest } from '../../src/file-cache/verify-manifest';
import { bareRecord } from '../../src/universe/record-from-item';
import type { ArticleRecord } from '../../src/universe/article';
import { leadOf } from '../../src/universe/read-text';
import { tempDir } from '../harness/temp-dir';

let dir: { path: string; remove(): Promise<void> };
beforeEach(async () => (dir = await tempDir('texts')));
afterEach(() => dir.remove());

const folder = () => join(dir.path, 'world');

function article(pageid: number, words: string | null, title = `Article "${pageid}"`): ArticleRecord {
  const text = words === null ? null : { sections: [leadOf(words)], gallery: [] };
  return { ...bareRecord(title), pageid, text };
}

/** Every third article has no text. */
const ARTICLES = Array.from({ length: 10 }, (_, i) => article(i + 1, i % 3 === 2 ? null : `Words of number ${i + 1}.`));

async function write(articles = ARTICLES, textParserVersion: number | null = 1): Promise<WrittenManifest> {
  const writer = await NativeWriter.open(dir.path, {
    universe: 'world',
    source: 'https://world.invalid',
    licence: { name: 'CC', url: 'https://cc.invalid' },
    createdAt: '2026-01-01T00:00:00Z',
    parserVersion: 1,
    textParserVersion,
    madeBy: 'dump',
    allowShrink: true,
    recordsPerFile: 4,
  });
  for (const record of articles) {
    const source = `What the wiki gave of ${record.title}`;
    await writer.write(record, record.text && { infobox: null, text: { form: 'wikitext', source } });
  }
  return writer.publish();
}

async function readAll(withTexts = true) {
  const words = new Map<number | null, string | undefined>();
  const rejections: Rejection[] = [];
  const sink: RecordSink = {
    record: ({ pageid, text }) => void words.set(pageid, text?.sections[0]?.text),
    reject: (rejection) => rejections.push(rejection),
    bytes: () => undefined,
  };
  const sources = await findSourceFiles(dir.path, 'world', []);
  await readRecords(sources, sink, { withTexts });
  const problems = sources.native?.manifest ? await verifyManifest(folder(), sources.native.manifest) : [];
  return { words, rejections, problems, key: await contentHashOf(sources), state: await fingerprintOf(sources) };
}

const wanted = (articles: readonly ArticleRecord[]) =>
  new Map(articles.map(({ pageid, text }) => [pageid, text?.sections[0]?.text]));
const withoutTexts = (articles: readonly ArticleRecord[], from: number, to: number) =>
  articles.map((one, i) => (i >= from && i < to ? { ...one, text: null } : one));
const textsFile = async (number: number) => {
  const names = await readdir(join(folder(), 'texts'));
  return join(
    folder(),
    'texts',
    names.find((name) => name.startsWith(`texts-0000${number}-`))!,
  );
};

describe('texts in files of their own', () => {
  it('come back with their articles, and are not read by what needs none', async () => {
    const manifest = await write();
    expect(manifest.texts?.map(({ name, articles }) => [name.slice(0, 12), articles])).toEqual([
      ['texts-00001-', 4],
      ['texts-00002-', 4],
      ['texts-00003-', 2],
    ]);
    const read = await readAll();
    expect(read).toMatchObject({ rejections: [], problems: [] });
    expect(read.words).toEqual(wanted(ARTICLES));
    await rm(join(folder(), 'texts'), { recursive: true });
    expect([...(await readAll(false)).words.values()]).toEqual(ARTICLES.map(() => undefined));
  });

  it('are left out where none are kept, and those of the version before are gone', async () => {
    await write();
    const manifest = await write(ARTICLES, null);
    expect(manifest.texts).toBeUndefined();
    expect(await readdir(join(folder(), 'texts'))).toEqual([]);
    expect([...(await readAll()).words.values()]).toEqual(ARTICLES.map(() => undefined));
  });

  it('are part of the content: another word in one of them is another dataset', async () => {
    await write();
    const before = await readAll();
    const { files } = await write(ARTICLES.map((one) => (one.pageid === 5 ? article(5, 'Other words.') : one)));
    const after = await readAll();
    expect(after.key).not.toBe(before.key);
    expect(after.state).not.toBe(before.state);
    await write();
    expect((await readAll()).key).toBe(before.key);
    expect(files).toHaveLength(3);
  });

  it('stand back behind those that are in the articles themselves', async () => {
    await write();
    const [first] = JSON.parse(await readFile(join(folder(), 'manifest.json'), 'utf8')).files;
    const path = join(folder(), first.name);
    const lines = (await readFile(path, 'utf8')).split('\n');
    lines[0] = lines[0]!.replace(/\}$/, ',"sections":[{"text":"From within."}]}');
    await writeFile(path, lines.join('\n'));
    expect((await readAll()).words.get(1)).toBe('From within.');
  });

  it('are found without a manifest, too', async () => {
    await write();
    await rm(join(folder(), 'manifest.json'));
    const read = await readAll();
    expect([read.words, read.rejections]).toEqual([wanted(ARTICLES), []]);
  });
});

describe('F41 texts that are damaged cost no article', () => {
  const repack = async (change: (text: string) => string) => {
    const path = await textsFile(2);
    await writeFile(path, gzipSync(change(gunzipSync(await readFile(path)).toString())));
  };
  const DAMAGES: [what: string, harm: () => Promise<void>, code: string, from: number, to: number][] = [
    ['missing', async () => rm(await textsFile(2)), 'MISSING_FILE', 4, 8],
    [
      'cut short',
      async () => writeFile(await textsFile(2), (await readFile(await textsFile(2))).subarray(0, 30)),
      'TRUNCATED',
      4,
      8,
    ],
    ['not packed text at all', async () => writeFile(await textsFile(2), Buffer.alloc(300, 7)), 'TEXTS_DIFFER', 4, 8],
    [
      'those of other articles',
      async () => writeFile(await textsFile(2), await readFile(await textsFile(1))),
      'TEXTS_DIFFER',
      4,
      8,
    ],
    ['too few', () => repack((text) => text.split('\n').slice(0, 2).join('\n')), 'TEXTS_DIFFER', 6, 8],
    ['too many', () => repack((text) => `${text}{"title":"More"}\n`), 'TEXTS_DIFFER', 0, 0],
    ['one of them no JSON', () => repack((text) => text.replace('"sections":[', '"sections":')), 'BAD_JSON', 4, 5],
    ['one of them no text', () => repack((text) => text.replace('"sections":[', '"sections":[7,')), 'BAD_TYPE', 4, 5],
  ];

  it.each(DAMAGES)('%s', async (_what, harm, code, from, to) => {
    await write();
    await harm();
    const { words, rejections, problems } = await readAll();
    expect(words).toEqual(wanted(withoutTexts(ARTICLES, from, to)));
    expect(rejections.map((one) => [one.code, one.file?.slice(0, 12)])).toEqual([[code, 'texts-00002-']]);
    expect(problems.map(({ file }) => file.slice(0, 12))).toContain('texts-00002-');
  });

  it('a manifest that leads out of the folder of texts', async () => {
    await write();
    const path = join(folder(), 'manifest.json');
    const manifest = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify({ ...manifest, texts: [{ name: '../../secret.jsonl' }] }));
    const { words, rejections } = await readAll();
    expect([...words.values()]).toEqual(ARTICLES.map(() => undefined));
    expect(rejections).toEqual([expect.objectContaining({ code: 'BAD_MANIFEST', file: 'manifest.json' })]);
  });

  it('a broken article costs its own text alone', async () => {
    const manifest = await write();
    const path = join(folder(), manifest.files[1]!.name);
    const lines = (await readFile(path, 'utf8')).split('\n');
    lines[1] = 'garbage';
    await writeFile(path, lines.join('\n'));
    const { words, rejections } = await readAll();
    expect(words).toEqual(wanted(ARTICLES.filter(({ pageid }) => pageid !== 6)));
    expect(rejections.map(({ code }) => code)).toEqual(['BAD_JSON']);
  });
});

it('knows whose a line is by how it begins, whatever the title', () => {
  for (const title of ['a "quoted", one', 'back\\slash', '🜲", "x', 'x'.repeat(255)]) {
    for (const pageid of [7, null]) {
      const record = { ...bareRecord(title), pageid, text: { sections: [leadOf('x')], gallery: [] } };
      const line = toNativeLine(record);
      expect(startOf(toTextLine(record))).toBe(startOf(line));
      expect(emptyTextLine(line)).toBe(toTextLine({ ...record, text: null }));
      expect(startOf(line)).toContain(JSON.stringify(title));
    }
  }
  expect(startOf('{"title":"cut of')).toBeNull();
});

describe('what texts were read from', () => {
  const rawFile = async () => {
    const names = await readdir(join(folder(), 'raw'));
    return join(
      folder(),
      'raw',
      names.find((name) => name.startsWith('raw-00001-'))!,
    );
  };

  it.each([
    ['missing', (path: string) => rm(path), /^the file cannot be read$/],
    [
      'cut',
      async (path: string) => writeFile(path, (await readFile(path)).subarray(0, 60)),
      /^the file cannot be read$/,
    ],
    ['of another page', (path: string) => writeFile(path, gzipSync('{"title":"Other"}\n')), /checksum differs/],
  ])('is checked like the rest: %s', async (_what, harm, words) => {
    await write();
    expect((await readAll()).problems).toEqual([]);
    const path = await rawFile();
    await harm(path);
    const { problems, rejections, words: texts } = await readAll();
    const reasons = problems.map(({ file, reason }) => [file, reason]);
    expect(reasons).toContainEqual([basename(path), expect.stringMatching(words)]);
    // Nothing that is served is made of it.
    expect([rejections, texts]).toEqual([[], wanted(ARTICLES)]);
  });

  it('is not looked for outside of its folder', async () => {
    await write();
    const path = join(folder(), 'manifest.json');
    const manifest = JSON.parse(await readFile(path, 'utf8')) as WrittenManifest;
    await writeFile(path, JSON.stringify({ ...manifest, raw: [{ ...manifest.raw[0], name: '../raw.jsonl' }] }));
    const { rejections } = await readAll();
    expect(rejections).toEqual([expect.objectContaining({ code: 'BAD_MANIFEST', file: 'manifest.json' })]);
  });
});
