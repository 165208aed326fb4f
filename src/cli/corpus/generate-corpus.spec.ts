import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import sharp from 'sharp';
import { readRecords, type RecordSink } from '../../file-cache/read-records';
import { findSourceFiles } from '../../file-cache/source-files';
import type { ArticleRecord } from '../../universe/article';
import { compileRules } from '../../universe/categorise';
import { fold } from '../../universe/fold';
import { genericDefinition } from '../../universe/universe-definition';
import type { ArticleText } from '../../universe/section';
import { generateCorpus } from './generate-corpus';
import type { InventedQuestion } from './invent-text';
import { Words } from './words';

let dir: string;
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'corpus-'))));
afterEach(() => rm(dir, { recursive: true, force: true }));

async function readAll(out: string, universe = 'corpus'): Promise<ArticleRecord[]> {
  const { files } = JSON.parse(await readFile(join(out, universe, 'manifest.json'), 'utf8')) as {
    files: { name: string; articles: number; bytes: number; sha256: string }[];
  };
  for (const file of files) {
    const bytes = await readFile(join(out, universe, file.name));
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([file.bytes, file.sha256]);
    const lines = bytes.toString('utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(file.articles);
  }
  const records: ArticleRecord[] = [];
  const sink: RecordSink = {
    record: (record) => records.push(record),
    reject: (rejection) => expect(rejection).toBeNull(),
    bytes: () => undefined,
  };
  await readRecords(await findSourceFiles(out, universe, []), sink, { withTexts: true });
  return records;
}

const markdownOf = (text: ArticleText | null) => text?.sections.map((section) => section.text).join('') ?? '';
const namesOf = (record: ArticleRecord) => [record.title, ...record.redirects];

describe('generateCorpus', () => {
  it('gives the same bytes for the same seed, and others for another', async () => {
    const make = async (out: string, seed: string) =>
      (await generateCorpus({ articles: 500, out: join(dir, out), seed })).manifest.files[0]?.sha256;
    const first = await make('a', '7');
    expect(await make('b', '7')).toBe(first);
    expect(await make('c', '8')).not.toBe(first);
  });

  it('writes every article once, under names that no other article has', async () => {
    const { manifest } = await generateCorpus({ articles: 21_500, out: dir, universe: 'big' });
    expect([manifest.articles, manifest.files.length]).toEqual([21_500, 2]);
    const records = await readAll(dir, 'big');
    expect(records).toHaveLength(21_500);
    const names = records.flatMap(namesOf).map(fold);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(records.map(({ pageid }) => pageid)).size).toBe(records.length);
  });

  it('is of the shape of a real wiki', async () => {
    await generateCorpus({ articles: 10_000, out: dir });
    const records = await readAll(dir);
    const links = records.flatMap(({ infobox }) => infobox?.fields.flatMap((field) => field.links) ?? []);
    const share = (test: (record: ArticleRecord) => boolean) => records.filter(test).length / records.length;
    expect(links.length / records.length).toBeGreaterThan(4);
    expect(share(({ extract }) => extract !== null)).toBeCloseTo(0.1, 1);
    expect(share(({ redirects }) => redirects.length > 0)).toBeGreaterThan(0.1);
    expect(share(({ infobox }) => infobox === null)).toBeCloseTo(0.052, 2);
    expect(records.some(({ title }) => title.endsWith('/Legends'))).toBe(true);
    expect(records.some(({ title }) => /[áéöü]/.test(title))).toBe(true);
    expect(records.some(({ title }) => title.includes("'"))).toBe(true);

    const linked = new Map<string, number>();
    for (const { href } of links) linked.set(href, (linked.get(href) ?? 0) + 1);
    const counts = [...linked.values()].sort((a, b) => b - a);
    expect((counts[0] ?? 0) / (counts[100] ?? 1)).toBeGreaterThan(8);
    const titles = new Set(records.map(({ title }) => title));
    const targets = [...linked.keys()].map((href) => decodeURIComponent(href.slice(6)).replaceAll('_', ' '));
    expect(targets.filter((target) => !titles.has(target))).toEqual([]);
  });

  it('has articles of nearly every category under the general rules', async () => {
    await generateCorpus({ articles: 5000, out: dir });
    const categoriser = compileRules(genericDefinition('corpus'));
    const categories = new Set(
      (await readAll(dir)).map(
        ({ infobox, categories }) =>
          categoriser.categorise({ infobox, wikiCategories: categories, stated: null }).category,
      ),
    );
    expect(categories.size).toBeGreaterThan(16);
  });

  describe('with whole texts', () => {
    it('is of the size of a real wiki: 5 kB on average, with a long tail', async () => {
      await generateCorpus({ articles: 4000, out: dir, text: true });
      const sizes = (await readAll(dir)).map(({ text }) => Buffer.byteLength(markdownOf(text)));
      sizes.sort((a, b) => a - b);
      const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
      expect(mean).toBeGreaterThan(4500);
      expect(mean).toBeLessThan(5500);
      expect(sizes[2000]).toBeLessThan(mean / 1.5);
      expect(sizes.at(-1)).toBeGreaterThan(60_000);
      expect(sizes.at(-1)).toBeLessThan(210_000);
    });

    it('gives the same bytes for the same seed, and the same articles as without', async () => {
      const make = async (out: string, text: boolean) => {
        const { manifest, questionsPath } = await generateCorpus({ articles: 300, out: join(dir, out), text });
        const questions = questionsPath === null ? null : await readFile(questionsPath, 'utf8');
        return { sha256: manifest.files[0]?.sha256, questions };
      };
      expect(await make('a', true)).toEqual(await make('b', true));
      await make('c', false);
      const without = (records: ArticleRecord[]) => records.map((record) => ({ ...record, text: null }));
      expect(without(await readAll(join(dir, 'a')))).toEqual(await readAll(join(dir, 'c')));
    });

    it('asks questions that one section alone answers', async () => {
      const { questionsPath } = await generateCorpus({ articles: 300, out: dir, text: true });
      const questions = JSON.parse(await readFile(questionsPath!, 'utf8')) as InventedQuestion[];
      expect(questions.length).toBeGreaterThan(200);
      const texts = new Map((await readAll(dir)).map(({ title, text }) => [title, text]));
      for (const { question, title, heading } of questions) {
        const thing = / the (\S+ \S+?)(?: of |\?)/.exec(question.replace('Since when do the people of ', ''))?.[1];
        const telling = texts.get(title)?.sections.filter(({ text }) => text.includes(`${thing} `));
        expect([question, telling?.map((section) => section.heading)]).toEqual([question, [heading]]);
      }
    });

    it('is the same text in a MediaWiki export', async () => {
      const dump = join(dir, 'corpus.xml');
      await generateCorpus({ articles: 40, out: dir, dump, text: true });
      const xml = await readFile(dump, 'utf8');
      for (const { title, text } of await readAll(dir)) {
        const page = xml.slice(xml.indexOf(`<title>${title.replaceAll('&', '&amp;')}</title>`));
        for (const { heading } of text?.sections.slice(1) ?? []) expect(page).toContain(` ${heading} =`);
      }
      expect(xml).toContain('\n|-\n| ');
    });
  });

  it('draws images that differ, for as many articles', async () => {
    const options = { articles: 400, images: 130, out: dir, imageOrigin: 'http://127.0.0.1:9099' };
    const { imagesDir } = await generateCorpus(options);
    const wanted = (await readAll(dir)).flatMap(({ image }) => image ?? []);
    expect(new Set(wanted).size).toBe(130);
    const hashes = new Set<string>();
    for (const address of wanted) {
      const file = await readFile(join(imagesDir ?? '', new URL(address).pathname));
      const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([96, 72]);
      hashes.add(createHash('sha256').update(data).digest('hex'));
    }
    expect(hashes.size).toBe(130);
  });

  it('writes the same universe as a MediaWiki export', async () => {
    const dump = join(dir, 'corpus.xml');
    await generateCorpus({ articles: 300, out: dir, dump });
    const pages: Record<string, string>[] = [];
    let text = '';
    const parser = new SaxesParser();
    parser.on('opentag', ({ name, attributes }) => {
      text = '';
      if (name === 'page') pages.push({});
      if (name === 'redirect') (pages.at(-1) ?? {})['redirect'] = String(attributes['title']);
    });
    parser.on('text', (piece) => (text += piece));
    parser.on('closetag', ({ name }) => {
      const page = pages.at(-1);
      if (page && ['title', 'ns', 'text'].includes(name)) page[name] = text;
    });
    parser.write(await readFile(dump, 'utf8')).close();

    const records = await readAll(dir);
    const articles = pages.filter(({ ns, redirect }) => ns === '0' && redirect === undefined);
    expect(articles.map(({ title }) => title)).toEqual(records.map(({ title }) => title));
    const redirects = pages.filter(({ redirect }) => redirect !== undefined);
    expect(redirects).toHaveLength(records.reduce((sum, record) => sum + record.redirects.length, 0));
    for (const [i, record] of records.entries()) {
      for (const field of record.infobox?.fields ?? [])
        for (const link of field.links) expect(articles[i]?.['text']).toContain(link.text);
    }
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const stop = new AbortController();
    const onProgress = (what: string, done: number) => what === 'articles' && done >= 2000 && stop.abort();
    const options = {
      articles: 50_000,
      images: 20,
      out: dir,
      dump: join(dir, 'x.xml'),
      onProgress,
      signal: stop.signal,
    };
    await expect(generateCorpus(options)).rejects.toThrow();
    const left = (await readdir(join(dir, 'corpus'), { recursive: true })).filter((name) => name !== 'raw');
    expect(left).toEqual([]);
    expect(await readdir(dir)).not.toContain('x.xml');
  });
});

it('Words are all different', () => {
  for (const count of [1, 100, 30_000]) {
    const words = new Words(count, 42);
    const all = new Set(Array.from({ length: count }, (_, i) => fold(words.at(i))));
    expect(all.size).toBe(count);
  }
});
