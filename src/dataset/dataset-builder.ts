import { compareCategories, OUT_OF_UNIVERSE } from '../universe/categories';
import { compareCodePoints, fold, titleKey } from '../universe/fold';
import { mergeAliases } from '../universe/to-content';
import type { RegionName } from '../universe/universe-definition';
import type { FurtherCategories } from './article-rows';
import { ByteTable } from './byte-table';
import type { CategoryCount, DatasetInfo } from './dataset-info';
import { FLAG_HAS_IMAGE, FLAG_LEGENDS, FLAG_OUT_OF_UNIVERSE } from './directory';
import { addOrders } from './facets/article-orders';
import { FacetsBuilder } from './facets/facets-builder';
import { LinkGraph, linkTarget, type LinkText } from './link-graph';
import { PlacesBuilder, type PlacesReport } from './places/places-builder';
import { RowReader } from './row-reader';
import { decodeRow, hashRow, RowEncoder } from './rows-format';
import { scratchPath, ScratchRows } from './scratch-rows';
import { RowsFile } from './rows-file';
import { Column, DoubleColumn } from './search/column';
import { NAME_LINK_TEXT, NAME_REDIRECT, NAME_TITLE, SearchBuilder } from './search/search-builder';
import { SectionFileWriter } from './section-file';
import { TextColumn } from './text-column';
import { buildTitleTable } from './title-table';

export interface BuilderOptions {
  /** Where the rows file is written (a temporary name of the caller's). */
  rowsPath: string;
  /** When the data were fetched from the wiki. */
  scrapedAtMs: number;
  regions: readonly RegionName[];
  keyOfLabel: (label: string) => string;
}

export interface BuiltDataset {
  info: Omit<DatasetInfo, 'universe' | 'key' | 'licence' | 'rejected' | 'forms'>;
  sections: SectionFileWriter;
  places: PlacesReport;
}

/**
 * Builds a dataset out of its rows in two passes. The first takes the rows in input order, writes them to a scratch
 * file and collects what needs all of them: order, links, names, places, facets. The second, `finish`, writes the rows
 * in their final order (by category, then title) with the link texts, and lays out the directory.
 */
export class DatasetBuilder {
  private readonly titles = new TextColumn();
  private readonly ids = new DoubleColumn();
  private readonly images = new TextColumn();
  private readonly categoryOf = new Column();
  private readonly categories = new ByteTable();
  private readonly categoryNames: string[] = [];
  private readonly updated = new DoubleColumn();
  private readonly scraped = new DoubleColumn();
  private readonly redirectNames = new TextColumn();
  private readonly redirectSeqs = new Column();
  private readonly row = new RowReader();
  private readonly graph = new LinkGraph();
  private readonly search = new SearchBuilder();
  private readonly places = new PlacesBuilder((seq) => this.titles.at(seq));
  private readonly facets: FacetsBuilder;
  private readonly scratch: ScratchRows;

  constructor(private readonly options: BuilderOptions) {
    this.facets = new FacetsBuilder(options.keyOfLabel);
    this.scratch = new ScratchRows(scratchPath(options.rowsPath));
  }

  get count(): number {
    return this.titles.length;
  }

  /** Adds rows of new articles: tuples one after another, without their hashes. What stands in `tuples` is used up. */
  add(tuples: Buffer): void {
    for (let start = 0; start < tuples.length;) {
      const end = this.row.endOf(tuples, start);
      hashRow(tuples, start, end);
      this.scratch.note(end - start);
      start = end;
    }
    this.scratch.write(tuples);
    for (let start = 0; start < tuples.length;) {
      start = this.row.read(tuples, start);
      this.index(tuples);
    }
  }

  /** `further`: categories under which articles arrived again. */
  finish(further: FurtherCategories): BuiltDataset {
    try {
      return this.layOut(further);
    } finally {
      this.discard();
    }
  }

  /** Removes the scratch file; what was added is lost. */
  discard(): void {
    this.scratch.remove();
  }

  /** Takes from the row at hand what the directory needs. */
  private index(bytes: Buffer): void {
    const { row } = this;
    const seq = this.titles.length;
    this.titles.push(bytes, row.titleStart, row.titleEnd);
    this.ids.push(row.id);
    this.images.push(bytes, row.imageStart, row.imageEnd);
    const category = this.categories.numberOf(bytes, row.categoryStart, row.categoryEnd);
    this.categoryOf.push(category);
    this.scraped.push(row.scrapedAtMs);
    this.updated.push(row.updatedAtMs ?? row.scrapedAtMs);
    this.addNames(seq, bytes);
    this.graph.add(seq, row.infobox);
    this.places.add(seq, (this.categoryNames[category] ??= this.categories.text(category)), row.infobox);
    this.facets.add(seq, row.content, row.infobox);
  }

  private addNames(seq: number, bytes: Buffer): void {
    const { titleStart, titleEnd, redirects, content } = this.row;
    this.search.addName(seq, NAME_TITLE, bytes, titleStart, titleEnd);
    for (let i = 0; i < redirects.length; i++) {
      const [start, end] = [redirects.start(i), redirects.end(i)];
      this.redirectNames.push(bytes, start, end);
      this.redirectSeqs.push(seq);
      this.search.addName(seq, NAME_REDIRECT, bytes, start, end);
    }
    if (content.description < 0) return;
    const value = content.firstValue(content.description);
    const [start, end] = [content.values.start(value), content.values.end(value)];
    if (end > start) this.search.addDescription(seq, bytes, start, end);
  }

  private layOut(further: FurtherCategories): BuiltDataset {
    const count = this.count;
    const titleOf = this.titles.toTexts();
    const folded = titleOf.map(fold);
    const seqs = orderByTitle(titleOf, folded);
    const ordinalOf = new Uint32Array(count);
    seqs.forEach((seq, ordinal) => (ordinalOf[seq] = ordinal));
    const byOrdinal = <T>(values: readonly T[]): T[] => Array.from(seqs, (seq) => values[seq] as T);

    for (const [seq, names] of further) this.settleCategory(seq, names);
    const names = [...this.categoryNames].sort(compareCategories);
    const finalNumber = this.categoryNames.map((name) => names.indexOf(name));
    const categoryOf = Uint16Array.from(seqs, (seq) => finalNumber[this.categoryOf.at(seq)] ?? 0);
    const counts: CategoryCount[] = names.map((name) => ({ name, articles: 0, withImages: 0 }));

    const seqOfRedirect = this.indexRedirects();
    const titleKeys = indexTitleKeys(titleOf);
    const findSeq = (key: string) => titleKeys.get(key) ?? seqOfRedirect.get(key) ?? -1;
    const { links: linksBySeq, linkTexts } = this.graph.resolve(count, (seq) => titleOf[seq] ?? '', findSeq);
    for (const [seq, texts] of linkTexts) {
      for (const { text } of texts) {
        this.search.addName(seq, NAME_LINK_TEXT, Buffer.from(text));
        this.facets.addValue(seq, 'aliases', text);
      }
    }
    const links = Uint32Array.from(seqs, (seq) => linksBySeq[seq] ?? 0);

    const flags = new Uint8Array(count);
    for (let ordinal = 0; ordinal < count; ordinal++) {
      const seq = seqs[ordinal] ?? 0;
      const category = counts[categoryOf[ordinal] ?? 0];
      const hasImage = !this.images.isEmpty(seq);
      flags[ordinal] =
        (hasImage ? FLAG_HAS_IMAGE : 0) |
        (titleOf[seq]?.endsWith('/Legends') ? FLAG_LEGENDS : 0) |
        (OUT_OF_UNIVERSE.has(category?.name ?? '') ? FLAG_OUT_OF_UNIVERSE : 0);
      if (category) {
        category.articles++;
        if (hasImage) category.withImages++;
      }
    }

    const sections = new SectionFileWriter();
    const titles = byOrdinal(titleOf);
    sections.add(
      'id',
      Float64Array.from(seqs, (seq) => this.ids.at(seq)),
    );
    sections.add('category', categoryOf);
    sections.add('links', links);
    sections.add('flags', flags);
    const updated = Float64Array.from(seqs, (seq) => this.updated.at(seq));
    sections.add('updated', updated);
    sections.add(
      'scraped',
      Float64Array.from(seqs, (seq) => this.scraped.at(seq)),
    );
    sections.addPacked('title', this.titles.inOrder(seqs));
    sections.addStrings('folded', byOrdinal(folded));
    sections.addPacked('image', this.images.inOrder(seqs));
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

    this.writeRows(sections, seqs, byCategory, linkTexts, further);
    const scrapedAtMs = this.options.scrapedAtMs;
    return {
      info: { articles: count, categories: counts, scrapedAt: new Date(scrapedAtMs).toISOString() },
      sections,
      places,
    };
  }

  /** Copies the rows into their final order, with the link texts among their aliases. */
  private writeRows(
    sections: SectionFileWriter,
    seqs: Uint32Array,
    order: Uint32Array,
    linkTexts: Map<number, LinkText[]>,
    further: FurtherCategories,
  ): void {
    const offsets = new Float64Array(this.count);
    const lengths = new Uint32Array(this.count);
    const encoder = new RowEncoder();
    const file = new RowsFile(this.options.rowsPath);
    try {
      for (const ordinal of order) {
        const seq = seqs[ordinal]!;
        const texts = linkTexts.get(seq);
        const also = further.get(seq);
        offsets[ordinal] = file.length;
        if (texts || also) {
          const tuple = this.rewrite(seq, texts ?? [], also, encoder);
          tuple.copy(file.room(tuple.length), file.used);
          lengths[ordinal] = tuple.length;
        } else {
          lengths[ordinal] = this.scratch.length(seq);
          const room = file.room(lengths[ordinal]);
          this.scratch.read(seq, room, file.used);
        }
        file.commit(lengths[ordinal]);
      }
      file.end();
    } finally {
      file.close();
    }
    sections.add('row.offset', offsets);
    sections.add('row.length', lengths);
  }

  private rewrite(seq: number, texts: LinkText[], also: ReadonlySet<string> | undefined, encoder: RowEncoder): Buffer {
    const tuple = Buffer.allocUnsafe(this.scratch.length(seq));
    this.scratch.read(seq, tuple, 0);
    const row = decodeRow(tuple);
    const own = Array.isArray(row.content.aliases) ? row.content.aliases : [];
    row.content.aliases = mergeAliases(
      row.title,
      own,
      texts.map(({ text }) => text),
    );
    if (also) {
      row.category = this.categoryNames[this.categoryOf.at(seq)] ?? 'other';
      row.extra.other_categories = [...also].filter((name) => name !== row.category).sort(compareCategories);
    }
    encoder.add(row);
    return encoder.take();
  }

  /** Of several stated categories, the first in the order of the list stands. */
  private settleCategory(seq: number, names: ReadonlySet<string>): void {
    const [first = 'other'] = [...names].sort(compareCategories);
    const bytes = Buffer.from(first);
    const number = this.categories.numberOf(bytes, 0, bytes.length);
    this.categoryNames[number] ??= first;
    this.categoryOf.set(seq, number);
  }

  private indexRedirects(): Map<string, number> {
    const index = new Map<string, number>();
    for (let i = 0; i < this.redirectNames.length; i++) {
      const key = titleKey(this.redirectNames.at(i));
      if (!index.has(key)) index.set(key, this.redirectSeqs.at(i));
    }
    return index;
  }
}

/** The first article of each title key. */
function indexTitleKeys(titles: readonly string[]): Map<string, number> {
  const index = new Map<string, number>();
  titles.forEach((title, seq) => {
    const key = titleKey(title);
    if (!index.has(key)) index.set(key, seq);
  });
  return index;
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
