import { ArticleEncoder, type BuiltArticle, type EncodedRows } from '../../dataset/article-encoder';
import { Column } from '../../dataset/search/column';
import { readNativePart, type NativePart, type RecordSink, type Rejection } from '../../file-cache/read-records';
import type { ArticleRecord } from '../../universe/article';
import { articleId } from '../../universe/article-id';
import { compileRules, type Categoriser } from '../../universe/categorise';
import { timeMs } from '../../universe/plain-time';
import { toContentJson } from '../../universe/to-content';
import type { UniverseDefinition } from '../../universe/universe-definition';

/** Of what was set aside, so many are listed for each batch. */
const MAX_LISTED = 1000;
const SECONDS_LENGTH = 'YYYY-MM-DDThh:mm:ssZ'.length;

/** What rows are made by. */
export interface RowRules {
  universe: string;
  definition: UniverseDefinition;
  /** When the data were fetched, of articles that do not say it. */
  scrapedAtMs: number;
  ttlMs: number;
}

/** What became of some records, in input order. */
export interface MadeRows {
  rows: EncodedRows;
  /** Places of the rows whose category was stated: they arrive once for each of their categories. */
  stated: Uint32Array;
  /** The first of them. */
  rejections: Rejection[];
  rejected: number;
  /** Of the source files. */
  bytesRead: number;
}

/** Categorises records and makes rows of them. */
export class RowMaker implements RecordSink {
  private readonly categoriser: Categoriser;
  private readonly encoder: ArticleEncoder;
  private count = 0;
  private stated = new Column();
  private rejections: Rejection[] = [];
  private rejected = 0;
  private bytesRead = 0;

  constructor(private readonly rules: RowRules) {
    this.categoriser = compileRules(rules.definition);
    this.encoder = new ArticleEncoder(rules);
  }

  /** Bytes of the rows that wait to be taken. */
  get waiting(): number {
    return this.encoder.bytes;
  }

  async makePart(part: NativePart): Promise<MadeRows> {
    await readNativePart(part, this);
    return this.take();
  }

  record(record: ArticleRecord): void {
    if (record.category !== null) this.stated.push(this.count);
    this.count++;
    this.encoder.add(this.toArticle(record));
  }

  reject(rejection: Rejection): void {
    this.rejected++;
    if (this.rejections.length < MAX_LISTED) this.rejections.push(rejection);
  }

  bytes(count: number): void {
    this.bytesRead += count;
  }

  /** What was made since the last time. */
  take(): MadeRows {
    const { rejections, rejected, bytesRead } = this;
    const made = { rows: this.encoder.take(), stated: this.stated.view().slice(), rejections, rejected, bytesRead };
    this.count = this.rejected = this.bytesRead = 0;
    this.rejections = [];
    this.stated = new Column();
    return made;
  }

  private toArticle(record: ArticleRecord): BuiltArticle {
    const { infobox, title } = record;
    const { category, others } = this.categoriser.categorise({
      infobox,
      wikiCategories: record.categories,
      stated: record.category,
    });
    return {
      id: articleId(record.pageid, title),
      title,
      category,
      otherCategories: otherCategories(record.otherCategories, others, category),
      content: toContentJson(record),
      infobox: record.json ? record.json.infobox : infobox && JSON.stringify(infobox),
      imageUrl: record.image,
      sourceUrl: record.url ?? sourceUrlOf(this.rules.definition, title),
      wikiCategories: record.categories,
      redirects: record.redirects,
      revid: record.revid,
      updatedAt: withMilliseconds(record.timestamp),
      scrapedAtMs: parseTime(record.scrapedAt),
      plain: record.json !== undefined && record.category === null,
    };
  }
}

/** What was stated besides, and what else matched, each once. */
function otherCategories(stated: readonly string[], others: readonly string[], category: string): string[] {
  if (stated.length === 0) return others.filter((name) => name !== category);
  return [...new Set([...stated, ...others])].filter((name) => name !== category);
}

function sourceUrlOf(definition: UniverseDefinition, title: string): string | null {
  if (!definition.articleUrl) return null;
  return definition.articleUrl.replace('$1', () =>
    encodeURI(title.replaceAll(' ', '_')).replace(/[?#]/g, encodeURIComponent),
  );
}

/** A time of a record in the one form that rows have. */
function withMilliseconds(time: string | null): string | null {
  return time?.length === SECONDS_LENGTH ? `${time.slice(0, -1)}.000Z` : time;
}

/** Milliseconds since 1970; null for no time. */
export function parseTime(text: string | null): number | null {
  if (text === null) return null;
  // Earlier versions wrote local-looking times without a zone; they meant UTC.
  const ms = timeMs(/[zZ]$|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(ms) ? null : ms;
}
