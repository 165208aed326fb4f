import { compareCategories, OUT_OF_UNIVERSE } from '../universe/categories';
import { fold, titleKey } from '../universe/fold';
import type { RegionName } from '../universe/universe-definition';
import type { FurtherCategories } from './article-rows';
import { ByteTable } from './byte-table';
import type { CategoryCount, DatasetInfo } from './dataset-info';
import type { FinishRest } from './dataset-rest';
import { FLAG_HAS_IMAGE, FLAG_LEGENDS, FLAG_OUT_OF_UNIVERSE } from './directory';
import { addOrders } from './facets/article-orders';
import { LinkGraph, linkTarget, type LinkText } from './link-graph';
import { NameIndex } from './name-index';
import { PlacesBuilder, type PlacesReport } from './places/places-builder';
import { RowReader } from './row-reader';
import type { RowAddition, RowOrder, RowPlaces } from './rows-writer';
import { Column, DoubleColumn } from './search/column';
import { SectionFileWriter } from './section-file';
import { compareBytes, sortedByBytes } from './sorted-by-bytes';
import { TextColumn } from './text-column';
import { buildTitleTable } from './title-table';

export interface BuilderOptions {
  /** When the data were fetched from the wiki. */
  scrapedAtMs: number;
  regions: readonly RegionName[];
}

export interface BuiltDataset {
  info: Omit<DatasetInfo, 'universe' | 'key' | 'version' | 'licence' | 'rejected' | 'forms'>;
  sections: SectionFileWriter;
  places: PlacesReport;
}

const LEGENDS = Buffer.from('/Legends');

/**
 * Builds a dataset out of its rows in two passes. The first takes the rows in input order and collects what needs all
 * of them: order, links, names, places. The second, `finish`, has the rest made (the rows in their final order, by
 * category, then title; search; facets), and lays out the directory.
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
  private graph = new LinkGraph();
  private places = this.newPlaces();
  private readonly lengths = new Column();

  constructor(private readonly options: BuilderOptions) {}

  get count(): number {
    return this.titles.length;
  }

  /** Adds rows of new articles: tuples one after another. */
  add(tuples: Buffer): void {
    for (let start = 0, end = 0; start < tuples.length; start = end) {
      end = this.row.read(tuples, start);
      this.lengths.push(end - start);
      this.index(tuples);
    }
  }

  private newPlaces(): PlacesBuilder {
    return new PlacesBuilder((seq) => this.titles.at(seq));
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
    this.addRedirects(seq, bytes);
    this.graph.add(seq, row.infobox);
    this.places.add(seq, (this.categoryNames[category] ??= this.categories.text(category)), row.infobox);
  }

  private addRedirects(seq: number, bytes: Buffer): void {
    const { redirects } = this.row;
    for (let i = 0; i < redirects.length; i++) {
      this.redirectNames.push(bytes, redirects.start(i), redirects.end(i));
      this.redirectSeqs.push(seq);
    }
  }

  /**
   * `further`: categories under which articles arrived again. `finishRest` goes on while the directory is made, where it
   * can.
   */
  async finish(further: FurtherCategories, finishRest: FinishRest): Promise<BuiltDataset> {
    const count = this.count;
    const folded = new TextColumn();
    for (let seq = 0; seq < count; seq++) folded.pushText(fold(this.titles.at(seq)));
    const seqs = orderByTitle(this.titles, folded);
    const ordinalOf = new Uint32Array(count);
    seqs.forEach((seq, ordinal) => (ordinalOf[seq] = ordinal));
    const names = new NameIndex(this.titles, this.redirectNames, this.redirectSeqs);
    const { links: linksBySeq, linkTexts } = this.graph.resolve(
      count,
      (seq) => this.titles.at(seq),
      (key) => names.find(key),
    );
    this.graph = new LinkGraph(); // What it held is not needed any more; so with the places below.

    for (const [seq, all] of further) this.settleCategory(seq, all);
    const { categories, categoryOf } = this.sortCategories(seqs);
    const { starts, byCategory } = groupByCategory(categoryOf, categories.length);
    const links = Uint32Array.from(seqs, (seq) => linksBySeq[seq]!);
    const flags = this.flagsOf(seqs, categoryOf, categories);
    const order = this.orderOf(seqs, byCategory, linkTexts, further);
    const finishing = finishRest({ ...order, ordinalOf, links, flags });
    categories.forEach((category, number) => (category.articles = starts[number + 1]! - starts[number]!));

    const updated = Float64Array.from(seqs, (seq) => this.updated.at(seq));
    const sections = new SectionFileWriter();
    const ids = Float64Array.from(seqs, (seq) => this.ids.at(seq));
    sections.add('id', ids);
    sections.add('category', categoryOf);
    sections.add('links', links);
    sections.add('flags', flags);
    sections.add('updated', updated);
    // From the time of the dataset on, so that a dataset of another time has the same numbers.
    const scraped = Float64Array.from(seqs, (seq) => this.scraped.at(seq) - this.options.scrapedAtMs);
    sections.add('scraped', scraped);
    sections.addPacked('title', this.titles.inOrder(seqs));
    sections.addPacked('folded', folded.inOrder(seqs));
    sections.addPacked('image', this.images.inOrder(seqs));
    sections.add('byCategory.starts', starts);
    sections.add('byCategory.ordinals', byCategory);
    this.layOutRedirects(sections, names, seqs, ordinalOf);

    const resolve = (titleOrHref: string) => {
      const seq = names.find(linkTarget(titleOrHref) ?? titleKey(titleOrHref));
      return seq < 0 ? -1 : ordinalOf[seq]!;
    };
    const regions = this.options.regions.map(({ name, contains }) => ({ name, match: contains }));
    const placeSections = new SectionFileWriter();
    const places = this.places.finish(placeSections, { count, ordinalOf, resolve, regions });
    this.places = this.newPlaces();
    const { places: rowPlaces, search, facets } = await finishing;
    for (const { name, data } of [...search, ...placeSections.list(), ...facets]) sections.add(name, data);
    addOrders(sections, { count, links, updated });
    addPlaces(sections, byCategory, rowPlaces);
    const scrapedAt = new Date(this.options.scrapedAtMs).toISOString();
    return { info: { articles: count, categories, scrapedAt }, sections, places };
  }

  /** The redirects, and the table by which articles are found by either name. */
  private layOutRedirects(
    sections: SectionFileWriter,
    names: NameIndex,
    seqs: Uint32Array,
    ordinalOf: Uint32Array,
  ): void {
    const redirects = names.redirects();
    sections.addPacked('redirect', redirects.keys);
    const ordinals = redirects.seqs.map((seq) => ordinalOf[seq]!);
    sections.add('redirect.ordinal', ordinals);
    const keyOf = (entry: number) =>
      entry < seqs.length ? titleKey(this.titles.at(seqs[entry]!)) : names.redirectKey(entry - seqs.length);
    sections.add('title.table', buildTitleTable(seqs.length + ordinals.length, keyOf));
  }

  /** The categories in the order of the contract, still without their counts, and the category of each ordinal. */
  private sortCategories(seqs: Uint32Array): { categories: CategoryCount[]; categoryOf: Uint16Array } {
    const names = [...this.categoryNames].sort(compareCategories);
    const finalNumber = this.categoryNames.map((name) => names.indexOf(name));
    const categoryOf = Uint16Array.from(seqs, (seq) => finalNumber[this.categoryOf.at(seq)]!);
    return { categories: names.map((name) => ({ name, articles: 0, withImages: 0 })), categoryOf };
  }

  /** The flags of each ordinal; counts the images of the categories on the way. */
  private flagsOf(seqs: Uint32Array, categoryOf: Uint16Array, categories: CategoryCount[]): Uint8Array {
    const outOfUniverse = categories.map(({ name }) => (OUT_OF_UNIVERSE.has(name) ? FLAG_OUT_OF_UNIVERSE : 0));
    return Uint8Array.from(seqs, (seq, ordinal) => {
      const number = categoryOf[ordinal]!;
      const hasImage = !this.images.isEmpty(seq);
      if (hasImage) categories[number]!.withImages++;
      const legends = this.titles.endsWith(seq, LEGENDS) ? FLAG_LEGENDS : 0;
      return (hasImage ? FLAG_HAS_IMAGE : 0) | legends | outOfUniverse[number]!;
    });
  }

  private orderOf(
    seqs: Uint32Array,
    byCategory: Uint32Array,
    linkTexts: Map<number, LinkText[]>,
    further: FurtherCategories,
  ): RowOrder {
    const additions = new Map<number, RowAddition>();
    for (const [seq, texts] of linkTexts) {
      additions.set(seq, { linkTexts: texts.map(({ text }) => text), categories: null });
    }
    for (const [seq, names] of further) {
      const first = this.categoryNames[this.categoryOf.at(seq)] ?? 'other';
      const categories = { first, all: [...names] };
      additions.set(seq, { linkTexts: additions.get(seq)?.linkTexts ?? [], categories });
    }
    return { seqs: byCategory.map((ordinal) => seqs[ordinal]!), lengths: this.lengths.view().slice(), additions };
  }

  /** Of several stated categories, the first in the order of the list stands. */
  private settleCategory(seq: number, names: ReadonlySet<string>): void {
    const [first = 'other'] = [...names].sort(compareCategories);
    const bytes = Buffer.from(first);
    const number = this.categories.numberOf(bytes, 0, bytes.length);
    this.categoryNames[number] ??= first;
    this.categoryOf.set(seq, number);
  }
}

function addPlaces(sections: SectionFileWriter, byCategory: Uint32Array, places: RowPlaces): void {
  const lengths = new Uint32Array(byCategory.length);
  const hashes = new Int32Array(2 * byCategory.length);
  byCategory.forEach((ordinal, place) => {
    lengths[ordinal] = places.lengths[place]!;
    hashes[2 * ordinal] = places.hashes[2 * place]!;
    hashes[2 * ordinal + 1] = places.hashes[2 * place + 1]!;
  });
  sections.add('row.length', lengths);
  sections.add('row.hash', hashes);
}

/** Sequence numbers in title order: by folded title, then title, by code point. */
function orderByTitle(titles: TextColumn, folded: TextColumn): Uint32Array {
  const { bytes, offsets } = titles;
  return sortedByBytes(folded.bytes, folded.offsets, folded.length, (a, b) => compareBytes(bytes, offsets, a, b));
}

/** Where each category begins, and its ordinals in title order. */
function groupByCategory(categoryOf: Uint16Array, categories: number) {
  const starts = new Uint32Array(categories + 1);
  for (const category of categoryOf) starts[category + 1]!++;
  for (let category = 0; category < categories; category++) starts[category + 1]! += starts[category]!;
  const next = starts.slice();
  const byCategory = new Uint32Array(categoryOf.length);
  categoryOf.forEach((category, ordinal) => (byCategory[next[category]!++] = ordinal));
  return { starts, byCategory };
}
