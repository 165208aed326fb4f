import { ArticleEncoder, type EncodedRows } from '../../dataset/article-encoder';
import { RowOfValues, type Row, type RowFields } from '../../dataset/rows-format';
import { Column } from '../../dataset/search/column';
import { readRecords, type RecordSink, type Rejection } from '../../file-cache/read-records';
import type { SourceFiles } from '../../file-cache/source-files';
import type { ArticleRecord } from '../../universe/article';
import { articleId } from '../../universe/article-id';
import { compileRules, type Categoriser } from '../../universe/categorise';
import { toContent } from '../../universe/to-content';
import { LineRow } from './lines/line-row';
import { parseTime, rowTime, sourceUrlOf, type RowRules } from './row-rules';

/** Bytes of rows that are handed out together. */
const BATCH_BYTES = 1 << 19;
/** Of what was set aside, so many are listed for each batch. */
const MAX_LISTED = 1000;

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

/** Reads the file cache and hands out the rows of its records, in input order. */
export async function makeRows(sources: SourceFiles, rules: RowRules, take: (made: MadeRows) => void): Promise<void> {
  const maker = new RowMaker(rules, take);
  await readRecords(sources, maker);
  maker.flush();
}

/** Categorises records and makes rows of them. */
export class RowMaker implements RecordSink {
  private readonly categoriser: Categoriser;
  private readonly encoder = new ArticleEncoder();
  private readonly lineRow: LineRow;
  private count = 0;
  private readonly stated = new Column();
  private rejections: Rejection[] = [];
  private rejected = 0;
  private bytesRead = 0;

  constructor(
    private readonly rules: RowRules,
    private readonly take: (made: MadeRows) => void,
  ) {
    this.categoriser = compileRules(rules.definition);
    this.lineRow = new LineRow(rules, this.categoriser);
  }

  line(bytes: Buffer, start: number, end: number): boolean {
    if (!this.lineRow.read(bytes, start, end)) return false;
    this.add(this.lineRow);
    return true;
  }

  record(record: ArticleRecord): void {
    if (record.category !== null) this.stated.push(this.count);
    this.add(new RowOfValues(this.toRow(record)));
  }

  reject(rejection: Rejection): void {
    this.rejected++;
    if (this.rejections.length < MAX_LISTED) this.rejections.push(rejection);
  }

  bytes(count: number): void {
    this.bytesRead += count;
  }

  /** Hands out what was made since the last time. */
  flush(): void {
    const { rejections, rejected, bytesRead } = this;
    this.take({ rows: this.encoder.take(), stated: this.stated.view().slice(), rejections, rejected, bytesRead });
    this.count = this.rejected = this.bytesRead = 0;
    this.rejections = [];
    this.stated.length = 0;
  }

  private add(row: RowFields): void {
    this.count++;
    this.encoder.add(row);
    if (this.encoder.bytes >= BATCH_BYTES) this.flush();
  }

  private toRow(record: ArticleRecord): Row {
    const { universe, definition, ttlMs } = this.rules;
    const { title, infobox, redirects, revid } = record;
    const { category, others } = this.categoriser.categorise({
      infobox,
      wikiCategories: record.categories,
      stated: record.category,
    });
    const otherCategories = mergeCategories(record.otherCategories, others, category);
    const updatedAt = rowTime(record.timestamp);
    const scrapedAtMs = parseTime(record.scrapedAt) ?? this.rules.scrapedAtMs;
    return {
      universe,
      id: articleId(record.pageid, title),
      title,
      category,
      content: toContent(record),
      imageUrl: record.image,
      sourceUrl: record.url ?? sourceUrlOf(definition, title),
      infobox,
      extra: {
        wiki_categories: record.categories,
        ...(otherCategories.length > 0 && { other_categories: otherCategories }),
        ...(redirects.length > 0 && { redirects }),
        ...(revid !== null && { revid }),
        ...(updatedAt !== null && { updated_at: updatedAt }),
      },
      scrapedAtMs,
      expiresAtMs: scrapedAtMs + ttlMs,
    };
  }
}

/** What was stated besides, and what else matched, each once. */
function mergeCategories(stated: readonly string[], others: readonly string[], category: string): string[] {
  if (stated.length === 0) return others.filter((name) => name !== category);
  return [...new Set([...stated, ...others])].filter((name) => name !== category);
}
