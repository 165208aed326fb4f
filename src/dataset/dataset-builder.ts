import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import type { ArticleContent, ArticleExtra, Infobox } from '../universe/article';
import { compareCategories, OUT_OF_UNIVERSE } from '../universe/categories';
import { compareCodePoints, fold, titleKey } from '../universe/fold';
import { mergeAliases } from '../universe/to-content';
import type { RegionName } from '../universe/universe-definition';
import type { CategoryCount, DatasetInfo } from './dataset-info';
import { FLAG_HAS_IMAGE, FLAG_LEGENDS, FLAG_OUT_OF_UNIVERSE } from './directory';
import { addOrders } from './facets/article-orders';
import { FacetsBuilder } from './facets/facets-builder';
import { LinkGraph, linkTarget, type LinkText } from './link-graph';
import { PlacesBuilder, type PlacesReport } from './places/places-builder';
import { COPY_HEADER, COPY_TRAILER, decodeRow, RowEncoder } from './rows-format';
import { ScratchRows } from './scratch-rows';
import { NAME_LINK_TEXT, NAME_REDIRECT, NAME_TITLE, SearchBuilder } from './search/search-builder';
import { SectionFileWriter } from './section-file';
import { buildTitleTable } from './title-table';

/** An article as the categorise stage hands it to the builder. */
export interface BuiltArticle {
  id: number;
  title: string;
  category: string;
  otherCategories: string[];
  content: ArticleContent;
  infobox: Infobox | null;
  imageUrl: string | null;
  sourceUrl: string | null;
  wikiCategories: string[];
  redirects: string[];
  revid: number | null;
  /** Milliseconds since 1970 of the revision; null where unknown. */
  updatedAtMs: number | null;
  scrapedAtMs: number | null;
}

export interface BuilderOptions {
  universe: string;
  /** Where the rows file is written (a temporary name of the caller's). */
  rowsPath: string;
  /** Default of articles that do not say when they were fetched. */
  scrapedAtMs: number;
  ttlMs: number;
  regions: readonly RegionName[];
  keyOfLabel: (label: string) => string;
}

export interface BuiltDataset {
  info: Omit<DatasetInfo, 'universe' | 'key' | 'licence' | 'rejected' | 'forms'>;
  sections: SectionFileWriter;
  places: PlacesReport;
}

const FLUSH_BYTES = 1 << 20;

/**
 * Builds a dataset in two passes. The first takes the articles in input order, writes their rows to a scratch file
 * and collects what needs all of them: order, links, names, places, facets. The second, `finish`, writes the rows
 * in their final order (by category, then title) with the link texts, and lays out the directory.
 */
export class DatasetBuilder {
  private readonly seqOfTitle = new Map<string, number>();
  private readonly seqOfId = new Map<number, number>();
  private readonly titles: string[] = [];
  private readonly ids: number[] = [];
  private readonly images: string[] = [];
  private readonly categoryOf: number[] = [];
  private readonly categories: string[] = [];
  private readonly updated: number[] = [];
  private readonly scraped: number[] = [];
  private readonly redirectNames: string[] = [];
  private readonly redirectSeqs: number[] = [];
  private readonly alsoIn = new Map<number, Set<string>>();
  private readonly graph = new LinkGraph();
  private readonly search = new SearchBuilder();
  private readonly places = new PlacesBuilder();
  private readonly facets: FacetsBuilder;
  private readonly scratch: ScratchRows;

  constructor(private readonly options: BuilderOptions) {
    this.facets = new FacetsBuilder(options.keyOfLabel);
    this.scratch = new ScratchRows(`${options.rowsPath}.scratch`);
  }

  get count(): number {
    return this.titles.length;
  }

  /** Adds an article; false where one of the same id or title is there already (its categories are then merged). */
  add(article: BuiltArticle): boolean {
    const known = this.seqOfTitle.get(article.title) ?? this.seqOfId.get(article.id);
    if (known !== undefined) return this.meetAgain(known, article);
    const seq = this.titles.length;
    const { title, infobox, content } = article;
    this.seqOfTitle.set(title, seq);
    this.seqOfId.set(article.id, seq);
    this.titles.push(title);
    this.ids.push(article.id);
    this.images.push(article.imageUrl ?? '');
    this.categoryOf.push(this.categoryNumber(article.category));
    const scrapedAtMs = article.scrapedAtMs ?? this.options.scrapedAtMs;
    this.scraped.push(scrapedAtMs);
    this.updated.push(article.updatedAtMs ?? scrapedAtMs);
    this.search.addName(seq, title, NAME_TITLE);
    for (const redirect of article.redirects) {
      this.redirectNames.push(redirect);
      this.redirectSeqs.push(seq);
      this.search.addName(seq, redirect, NAME_REDIRECT);
    }
    if (content.description) this.search.addDescription(seq, String(content.description));
    this.graph.add(seq, infobox);
    this.places.add(seq, { title, category: article.category, infobox });
    this.facets.add(seq, this.categoryOf[seq] ?? 0, content, infobox);
    this.scratch.add(rowOf(article, this.options.universe, scrapedAtMs, scrapedAtMs + this.options.ttlMs));
    return true;
  }

  async finish(): Promise<BuiltDataset> {
    try {
      return await this.layOut();
    } finally {
      this.discard();
    }
  }

  /** Removes the scratch file; what was added is lost. */
  discard(): void {
    this.scratch.remove();
  }

  private async layOut(): Promise<BuiltDataset> {
    const count = this.count;
    const folded = this.titles.map(fold);
    const seqs = orderByTitle(this.titles, folded);
    const ordinalOf = new Uint32Array(count);
    seqs.forEach((seq, ordinal) => (ordinalOf[seq] = ordinal));
    const byOrdinal = <T>(values: readonly T[]): T[] => Array.from(seqs, (seq) => values[seq] as T);

    for (const [seq, names] of this.alsoIn) this.settleCategories(seq, names);
    const names = [...this.categories].sort(compareCategories);
    const finalNumber = this.categories.map((name) => names.indexOf(name));
    const categoryOf = Uint16Array.from(seqs, (seq) => finalNumber[this.categoryOf[seq] ?? 0] ?? 0);
    const counts: CategoryCount[] = names.map((name) => ({ name, articles: 0, withImages: 0 }));

    const seqOfRedirect = this.indexRedirects();
    const titleKeys = this.indexTitleKeys();
    const findSeq = (key: string) => titleKeys.get(key) ?? seqOfRedirect.get(key) ?? -1;
    const { links: linksBySeq, linkTexts } = this.graph.resolve(count, (seq) => this.titles[seq] ?? '', findSeq);
    for (const [seq, texts] of linkTexts) {
      for (const { text } of texts) {
        this.search.addName(seq, text, NAME_LINK_TEXT);
        this.facets.addValue(seq, 'aliases', text);
      }
    }
    const links = Uint32Array.from(seqs, (seq) => linksBySeq[seq] ?? 0);

    const flags = new Uint8Array(count);
    for (let ordinal = 0; ordinal < count; ordinal++) {
      const seq = seqs[ordinal] ?? 0;
      const category = counts[categoryOf[ordinal] ?? 0];
      const hasImage = this.images[seq] !== '';
      flags[ordinal] =
        (hasImage ? FLAG_HAS_IMAGE : 0) |
        (this.titles[seq]?.endsWith('/Legends') ? FLAG_LEGENDS : 0) |
        (OUT_OF_UNIVERSE.has(category?.name ?? '') ? FLAG_OUT_OF_UNIVERSE : 0);
      if (category) {
        category.articles++;
        if (hasImage) category.withImages++;
      }
    }

    const sections = new SectionFileWriter();
    const titles = byOrdinal(this.titles);
    sections.add(
      'id',
      Float64Array.from(seqs, (seq) => this.ids[seq] ?? 0),
    );
    sections.add('category', categoryOf);
    sections.add('links', links);
    sections.add('flags', flags);
    const updated = Float64Array.from(seqs, (seq) => this.updated[seq] ?? 0);
    sections.add('updated', updated);
    sections.add(
      'scraped',
      Float64Array.from(seqs, (seq) => this.scraped[seq] ?? 0),
    );
    sections.addStrings('title', titles);
    sections.addStrings('folded', byOrdinal(folded));
    sections.addStrings('image', byOrdinal(this.images));
    const starts = new Uint32Array(names.length + 1);
    counts.forEach((category, index) => (starts[index + 1] = (starts[index] ?? 0) + category.articles));
    const byCategory = groupByCategory(categoryOf, starts);
    sections.add('byCategory.starts', starts);
    sections.add('byCategory.ordinals', byCategory);
    const redirects = [...seqOfRedirect].filter(([key]) => !titleKeys.has(key));
    sections.addStrings(
      'redirect',
      redirects.map(([key]) => key),
    );
    sections.add(
      'redirect.ordinal',
      Uint32Array.from(redirects, ([, seq]) => ordinalOf[seq] ?? 0),
    );
    sections.add(
      'title.table',
      buildTitleTable(
        titles,
        redirects.map(([key]) => key),
      ),
    );

    const resolve = (titleOrHref: string) => {
      const seq = findSeq(linkTarget(titleOrHref) ?? titleKey(titleOrHref));
      return seq < 0 ? -1 : (ordinalOf[seq] ?? -1);
    };
    this.search.finish(sections, { count, ordinalOf, links, flags });
    const regions = this.options.regions.map(({ name, contains }) => ({ name, match: contains }));
    const places = this.places.finish(sections, { count, ordinalOf, resolve, regions });
    this.facets.finish(sections, { count, ordinalOf, categoryOf });
    addOrders(sections, { count, links, updated });

    await this.writeRows(sections, seqs, byCategory, linkTexts);
    const scrapedAtMs = this.options.scrapedAtMs;
    return {
      info: { articles: count, categories: counts, scrapedAt: new Date(scrapedAtMs).toISOString() },
      sections,
      places,
    };
  }

  /** Copies the rows into their final order, with the link texts among their aliases. */
  private async writeRows(
    sections: SectionFileWriter,
    seqs: Uint32Array,
    order: Uint32Array,
    linkTexts: Map<number, LinkText[]>,
  ) {
    const count = this.count;
    const offsets = new Float64Array(count);
    const lengths = new Uint32Array(count);
    const encoder = new RowEncoder();
    const file = createWriteStream(this.options.rowsPath);
    file.write(COPY_HEADER);
    let offset = COPY_HEADER.length;
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    const flush = async () => {
      const chunk = Buffer.concat(pending);
      pending = [];
      pendingBytes = 0;
      if (!file.write(chunk)) await once(file, 'drain');
    };
    for (const ordinal of order) {
      const seq = seqs[ordinal] ?? 0;
      let tuple = this.scratch.tuple(seq);
      const texts = linkTexts.get(seq);
      if (texts || this.alsoIn.has(seq)) tuple = this.rewrite(tuple, seq, texts ?? [], encoder);
      offsets[ordinal] = offset;
      lengths[ordinal] = tuple.length;
      offset += tuple.length;
      pending.push(tuple);
      pendingBytes += tuple.length;
      if (pendingBytes > FLUSH_BYTES) await flush();
    }
    pending.push(COPY_TRAILER);
    await flush();
    await end(file);
    sections.add('row.offset', offsets);
    sections.add('row.length', lengths);
  }

  private rewrite(tuple: Buffer, seq: number, texts: LinkText[], encoder: RowEncoder): Buffer {
    const row = decodeRow(tuple);
    const own = Array.isArray(row.content.aliases) ? row.content.aliases : [];
    row.content.aliases = mergeAliases(
      row.title,
      own,
      texts.map(({ text }) => text),
    );
    const also = this.alsoIn.get(seq);
    if (also) {
      row.category = this.categories[this.categoryOf[seq] ?? 0] ?? 'other';
      row.extra.other_categories = [...also].filter((name) => name !== row.category).sort(compareCategories);
    }
    encoder.add(row);
    return encoder.take();
  }

  private meetAgain(seq: number, article: BuiltArticle): boolean {
    const first = this.categories[this.categoryOf[seq] ?? 0] ?? 'other';
    if (article.title !== this.titles[seq] || article.category === first) return false;
    let names = this.alsoIn.get(seq);
    if (!names) this.alsoIn.set(seq, (names = new Set([first])));
    names.add(article.category);
    return false;
  }

  /** Of several stated categories, the first in the order of the list stands. */
  private settleCategories(seq: number, names: Set<string>): void {
    const [first] = [...names].sort(compareCategories);
    if (first !== undefined) this.categoryOf[seq] = this.categoryNumber(first);
  }

  private categoryNumber(name: string): number {
    const known = this.categories.indexOf(name);
    return known >= 0 ? known : this.categories.push(name) - 1;
  }

  private indexTitleKeys(): Map<string, number> {
    const index = new Map<string, number>();
    this.titles.forEach((title, seq) => {
      const key = titleKey(title);
      if (!index.has(key)) index.set(key, seq);
    });
    return index;
  }

  private indexRedirects(): Map<string, number> {
    const index = new Map<string, number>();
    this.redirectNames.forEach((name, i) => {
      const key = titleKey(name);
      if (!index.has(key)) index.set(key, this.redirectSeqs[i] ?? 0);
    });
    return index;
  }
}

function rowOf(article: BuiltArticle, universe: string, scrapedAtMs: number, expiresAtMs: number) {
  const extra: ArticleExtra = { wiki_categories: article.wikiCategories };
  if (article.otherCategories.length > 0) extra.other_categories = article.otherCategories;
  if (article.redirects.length > 0) extra.redirects = article.redirects;
  if (article.revid !== null) extra.revid = article.revid;
  if (article.updatedAtMs !== null) extra.updated_at = new Date(article.updatedAtMs).toISOString();
  const { id, title, category, content, infobox, imageUrl, sourceUrl } = article;
  return { universe, id, title, category, content, imageUrl, sourceUrl, infobox, extra, scrapedAtMs, expiresAtMs };
}

/** Sequence numbers in title order: by folded title, then title, by code point. */
function orderByTitle(titles: readonly string[], folded: readonly string[]): Uint32Array {
  // `<` compares UTF-16 units, which differs from code points only where surrogates or U+E000 and above occur.
  const plain = !titles.some((title) => /[\ud800-\uffff]/.test(title));
  const compare = plain ? (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0) : compareCodePoints;
  return Uint32Array.from(titles, (_, seq) => seq).sort(
    (a, b) => compare(folded[a] ?? '', folded[b] ?? '') || compare(titles[a] ?? '', titles[b] ?? ''),
  );
}

function groupByCategory(categoryOf: Uint16Array, starts: Uint32Array): Uint32Array {
  const next = starts.slice();
  const ordinals = new Uint32Array(categoryOf.length);
  categoryOf.forEach((category, ordinal) => (ordinals[next[category]!++] = ordinal));
  return ordinals;
}

async function end(file: WriteStream): Promise<void> {
  file.end();
  await once(file, 'close');
}
