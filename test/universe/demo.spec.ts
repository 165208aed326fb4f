import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { ArticleRecord } from '../../src/universe/article';
import { compileRules } from '../../src/universe/categorise';
import { titleKey } from '../../src/universe/fold';
import { parseRecord } from '../../src/universe/parse-record';
import { parseUniverseDefinition } from '../../src/universe/parse-universe-definition';

const universes = join(__dirname, '../../universes');
const demo = join(universes, 'demo');
const text = readFileSync(join(demo, 'articles.jsonl'), 'utf8');
const records = text
  .trimEnd()
  .split('\n')
  .map((line) => parseRecord(JSON.parse(line)));
const definition = parseUniverseDefinition(JSON.parse(readFileSync(join(universes, 'demo.json'), 'utf8')), 'demo.json');
const byTitle = new Map(
  records.flatMap((record) => [record.title, ...record.redirects].map((name) => [titleKey(name), record])),
);

interface Text {
  title: string;
  sections: { index: number; level: number; heading: string; anchor: string; text: string }[];
  gallery?: { url: string; caption: string }[];
}

const texts = text
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Partial<Text>)
  .filter((record): record is Text => record.sections !== undefined);

function linkTargets(record: ArticleRecord, label?: string): ArticleRecord[] {
  const fields = record.infobox?.fields.filter((field) => label === undefined || field.label === label) ?? [];
  return fields.flatMap(({ links }) =>
    links.map(({ href }) => {
      const target = byTitle.get(titleKey(decodeURIComponent(href.slice('/wiki/'.length))));
      if (!target) throw new Error(`${record.title} links to ${href}`);
      return target;
    }),
  );
}

describe('the demo universe', () => {
  it('is what its source gives', () => {
    execFileSync(process.execPath, [join(__dirname, '../../scripts/build-demo.mjs'), '--check']);
  });

  it('has a manifest that is true', () => {
    const manifest = JSON.parse(readFileSync(join(demo, 'manifest.json'), 'utf8')) as {
      articles: number;
      files: { name: string; articles: number; bytes: number; sha256: string }[];
    };
    expect(manifest.articles).toBe(records.length);
    expect(manifest.files).toEqual([
      {
        name: 'articles.jsonl',
        articles: records.length,
        bytes: Buffer.byteLength(text),
        sha256: createHash('sha256').update(text).digest('hex'),
      },
    ]);
  });

  it('has some 300 articles of every category', () => {
    const categoriser = compileRules(definition);
    const counts: Record<string, number> = {};
    for (const { infobox, categories } of records) {
      const { category } = categoriser.categorise({ infobox, wikiCategories: categories, stated: null });
      counts[category] = (counts[category] ?? 0) + 1;
    }
    expect(records.length).toBeGreaterThan(300);
    expect(counts).toMatchObject({ characters: 42, planets: 28, creatures: 10, droids: 11, technology: 3, other: 1 });
    expect(Object.keys(counts)).toHaveLength(20);
  });

  it('links only to articles that there are, and knows every title once', () => {
    for (const record of records) linkTargets(record);
    expect(byTitle.size).toBe(records.reduce((sum, { redirects }) => sum + 1 + redirects.length, 0));
  });

  it('has a story in sections, whose links lead to articles and whose pictures are there', () => {
    const pictures = new Set(readdirSync(join(demo, 'images')));
    for (const { title, sections, gallery } of texts) {
      expect([title, sections[0]]).toMatchObject([title, { index: 0, level: 1, heading: '', anchor: '' }]);
      expect(sections.map(({ index }) => index)).toEqual([...sections.keys()]);
      expect(new Set(sections.map(({ anchor }) => anchor)).size).toBe(sections.length);
      for (const { text } of sections) {
        expect(text).not.toMatch(/\[\[|\]\]|<|!\[/);
        for (const [, href] of text.matchAll(/\]\(([^)]*)\)/g)) {
          const target = decodeURIComponent((href ?? '').slice('/wiki/'.length));
          expect([title, byTitle.has(titleKey(target)) ? '' : target]).toEqual([title, '']);
        }
      }
      for (const { url } of gallery ?? []) expect(pictures).toContain(url.replace('https://images.demo.invalid/', ''));
    }
    const bytes = texts.flatMap(({ sections }) => sections).reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeGreaterThan(320_000);
  });

  it('has sixty questions, each with the sections that answer it', () => {
    const questions = JSON.parse(readFileSync(join(__dirname, '../search/questions-demo.json'), 'utf8')) as {
      question: string;
      passages: string[];
    }[];
    const headings = new Set([
      ...records.map(({ title }) => `${title}#`),
      ...texts.flatMap(({ title, sections }) => sections.map(({ heading }) => `${title}#${heading}`)),
    ]);
    expect(questions).toHaveLength(60);
    expect(questions.flatMap(({ passages }) => passages).filter((passage) => !headings.has(passage))).toEqual([]);
  });

  it('nests places three deep', () => {
    const attic = byTitle.get("Bellkeeper's Attic");
    const inn = attic && linkTargets(attic, 'Location')[0];
    const city = inn && linkTargets(inn, 'Location')[0];
    const planet = city && linkTargets(city, 'Celestial body')[0];
    expect([inn?.title, city?.title, planet?.title]).toEqual(['The Drowned Bell', 'Lowtide', 'Veyra']);
  });

  it('has titles that are hard to ask for', () => {
    for (const title of [
      'Noon/Midnight Treaty',
      'Who Lit the First Lamp?',
      'Orsa Quill/Legends',
      '99% Dark',
      'Séraphine Vael',
    ])
      expect(byTitle.get(title)?.title).toBe(title);
  });

  it('has a picture for every image, and an image for every picture', async () => {
    const files = readdirSync(join(demo, 'images')).sort();
    const wanted = records
      .flatMap(({ image }) => image ?? [])
      .map((image) => image.replace('https://images.demo.invalid/', ''));
    expect(wanted.sort()).toEqual(files);
    expect(files.length).toBeGreaterThan(60);
    const bytes = files.reduce((sum, name) => sum + statSync(join(demo, 'images', name)).size, 0);
    expect(bytes).toBeLessThan(1_500_000);
    for (const name of files) {
      const { format, width } = await sharp(join(demo, 'images', name)).metadata();
      expect(format).toBe(name.endsWith('.jpg') ? 'jpeg' : name.split('.').at(-1));
      expect(width).toBeGreaterThanOrEqual(400);
    }
  });
});
