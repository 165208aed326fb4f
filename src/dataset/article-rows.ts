import type { ArticleExtra } from '../universe/article';
import { plainList } from '../universe/canonical-json';
import { ByteTable } from './byte-table';
import { RowEncoder } from './rows-format';
import { Column } from './search/column';

/** An article as the categorise stage makes it of a record. */
export interface BuiltArticle {
  id: number;
  title: string;
  category: string;
  otherCategories: string[];
  /** As JSON. */
  content: string;
  /** As JSON. */
  infobox: string | null;
  imageUrl: string | null;
  sourceUrl: string | null;
  wikiCategories: string[];
  redirects: string[];
  revid: number | null;
  /** Time of the revision, as `toISOString` writes it; null where unknown. */
  updatedAt: string | null;
  scrapedAtMs: number | null;
  /** Whether none of its texts needs an escape in JSON. */
  plain: boolean;
}

export interface ArticleRowsOptions {
  universe: string;
  /** Default of articles that do not say when they were fetched. */
  scrapedAtMs: number;
  ttlMs: number;
  /** Takes tuples that lie one after another, their hashes not yet filled in; the bytes are only lent. */
  takeBatch: (tuples: Buffer) => void;
}

/** Further categories under which articles arrived again: number in input order to all their categories. */
export type FurtherCategories = ReadonlyMap<number, ReadonlySet<string>>;

const BATCH_BYTES = 1 << 19;
/** Room for a large article behind the last one of a batch; still larger ones enlarge the buffer. */
const SPARE_BYTES = 1 << 17;

/** Encodes articles into batches of rows, in input order and each title and id once. */
export class ArticleRows {
  private readonly titles = new ByteTable();
  private readonly scratch = Buffer.allocUnsafe(1 << 12);
  private readonly ids = new Set<number>();
  private readonly categoryOf = new Column();
  private readonly categories: string[] = [];
  private readonly alsoIn = new Map<number, Set<string>>();
  private readonly encoder = new RowEncoder(BATCH_BYTES + SPARE_BYTES);

  constructor(private readonly options: ArticleRowsOptions) {}

  get count(): number {
    return this.categoryOf.length;
  }

  get furtherCategories(): FurtherCategories {
    return this.alsoIn;
  }

  /** Adds an article; false where one of the same id or title is there already (its categories are then merged). */
  add(article: BuiltArticle): boolean {
    const { id, title, category } = article;
    const { titles, scratch } = this;
    // A title has 255 characters at most.
    const bytes = scratch.write(title);
    const known = titles.find(scratch, 0, bytes);
    if (known >= 0) this.meetAgain(known, category);
    if (known >= 0 || this.ids.has(id)) return false;
    titles.numberOf(scratch, 0, bytes);
    this.ids.add(id);
    this.categoryOf.push(this.categoryNumber(category));
    const { universe, ttlMs } = this.options;
    const scrapedAtMs = article.scrapedAtMs ?? this.options.scrapedAtMs;
    const { content, infobox, imageUrl, sourceUrl } = article;
    const extra = extraOf(article);
    this.encoder.addUnhashed({
      universe,
      id,
      title,
      category,
      content,
      imageUrl,
      sourceUrl,
      infobox,
      extra,
      scrapedAtMs,
      expiresAtMs: scrapedAtMs + ttlMs,
    });
    if (this.encoder.bytes >= BATCH_BYTES) this.flush();
    return true;
  }

  /** Hands out what is left. */
  flush(): void {
    if (this.encoder.bytes > 0) this.encoder.lend((tuples) => this.options.takeBatch(tuples));
  }

  private meetAgain(seq: number, category: string): void {
    const first = this.categories[this.categoryOf.at(seq)] ?? 'other';
    if (category === first) return;
    const names = this.alsoIn.get(seq);
    if (names) names.add(category);
    else this.alsoIn.set(seq, new Set([first, category]));
  }

  private categoryNumber(name: string): number {
    const known = this.categories.indexOf(name);
    return known >= 0 ? known : this.categories.push(name) - 1;
  }
}

function extraOf(article: BuiltArticle): string {
  if (article.plain) return plainExtraOf(article);
  const extra: ArticleExtra = { wiki_categories: article.wikiCategories };
  if (article.otherCategories.length > 0) extra.other_categories = article.otherCategories;
  if (article.redirects.length > 0) extra.redirects = article.redirects;
  if (article.revid !== null) extra.revid = article.revid;
  if (article.updatedAt !== null) extra.updated_at = article.updatedAt;
  return JSON.stringify(extra);
}

/** The same, of texts that need no escape. */
function plainExtraOf({ wikiCategories, otherCategories, redirects, revid, updatedAt }: BuiltArticle): string {
  let json = `{"wiki_categories":${plainList(wikiCategories)}`;
  if (otherCategories.length > 0) json += `,"other_categories":${plainList(otherCategories)}`;
  if (redirects.length > 0) json += `,"redirects":${plainList(redirects)}`;
  if (revid !== null) json += `,"revid":${revid}`;
  if (updatedAt !== null) json += `,"updated_at":"${updatedAt}"`;
  return `${json}}`;
}
