import type { ArticleExtra } from '../universe/article';
import { plainList } from '../universe/canonical-json';
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

/** Rows one behind the other, in input order; articles that arrived twice are still among them. */
export interface EncodedRows {
  /** Tuples without their hashes. */
  tuples: Buffer;
  /** Where each of them ends. */
  ends: Uint32Array;
}

export interface ArticleEncoderOptions {
  universe: string;
  /** Default of articles that do not say when they were fetched. */
  scrapedAtMs: number;
  ttlMs: number;
}

/** Encodes articles as rows. */
export class ArticleEncoder {
  private readonly encoder = new RowEncoder();
  private ends = new Column();

  constructor(private readonly options: ArticleEncoderOptions) {}

  /** Of the rows that wait to be taken. */
  get bytes(): number {
    return this.encoder.bytes;
  }

  add(article: BuiltArticle): void {
    const { universe, ttlMs } = this.options;
    const { id, title, category, content, infobox, imageUrl, sourceUrl } = article;
    const scrapedAtMs = article.scrapedAtMs ?? this.options.scrapedAtMs;
    this.encoder.addUnhashed({
      universe,
      id,
      title,
      category,
      content,
      imageUrl,
      sourceUrl,
      infobox,
      extra: extraOf(article),
      scrapedAtMs,
      expiresAtMs: scrapedAtMs + ttlMs,
    });
    this.ends.push(this.encoder.bytes);
  }

  /** The rows since the last time, in memory of their own, which may be given to another thread. */
  take(): EncodedRows {
    const taken = { tuples: this.encoder.takeAlone(), ends: this.ends.view().slice() };
    this.ends = new Column();
    return taken;
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
