import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { systemClock } from '../../src/egress/clock';
import { crawlWiki } from '../../src/prefetch/fill/crawl-wiki';
import { refreshWiki } from '../../src/prefetch/fill/refresh-wiki';
import { articleHref } from '../../src/mediawiki/wikitext/titles';
import { missingMediaWiki, RealMediaWiki } from '../harness/real-mediawiki';
import { tempDir } from '../harness/temp-dir';
import { CATEGORY, ownArticles, ownText, type OwnArticle } from './real-wiki-pages';
import { labAccess, labFetch, labUniverse, readNative, type NativeRecord } from './wiki-lab';

jest.setTimeout(600_000);

/** What an article must look like in the file cache. */
function expected(article: OwnArticle, wiki: RealMediaWiki) {
  return {
    title: article.title,
    categories: [...article.categories].sort(),
    redirects: [...article.redirects].sort(),
    infobox: {
      type: article.kind.replaceAll('_', ' '),
      fields: article.facts.map(([label, items]) => ({
        label,
        values: items.map(({ text }) => text),
        links: items.flatMap(({ text, target }) => (target === undefined ? [] : [{ text, href: articleHref(target) }])),
      })),
    },
    extract: article.lead,
    image:
      article.image === null
        ? null
        : expect.stringMatching(
            new RegExp(
              `^http://127\\.0\\.0\\.1:${wiki.port}/images/[0-9a-f]/[0-9a-f]{2}/${article.image.replaceAll(' ', '_')}$`,
            ),
          ),
  };
}

const shown = ({ title, categories, redirects, infobox, extract, image }: NativeRecord) => ({
  title,
  categories: [...categories].sort(),
  redirects,
  infobox,
  extract,
  image,
});

describe('a real MediaWiki', () => {
  let missing: string | null = null;
  let wiki: RealMediaWiki | null = null;
  let articles: OwnArticle[];

  beforeAll(async () => {
    missing = await missingMediaWiki();
    if (missing !== null) {
      if (process.env['CI'] === 'true') throw new Error(missing);
      console.warn(`Skipped: ${missing}`);
      return;
    }
    wiki = await RealMediaWiki.start();
  });
  afterAll(async () => {
    await wiki?.stop();
  });

  async function build(one: RealMediaWiki, folder: string): Promise<void> {
    await mkdir(folder);
    for (let i = 0; i < 12; i += 3) {
      const color = { r: i * 20, g: 100, b: 200 };
      await sharp({ create: { width: 200, height: 150, channels: 3, background: color } })
        .png()
        .toFile(join(folder, `Picture ${i}.png`));
    }
    await one.upload(folder);
    for (const [i, article] of articles.entries()) {
      await one.edit(article.title, ownText(article, i % 3));
      for (const redirect of article.redirects) await one.edit(redirect, `#REDIRECT [[${article.title}]]`);
    }
    await one.edit('Twice removed', '#REDIRECT [[Other name of 0]]');
    await one.edit('Region 1', 'A page outside of the category.');
    await one.edit('Doomed', ownText({ ...articles[1]!, title: 'Doomed' }, 0));
    await one.edit('Old name of the moved', ownText({ ...articles[2]!, title: 'The moved' }, 0));
    await one.delete(['Doomed']);
    await one.move([['Old name of the moved', 'The moved']], { noRedirects: false });
    articles.push({
      ...articles[2]!,
      title: 'The moved',
      lead: `The moved${articles[2]!.lead.slice(articles[2]!.title.length)}`,
      redirects: ['Old name of the moved'],
    });
    await one.runJobs();
  }

  it('is crawled, edited and refreshed, article by article as it is', async () => {
    if (wiki === null) return;
    const one = wiki;
    const dir = await tempDir('real');
    const lab = labFetch(one.host);
    try {
      articles = ownArticles();
      for (const article of articles) article.lead = `${article.title}${article.lead.slice(article.title.length)}`;
      articles[2]!.lead = articles[2]!.lead.replace('this test', 'our test');
      await build(one, join(dir.path, 'pictures'));
      const options = {
        ...labAccess(lab.fetchText, systemClock),
        definition: labUniverse(one.api, CATEGORY),
        cacheDir: join(dir.path, 'cache'),
        allowShrink: false,
      };

      const { manifest, coverage } = await crawlWiki({ ...options, resume: false });
      const crawled = (await readNative(options.cacheDir)).records;
      expect(manifest.licence).toBe('Creative Commons Attribution-ShareAlike');
      expect(coverage.unparsed.count).toBe(0);
      const byTitle = new Map(crawled.map((record) => [record.title, shown(record)]));
      expect([...byTitle.keys()].sort()).toEqual(articles.map(({ title }) => title).sort());
      for (const article of articles) expect(byTitle.get(article.title)).toEqual(expected(article, one));

      // Recent changes are told by the second.
      await new Promise((resolve) => setTimeout(resolve, 1100));
      await change(one, join(dir.path, 'newer'));
      const { written, fetched, deleted, comparedAll } = await refreshWiki(options);
      const refreshed = (await readNative(options.cacheDir)).records;
      const after = new Map(refreshed.map((record) => [record.title, shown(record)]));
      expect([...after.keys()].sort()).toEqual(articles.map(({ title }) => title).sort());
      for (const article of articles) expect(after.get(article.title)).toEqual(expected(article, one));
      // Of the pictures, the replaced file's alone have another version now.
      const revisions = (records: NativeRecord[]) => new Map(records.map((one) => [one.image, one.image_revision]));
      const [old, present] = [revisions(crawled), revisions(refreshed)];
      const replaced = [...old.keys()].filter((image) => image !== null && old.get(image) !== present.get(image));
      expect(replaced.map((image) => image?.replace(/^.*\//, ''))).toEqual(['Picture_3.png']);
      expect({ comparedAll, deleted }).toEqual({ comparedAll: false, deleted: 5 });
      expect(fetched).toBeLessThan(80);
      expect(written?.coverage.changes?.unchanged).toBeGreaterThan(150);

      // The same as a crawl of the wiki as it is now, and a second refresh finds nothing.
      const again = { ...options, cacheDir: join(dir.path, 'again') };
      await crawlWiki({ ...again, resume: false });
      const fresh = (await readNative(again.cacheDir)).records;
      const timeless = (record: NativeRecord) => ({ ...record, scraped_at: '' });
      expect(refreshed.map(timeless)).toEqual(fresh.map(timeless));
      await new Promise((resolve) => setTimeout(resolve, 1100));
      await refreshWiki(options);
      expect((await readNative(options.cacheDir)).records.map(timeless)).toEqual(fresh.map(timeless));
    } finally {
      await lab.close();
      await dir.remove();
    }
  });

  /** Edits, new pages, moves with and without redirect, deletions, a restoration by hand, redirects, an upload. */
  async function change(one: RealMediaWiki, pictures: string): Promise<void> {
    const find = (title: string) => articles.find((article) => article.title === title)!;
    const drop = (title: string) => (articles = articles.filter((article) => article.title !== title));
    for (let i = 20; i < 26; i++) {
      const article = find(`Article ${i}`);
      article.facts.push(['Fate', [{ text: 'Destroyed' }, { text: `Article ${i + 1}`, target: `Article ${i + 1}` }]]);
      article.categories.push('Edited');
      await one.edit(article.title, ownText(article, i % 3));
    }
    for (let i = 0; i < 4; i++) {
      const article: OwnArticle = {
        title: `New ${i}`,
        kind: 'Planet',
        facts: [['Region', [{ text: 'Far' }]]],
        image: null,
        lead: `New ${i} was made after the first crawl.`,
        categories: [CATEGORY],
        redirects: [],
      };
      articles.push(article);
      await one.edit(article.title, ownText(article, i % 3));
    }
    await one.delete(['Article 31', 'Who?']);
    drop('Article 31');
    drop('Who?');
    await one.move([['Article 41', 'Moved with redirect']], { noRedirects: false });
    await one.move([['Article 42', 'Moved without redirect']], { noRedirects: true });
    for (const [from, to, redirects] of [
      ['Article 41', 'Moved with redirect', ['Article 41']],
      ['Article 42', 'Moved without redirect', []],
    ] as const) {
      const article = find(from);
      article.title = to;
      article.redirects = [...redirects];
      article.lead = `${to}${article.lead.slice(from.length)}`;
      await one.edit(to, ownText(article, 0));
    }
    // Another page under a title that became free.
    const successor: OwnArticle = {
      ...find('Article 43'),
      title: 'Article 42',
      lead: `Article 42 was another thing now.`,
      redirects: [],
    };
    articles.push(successor);
    await one.edit('Article 42', ownText(successor, 0));
    // Out of the category, and into it.
    await one.edit('Article 51', 'No article of ours any more.');
    drop('Article 51');
    // An article becomes a redirect to another one.
    await one.edit('Article 61', '#REDIRECT [[Article 62]]');
    drop('Article 61');
    find('Article 62').redirects = ['Article 61'];
    // A redirect is made, one is led elsewhere, one is deleted.
    await one.edit('Brand-new name', '#REDIRECT [[Article 63]]');
    find('Article 63').redirects = ['Brand-new name'];
    await one.edit('Other name of 70', '#REDIRECT [[Article 71]]');
    find('Article 70').redirects = [];
    find('Article 71').redirects = ['Other name of 70'];
    await one.delete(['Other name of 80']);
    find('Article 80').redirects = [];
    // Deleted and made again: another page id.
    await one.delete(['Article 91']);
    await one.edit('Article 91', ownText(find('Article 91'), 1));
    await mkdir(pictures);
    await sharp({ create: { width: 300, height: 150, channels: 3, background: { r: 1, g: 2, b: 3 } } })
      .png()
      .toFile(join(pictures, 'Picture 3.png'));
    await one.upload(pictures, '--overwrite');
    await one.runJobs();
  }
});
