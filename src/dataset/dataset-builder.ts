import { compareCategories } from '../universe/categories';
import { Evidence } from '../universe/evidence';
import { titleKey } from '../universe/fold';
import { labelKey } from '../universe/label';
import { linkTarget } from '../universe/link-target';
import { timeMs } from '../universe/plain-time';
import { summaryOf } from '../universe/summary';
import type { ArticleText } from '../universe/section';
import type { UniverseDefinition } from '../universe/universe-definition';
import type { DatasetInfo } from './dataset-info';
import { addOrders } from './facets/article-orders';
import { FacetsBuilder } from './facets/facets-builder';
import { finalOrder, type FinalOrder } from './final-order';
import { LinkGraph, type LinkText } from './link-graph';
import { hashTargets, writeLinkLists } from './link-lists-writer';
import { PlacesBuilder, type PlacesReport } from './places/places-builder';
import { ScratchRows } from './rows-file';
import { decodeRow, type Row } from './rows-format';
import { writeRows, type RowAddition, type RowPlaces } from './rows-writer';
import { addArticle } from './search/add-article';
import { SearchBuilder } from './search/search-builder';
import { SectionFileWriter } from './section-file';
import { PassageIndexBuilder } from './passages/passage-index-builder';
import { ScratchTexts } from './texts-file';
import { leadOf } from '../universe/read-text';
import { escapeMarkdown } from '../universe/markdown';
import { TitleIndex } from './title-index';

/** Categories of things that have names of their own: what is written in lower case is no name of theirs. */
const NAMED: ReadonlySet<string> = new Set(
  'characters planets astronomy locations organizations battles events real_world'.split(' '),
);

export interface BuilderOptions {
  /** Where the rows file is left. */
  rowsPath: string;
  /** Where the texts file is left. */
  textsPath: string;
  /** Where the passages file is left. */
  passagesPath: string;
  /** When the data were fetched from the wiki. */
  scrapedAtMs: number;
  definition: Pick<UniverseDefinition, 'regions' | 'rules' | 'nicknames'>;
}

export interface BuiltDataset {
  info: Omit<DatasetInfo, 'universe' | 'key' | 'version' | 'licence' | 'rejected' | 'forms'>;
  sections: SectionFileWriter;
  places: PlacesReport;
}

/**
 * Builds a dataset in two passes. `add` takes the articles in input order, numbers them (their sequence numbers), and
 * keeps their rows on disk. `finish` goes through all rows for what needs every article to be known (links, names,
 * places, facets), writes them in their final order (by category, then title), and lays out the directory.
 */
export class DatasetBuilder {
  private readonly rows: ScratchRows;
  private readonly texts: ScratchTexts;
  private readonly passages: PassageIndexBuilder;
  private readonly seqOf = new Map<string, number>();
  private readonly knownIds = new Set<number>();
  private readonly ids: number[] = [];
  private readonly titles: string[] = [];
  /** '' where there is none. */
  private readonly images: string[] = [];
  private readonly imageRevisions: string[] = [];
  private readonly categoryOf: string[] = [];
  private readonly updated: number[] = [];
  private readonly scraped: number[] = [];
  private readonly redirects: { name: string; seq: number }[] = [];
  /** Of articles that arrived under several categories: all of them. */
  private readonly stated = new Map<number, Set<string>>();
  /** By sequence number. */
  private readonly summaries: string[] = [];
  private readonly evidence: Evidence;
  private readonly nicknames: ReadonlyMap<string, readonly string[]>;

  constructor(private readonly options: BuilderOptions) {
    this.rows = new ScratchRows(options.rowsPath);
    this.texts = new ScratchTexts(options.textsPath);
    this.passages = new PassageIndexBuilder(options.passagesPath);
    this.evidence = new Evidence(options.definition.rules.evidence);
    this.nicknames = new Map(Object.entries(options.definition.nicknames));
  }

  get count(): number {
    return this.titles.length;
  }

  /** Takes an article; false where its title or id is there already: then only its category may count. */
  add(row: Row, text: ArticleText | null = null): boolean {
    const known = this.seqOf.get(row.title);
    if (known !== undefined) {
      this.meetAgain(known, row.category);
      return false;
    }
    if (this.knownIds.has(row.id)) return false;
    const seq = this.count;
    this.seqOf.set(row.title, seq);
    this.knownIds.add(row.id);
    this.ids.push(row.id);
    this.titles.push(row.title);
    this.images.push(row.imageUrl ?? '');
    this.imageRevisions.push(row.extra.image_revision ?? '');
    this.categoryOf.push(row.category);
    this.scraped.push(row.scrapedAtMs);
    this.updated.push(row.extra.updated_at === undefined ? row.scrapedAtMs : timeMs(row.extra.updated_at));
    for (const name of row.extra.redirects ?? []) this.redirects.push({ name, seq });
    this.evidence.add(seq, row.title, row.infobox);
    this.rows.add(row);
    this.texts.add(row, text);
    const { description } = row.content;
    const lead = typeof description === 'string' ? description : '';
    // Of an article without a text, what is told of it is its lead.
    if (text) this.passages.add(seq, row.title, text);
    else if (lead !== '') this.passages.add(seq, row.title, { sections: [leadOf(escapeMarkdown(lead))], gallery: [] });
    return true;
  }

  /** Writes the rows file and gives the sections of the directory. */
  finish(): BuiltDataset {
    this.rows.finish();
    for (const [seq, names] of this.stated) [this.categoryOf[seq] = 'other'] = [...names].sort(compareCategories);
    const decided = this.decide();
    const order = finalOrder(this.titles, this.categoryOf, this.images);
    const names = new TitleIndex(this.titles, this.redirects);
    const sections = new SectionFileWriter();
    const { links, places } = this.index(sections, order, names, decided);
    this.addColumns(sections, order, links);
    names.write(sections, order.seqs, order.ordinalOf);
    this.passages.finish(order.ordinalOf);
    const scrapedAt = new Date(this.options.scrapedAtMs).toISOString();
    return { info: { articles: this.count, categories: order.categories, scrapedAt }, sections, places };
  }

  /** Removes what only the building needed. */
  close(): void {
    this.rows.remove();
    this.texts.remove();
    this.passages.close();
  }

  private meetAgain(seq: number, category: string): void {
    const first = this.categoryOf[seq] ?? '';
    if (category === first) return;
    this.stated.set(seq, (this.stated.get(seq) ?? new Set([first])).add(category));
  }

  /** Settles the categories that other articles decide; those that changed, by sequence number. */
  private decide(): Map<number, string> {
    const changed = new Map<number, string>();
    for (const [seq, category] of this.evidence.decisions()) {
      if (this.categoryOf[seq] === category) continue;
      this.categoryOf[seq] = category;
      changed.set(seq, category);
    }
    return changed;
  }

  /** Goes through all rows, and writes what comes of it: the rows file and the sections of search, places and facets. */
  private index(
    sections: SectionFileWriter,
    order: FinalOrder,
    names: TitleIndex,
    decided: ReadonlyMap<number, string>,
  ): { links: Uint32Array; places: PlacesReport } {
    const { count } = this;
    const { seqs, ordinalOf } = order;
    const graph = new LinkGraph();
    const search = new SearchBuilder();
    const facets = new FacetsBuilder(labelKey);
    const places = new PlacesBuilder((seq) => this.titles[seq]!);
    let seq = 0;
    for (const tuple of this.rows.all()) {
      const row = decodeRow(tuple);
      graph.add(seq, row.infobox);
      places.add(seq, this.categoryOf[seq]!, row.infobox);
      facets.add(seq, row.content, row.infobox);
      const category = this.categoryOf[seq]!;
      const { description: text } = row.content;
      const description = typeof text === 'string' ? text : '';
      addArticle(search, seq, {
        title: row.title,
        category,
        redirects: row.extra.redirects ?? [],
        nicknames: this.nicknames.get(row.title) ?? [],
        infobox: row.infobox,
        description,
      });
      this.summaries.push(summaryOf(category, description, row.infobox));
      seq++;
    }
    const {
      links: bySeq,
      linkTexts,
      edges,
    } = graph.resolve(
      count,
      (target) => ({ title: this.titles[target]!, isNamed: NAMED.has(this.categoryOf[target]!) }),
      (key) => names.findLinked(key),
    );
    writeLinkLists(sections, edges, { count, seqs, ordinalOf });
    const targets = hashTargets(edges, this.titles);
    sections.add(
      'links.hash',
      Uint32Array.from(seqs, (its) => targets[its]!),
    );
    for (const [target, texts] of linkTexts) {
      for (const { text } of texts) {
        // The texts under which others link to an article are names of it.
        search.addName(target, text);
        facets.addValue(target, 'aliases', text);
      }
    }
    const links = Uint32Array.from(seqs, (its) => bySeq[its]!);
    this.writeRows(sections, order, linkTexts, decided);
    search.finish(sections, { count, ordinalOf, links, flags: order.flags });
    const resolve = (titleOrHref: string) => {
      const found = names.findLinked(linkTarget(titleOrHref) ?? titleKey(titleOrHref));
      return found < 0 ? -1 : ordinalOf[found]!;
    };
    facets.finish(sections, { ordinalOf, resolve, title: (ordinal) => this.titles[seqs[ordinal]!]! });
    const { regions } = this.options.definition;
    return { links, places: places.finish(sections, { count, ordinalOf, resolve, regions }) };
  }

  private writeRows(
    sections: SectionFileWriter,
    order: FinalOrder,
    linkTexts: ReadonlyMap<number, LinkText[]>,
    decided: ReadonlyMap<number, string>,
  ): void {
    const { seqs, byCategory } = order;
    const additions = new Map<number, RowAddition>();
    for (const seq of new Set([...linkTexts.keys(), ...this.stated.keys(), ...decided.keys()])) {
      const all = decided.has(seq) ? null : (this.stated.get(seq) ?? null);
      const isSettled = all !== null || decided.has(seq);
      additions.set(seq, {
        linkTexts: (linkTexts.get(seq) ?? []).map(({ text }) => text),
        categories: isSettled ? { first: this.categoryOf[seq]!, all: all && [...all] } : null,
      });
    }
    const inFileOrder = byCategory.map((ordinal) => seqs[ordinal]!);
    const written = writeRows(this.options.rowsPath, this.rows, inFileOrder, additions);
    this.addPlaces(sections, 'row', byCategory, written);
    this.addPlaces(sections, 'text', byCategory, this.texts.finish(inFileOrder));
  }

  /** Lengths and hashes by ordinal, which come in the order of the rows file. */
  private addPlaces(sections: SectionFileWriter, name: string, byCategory: Uint32Array, places: RowPlaces): void {
    const lengths = new Uint32Array(this.count);
    const hashes = new Int32Array(2 * this.count);
    byCategory.forEach((ordinal, place) => {
      lengths[ordinal] = places.lengths[place]!;
      hashes.set(places.hashes.subarray(2 * place, 2 * place + 2), 2 * ordinal);
    });
    sections.add(`${name}.length`, lengths);
    sections.add(`${name}.hash`, hashes);
  }

  private addColumns(sections: SectionFileWriter, order: FinalOrder, links: Uint32Array): void {
    const { seqs, folded, categoryOf, starts, byCategory } = order;
    const updated = Float64Array.from(seqs, (seq) => this.updated[seq]!);
    sections.add('id', Float64Array.from(inOrder(this.ids, seqs)));
    sections.add('category', categoryOf);
    sections.add('links', links);
    sections.add('flags', order.flags);
    sections.add('updated', updated);
    // From the time of the dataset on, so that a dataset of another time has the same numbers.
    const scraped = Float64Array.from(seqs, (seq) => this.scraped[seq]! - this.options.scrapedAtMs);
    sections.add('scraped', scraped);
    sections.addStrings('title', inOrder(this.titles, seqs));
    sections.addStrings('folded', folded);
    sections.addStrings('summary', inOrder(this.summaries, seqs));
    sections.addStrings('image', inOrder(this.images, seqs));
    sections.addStrings('image.revision', inOrder(this.imageRevisions, seqs));
    sections.add('byCategory.starts', starts);
    sections.add('byCategory.ordinals', byCategory);
    addOrders(sections, { count: this.count, links, updated });
  }
}

function inOrder<T>(values: readonly T[], seqs: Uint32Array): T[] {
  return Array.from(seqs, (seq) => values[seq]!);
}
