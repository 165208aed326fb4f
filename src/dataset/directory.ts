import { titleKey, twinOf } from '../universe/fold';
import type { DatasetInfo } from './dataset-info';
import { ArticleList } from './facets/article-list';
import { Facets } from './facets/facets';
import { FLAG_HAS_IMAGE } from './flags';
import { HashIndex } from './hash-index';
import { linkTarget } from '../universe/link-target';
import { LinkLists } from './link-lists';
import type { PassageIndex } from './passages/passage-index';
import { Places } from './places/places';
import { COPY_HEADER } from './rows-format';
import { Search } from './search/search';
import { SectionFile, type StringTable } from './section-file';
import { TitleFinder } from './title-finder';

/** What the directory knows of the rows by their place among all in the rows file. */
export interface RowsInOrder {
  count: number;
  id(place: number): number;
  /** The upper and the lower half of the row hash. */
  hashHigh(place: number): number;
  hashLow(place: number): number;
  /** Bytes of the rows file. */
  place(place: number): { offset: number; length: number };
}

/**
 * Which articles a dataset holds and in which order: columns by ordinal (the article's rank in title order)
 * over one buffer that is used as it lies. Both sources answer from it, so that they agree by construction.
 */
export class Directory {
  readonly info: DatasetInfo;
  readonly count: number;
  /** Index into `info.categories`. */
  readonly categoryOf: Uint16Array;
  /** How many other articles link to this one. */
  readonly links: Uint32Array;
  readonly flags: Uint8Array;
  /** Milliseconds since 1970: of the revision, else of the fetch. */
  readonly updated: Float64Array;
  readonly folded: StringTable;
  private readonly ids: Float64Array;
  /** Milliseconds from `scrapedAtMs` on. */
  private readonly scraped: Float64Array;
  private readonly scrapedAtMs: number;
  private lastScraped = { time: NaN, text: '' };
  private readonly titles: StringTable;
  private readonly summaries: StringTable;
  private readonly images: StringTable;
  private readonly imageRevisions: StringTable;
  private readonly redirects: StringTable;
  private readonly redirectOrdinals: Uint32Array;
  private readonly byTitle: HashIndex;
  private readonly byCategory: Uint32Array;
  private readonly categoryStarts: Uint32Array;
  private readonly categoryIndex = new Map<string, number>();
  private rowOffsets: Float64Array | null = null;
  private readonly rowLengths: Uint32Array;
  private readonly rowHashes: Int32Array;
  private readonly linkHashes: Uint32Array;
  private textOffsets: Float64Array | null = null;
  private readonly textLengths: Uint32Array;
  private readonly textHashes: Int32Array;
  /** What the articles say, where its index lies on this machine. */
  passages: PassageIndex | null = null;
  /** Answers questions by name. */
  readonly search: Search;
  /** The location tree. */
  readonly places: Places;
  /** The values of content fields. */
  readonly facets: Facets;
  /** Pages of articles. */
  readonly list: ArticleList;
  /** Which articles link to which. */
  readonly linkLists: LinkLists;
  /** Finds what callers mean by a title. */
  readonly titleFinder: TitleFinder;

  constructor(readonly sections: SectionFile) {
    this.info = sections.info as DatasetInfo;
    this.count = this.info.articles;
    this.categoryOf = sections.u16('category');
    this.links = sections.u32('links');
    this.flags = sections.u8('flags');
    this.updated = sections.f64('updated');
    this.folded = sections.strings('folded');
    this.ids = sections.f64('id');
    this.scraped = sections.f64('scraped');
    this.scrapedAtMs = Date.parse(this.info.scrapedAt);
    this.titles = sections.strings('title');
    this.summaries = sections.strings('summary');
    this.images = sections.strings('image');
    this.imageRevisions = sections.strings('image.revision');
    this.redirects = sections.strings('redirect');
    this.redirectOrdinals = sections.u32('redirect.ordinal');
    this.byTitle = new HashIndex(sections, 'title');
    this.byCategory = sections.u32('byCategory.ordinals');
    this.categoryStarts = sections.u32('byCategory.starts');
    this.rowLengths = sections.u32('row.length');
    this.rowHashes = sections.i32('row.hash');
    this.linkHashes = sections.u32('links.hash');
    this.textLengths = sections.u32('text.length');
    this.textHashes = sections.i32('text.hash');
    this.info.categories.forEach(({ name }, index) => this.categoryIndex.set(name, index));
    this.search = new Search(this);
    this.places = new Places(this);
    this.facets = new Facets(this);
    this.list = new ArticleList(this, this.facets);
    this.linkLists = new LinkLists(this);
    this.titleFinder = new TitleFinder(this);
  }

  /** Throws where the bytes are not those that were written. */
  static async open(buffer: Buffer): Promise<Directory> {
    return new Directory(await SectionFile.open(buffer));
  }

  id(ordinal: number): number {
    return this.ids[ordinal] ?? 0;
  }

  /** Ordinal of the article with an id, or -1. */
  findId(id: number): number {
    return this.ids.indexOf(id);
  }

  /** Ordinals by the ids of those that there are. */
  findIds(ids: readonly number[]): Map<number, number> {
    const wanted = new Set(ids);
    const found = new Map<number, number>();
    for (let ordinal = 0; ordinal < this.count && wanted.size > 0; ordinal++) {
      const id = this.ids[ordinal]!;
      if (wanted.delete(id)) found.set(id, ordinal);
    }
    return found;
  }

  title(ordinal: number): string {
    return this.titles.get(ordinal);
  }

  /** What the article is, in one line; '' where nothing is known. */
  summary(ordinal: number): string {
    return this.summaries.get(ordinal);
  }

  category(ordinal: number): string {
    return this.info.categories[this.categoryOf[ordinal] ?? 0]?.name ?? 'other';
  }

  imageUrl(ordinal: number): string | null {
    return this.hasImage(ordinal) ? this.images.get(ordinal) : null;
  }

  /** Which version of the picture's file is meant; '' where it is not known. */
  imageRevision(ordinal: number): string {
    return this.imageRevisions.get(ordinal);
  }

  hasImage(ordinal: number): boolean {
    return ((this.flags[ordinal] ?? 0) & FLAG_HAS_IMAGE) !== 0;
  }

  /** When the article was fetched from the wiki, ISO 8601. */
  scrapedAt(ordinal: number): string {
    const time = this.scrapedAtMs + (this.scraped[ordinal] ?? 0);
    // Articles that were fetched together share their time.
    if (time !== this.lastScraped.time) this.lastScraped = { time, text: new Date(time).toISOString() };
    return this.lastScraped.text;
  }

  /** Index of a category in `info.categories`; -1 where no article has it. */
  categoryNumber(name: string): number {
    return this.categoryIndex.get(name) ?? -1;
  }

  /** Ordinals of a category in title order, a view. */
  ordinalsOf(categoryNumber: number): Uint32Array {
    return this.byCategory.subarray(this.categoryStarts[categoryNumber], this.categoryStarts[categoryNumber + 1]);
  }

  /** Where the article's tuple lies in the rows file. */
  rowAt(ordinal: number): { offset: number; length: number } {
    // Where Postgres answers, nobody asks for it.
    this.rowOffsets ??= offsetsOf(this.byCategory, this.rowLengths);
    return { offset: this.rowOffsets[ordinal] ?? 0, length: this.rowLengths[ordinal] ?? 0 };
  }

  /** The article's row hash, as two halves. */
  rowHash(ordinal: number): { high: number; low: number } {
    return { high: this.rowHashes[2 * ordinal] ?? 0, low: this.rowHashes[2 * ordinal + 1] ?? 0 };
  }

  /** Whether an article is, whoever shows it, the same as one of another dataset: its row, its text, and where its links lead. */
  isSameArticle(ordinal: number, other: Directory, otherOrdinal: number): boolean {
    const [a, b] = [2 * ordinal, 2 * otherOrdinal];
    return (
      this.rowHashes[a] === other.rowHashes[b] &&
      this.rowHashes[a + 1] === other.rowHashes[b + 1] &&
      this.linkHashes[ordinal] === other.linkHashes[otherOrdinal] &&
      this.textHashes[a] === other.textHashes[b] &&
      this.textHashes[a + 1] === other.textHashes[b + 1]
    );
  }

  /** Where the tuple of the article's text lies in the texts file; of length 0 where it has none. */
  textAt(ordinal: number): { offset: number; length: number } {
    this.textOffsets ??= offsetsOf(this.byCategory, this.textLengths);
    return { offset: this.textOffsets[ordinal] ?? 0, length: this.textLengths[ordinal] ?? 0 };
  }

  /** The hash of the article's text, as two halves. */
  textHash(ordinal: number): { high: number; low: number } {
    return { high: this.textHashes[2 * ordinal] ?? 0, low: this.textHashes[2 * ordinal + 1] ?? 0 };
  }

  hasText(ordinal: number): boolean {
    return (this.textLengths[ordinal] ?? 0) > 0;
  }

  /** The texts in the order of the texts file. */
  get texts(): RowsInOrder {
    const ordinals = this.byCategory.filter((ordinal) => this.hasText(ordinal));
    const ordinalOf = (place: number) => ordinals[place] ?? 0;
    return {
      count: ordinals.length,
      id: (place) => this.id(ordinalOf(place)),
      hashHigh: (place) => this.textHash(ordinalOf(place)).high,
      hashLow: (place) => this.textHash(ordinalOf(place)).low,
      place: (place) => this.textAt(ordinalOf(place)),
    };
  }

  /** The rows in the order of the rows file: by category, then title. */
  get rows(): RowsInOrder {
    const { byCategory } = this;
    const ordinalOf = (place: number) => byCategory[place] ?? 0;
    return {
      count: this.count,
      id: (place) => this.id(ordinalOf(place)),
      hashHigh: (place) => this.rowHash(ordinalOf(place)).high,
      hashLow: (place) => this.rowHash(ordinalOf(place)).low,
      place: (place) => this.rowAt(ordinalOf(place)),
    };
  }

  /**
   * Ordinal of the article that a title or a redirect names, or -1: underscores as spaces, any case of the
   * first letter, any Unicode normal form.
   */
  find(title: string): number {
    const key = titleKey(title);
    if (key === '') return -1;
    const entries = this.byTitle.candidates(key).filter((entry) => titleKey(this.entryName(entry)) === key);
    const entry = entries.find((one) => this.entryName(one) === title) ?? entries[0];
    return entry === undefined ? -1 : this.entryOrdinal(entry);
  }

  /** Ordinal of the article that a link's address leads to, or -1: where it is missing, its twin's. */
  findLinked(href: string): number {
    const target = linkTarget(href);
    if (!target) return -1;
    const found = this.find(target);
    return found >= 0 ? found : this.find(twinOf(target));
  }

  private entryName(entry: number): string {
    return entry < this.count ? this.titles.get(entry) : this.redirects.get(entry - this.count);
  }

  private entryOrdinal(entry: number): number {
    return entry < this.count ? entry : (this.redirectOrdinals[entry - this.count] ?? -1);
  }
}

/** Where the tuple of each ordinal begins in the rows file: one lies right behind the other. */
function offsetsOf(byCategory: Uint32Array, lengths: Uint32Array): Float64Array {
  const offsets = new Float64Array(lengths.length);
  let end = COPY_HEADER.length;
  for (const ordinal of byCategory) {
    offsets[ordinal] = end;
    end += lengths[ordinal] ?? 0;
  }
  return offsets;
}
