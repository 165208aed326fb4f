import { compareCategories, OUT_OF_UNIVERSE } from '../../src/universe/categories';
import type { ArticleContent, ArticleRecord, Infobox } from '../../src/universe/article';
import { compareCodePoints, fold, titleKey } from '../../src/universe/fold';
import { labelKey } from '../../src/universe/label';
import { toContent } from '../../src/universe/to-content';
import { FLAG_HAS_IMAGE, FLAG_LEGENDS, FLAG_OUT_OF_UNIVERSE } from '../../src/dataset/flags';
import { addOrders } from '../../src/dataset/facets/article-orders';
import { FacetsBuilder } from '../../src/dataset/facets/facets-builder';
import { LinkGraph } from '../../src/dataset/link-graph';
import { linkTarget } from '../../src/universe/link-target';
import type { PlacesReport } from '../../src/dataset/places/places-builder';
import { PlacesBuilder } from '../../src/dataset/places/places-builder';
import type { RegionName } from '../../src/universe/universe-definition';
import { addArticle } from '../../src/dataset/search/add-article';
import { SearchBuilder } from '../../src/dataset/search/search-builder';
import { SectionFile, SectionFileWriter } from '../../src/dataset/section-file';

/** As much of an article as search, places and facets look at. */
export interface TestArticle {
  title: string;
  category?: string;
  redirects?: string[];
  nicknames?: string[];
  description?: string;
  infobox?: Infobox | null;
  /** Fields beyond the infobox. */
  content?: Record<string, string | string[]>;
  image?: string;
  updated?: number;
  /** Links beyond those of the infoboxes. */
  links?: number;
  /** Texts under which others link to it, beyond those of the infoboxes. */
  linkTexts?: string[];
}

/** A directory with the core columns that search, places and facets need, and nothing else. */
export interface TestDirectory {
  count: number;
  sections: SectionFile;
  bytes: number;
  categories: string[];
  titles: string[];
  places: PlacesReport;
  /** Milliseconds of each builder, for measuring. */
  times: Record<string, number>;
  category(name: string): number;
  ordinal(title: string): number;
  find(title: string): number;
}

export const REGIONS: RegionName[] = [
  { name: 'Deep Core', contains: ['deep core'] },
  { name: 'Core Worlds', contains: ['core world'] },
  { name: 'Colonies', contains: ['colonies'] },
  { name: 'Outer Rim Territories', contains: ['outer rim'] },
  { name: 'Unknown Regions', contains: ['unknown region'] },
];

export function buildDirectory(articles: readonly TestArticle[], regions = REGIONS): TestDirectory {
  const times: Record<string, number> = {};
  const timed = <T>(name: string, work: () => T): T => {
    const start = performance.now();
    const result = work();
    times[name] = (times[name] ?? 0) + performance.now() - start;
    return result;
  };
  const count = articles.length;
  const folded = articles.map(({ title }) => fold(title));
  const order = articles
    .map((_, seq) => seq)
    .sort(
      (a, b) => compareCodePoints(folded[a]!, folded[b]!) || compareCodePoints(articles[a]!.title, articles[b]!.title),
    );
  const ordinalOf = new Uint32Array(count);
  order.forEach((seq, ordinal) => (ordinalOf[seq] = ordinal));
  const categories = [...new Set(articles.map(({ category }) => category ?? 'other'))].sort(compareCategories);
  const categoryOf = Uint16Array.from(order, (seq) => categories.indexOf(articles[seq]!.category ?? 'other'));

  const keys = new Map<string, number>();
  articles.forEach(({ title }, seq) => keys.set(titleKey(title), seq));
  articles.forEach(({ redirects = [] }, seq) => {
    for (const name of redirects) if (!keys.has(titleKey(name))) keys.set(titleKey(name), seq);
  });
  const graph = new LinkGraph();
  articles.forEach(({ infobox }, seq) => graph.add(seq, infobox ?? null));
  const resolved = graph.resolve(
    count,
    (seq) => ({ title: articles[seq]!.title, isNamed: articles[seq]!.category === 'characters' }),
    (key) => keys.get(key) ?? -1,
  );
  const links = Uint32Array.from(order, (seq) => (resolved.links[seq] ?? 0) + (articles[seq]!.links ?? 0));
  const flags = Uint8Array.from(order, (seq) => {
    const { title, category = 'other', image } = articles[seq]!;
    return (
      (image ? FLAG_HAS_IMAGE : 0) |
      (title.endsWith('/Legends') && keys.has(title.slice(0, -8)) ? FLAG_LEGENDS : 0) |
      (OUT_OF_UNIVERSE.has(category) ? FLAG_OUT_OF_UNIVERSE : 0)
    );
  });

  const search = new SearchBuilder();
  const places = new PlacesBuilder((seq) => articles[seq]!.title);
  const facets = new FacetsBuilder(labelKey);
  timed('search', () =>
    articles.forEach(
      ({ title, category = 'other', redirects = [], nicknames = [], infobox = null, description = '' }, seq) =>
        addArticle(search, seq, { title, category, redirects, nicknames, infobox, description }),
    ),
  );
  timed('places', () =>
    articles.forEach(({ category = 'other', infobox = null }, seq) => places.add(seq, category, infobox)),
  );
  const contents = articles.map(contentOf);
  timed('facets', () => articles.forEach(({ infobox = null }, seq) => facets.add(seq, contents[seq]!, infobox)));
  timed('search', () => {
    for (const [seq, texts] of resolved.linkTexts) {
      for (const { text } of texts) search.addName(seq, text);
    }
    articles.forEach(({ linkTexts = [] }, seq) => {
      for (const text of linkTexts) search.addName(seq, text);
    });
  });

  const writer = new SectionFileWriter();
  const titles = order.map((seq) => articles[seq]!.title);
  writer.add('category', categoryOf);
  writer.add('links', links);
  writer.add('flags', flags);
  const updated = Float64Array.from(order, (seq) => articles[seq]!.updated ?? 0);
  writer.add('updated', updated);
  writer.addStrings('title', titles);
  writer.addStrings(
    'folded',
    order.map((seq) => folded[seq]!),
  );
  const before = sizeOf(writer);
  const resolve = (name: string) => {
    const seq = keys.get(linkTarget(name) ?? titleKey(name)) ?? -1;
    return seq < 0 ? -1 : ordinalOf[seq]!;
  };
  timed('search', () => search.finish(writer, { count, ordinalOf, links, flags }));
  const report = timed('places', () => places.finish(writer, { count, ordinalOf, resolve, regions }));
  timed('facets', () => facets.finish(writer, { ordinalOf, resolve, title: (ordinal) => titles[ordinal]! }));
  timed('orders', () => addOrders(writer, { count, links, updated }));
  const chunks = writer.chunks({ categories });
  const bytes = Buffer.concat(chunks);
  return {
    count,
    sections: SectionFile.over(bytes),
    bytes: bytes.length - before,
    categories,
    titles,
    places: report,
    times,
    category: (name) => categories.indexOf(name),
    ordinal: (title) => titles.indexOf(title),
    find: resolve,
  };
}

/** The article's content, as the rules make it of a record. */
export function contentOf({ title, infobox, content, description, redirects }: TestArticle): ArticleContent {
  const record: ArticleRecord = {
    pageid: null,
    title,
    url: null,
    revid: null,
    timestamp: null,
    categories: [],
    redirects: redirects ?? [],
    infobox: infobox ?? null,
    extract: description ?? null,
    image: null,
    category: null,
    otherCategories: [],
    fields: content ?? {},
    scrapedAt: null,
    text: null,
  };
  return toContent(record);
}

function sizeOf(writer: SectionFileWriter): number {
  return writer.chunks({}).reduce((sum, chunk) => sum + chunk.length, 0);
}
