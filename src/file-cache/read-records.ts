import { basename } from 'node:path';
import type { ArticleRecord } from '../universe/article';
import { titleKey } from '../universe/fold';
import { mergeRecords } from '../universe/merge-records';
import { parseRecord, parseText } from '../universe/parse-record';
import { recordFromItem } from '../universe/record-from-item';
import { recordFromPerArticle } from '../universe/record-from-per-article';
import { RejectedRecord } from '../universe/rejected-record';
import { JsonItemSplitter } from './json-items';
import { readChunks } from './read-chunks';
import { readLines } from './read-lines';
import { BrokenFile, readSmallFile, toBrokenFile } from './regular-file';
import type { SourceFiles } from './source-files';
import { TextLines } from './text-lines';

const MAX_ARTICLE_BYTES = 8 << 20;
const MOST_BAD_IN_A_ROW = 100_000;

/** Something that was set aside: a record, or (with `file`) the rest of a file. */
export interface Rejection {
  code: string;
  reason: string;
  title: string | null;
  file: string | null;
}

/** Takes what the reader finds, one by one. */
export interface RecordSink {
  record(record: ArticleRecord): void;
  reject(rejection: Rejection): void;
  /** Bytes of the source files read since the last call. */
  bytes(count: number): void;
}

export interface ReadOptions {
  /** Also reads the texts that lie in files of their own; without it, records have those that stand in them alone. */
  withTexts: boolean;
}

/**
 * Reads all forms of a universe's file cache and merges them: native before categorised before per-article.
 * Streams; only where several forms meet are the records of the lesser ones held in memory. An article that a
 * categorised file lists under several categories arrives several times.
 */
export async function readRecords(sources: SourceFiles, sink: RecordSink, { withTexts }: ReadOptions): Promise<void> {
  for (const problem of sources.problems) sink.reject({ ...problem, title: null });
  const perArticle = new RecordIndex();
  for (const path of sources.perArticle) await readPerArticle(path, sink, (record) => perArticle.add(record));
  const nativeFiles = sources.native?.files ?? [];
  const categorised = new RecordIndex();
  if (sources.categorised) {
    const held = (record: ArticleRecord) => categorised.add(record);
    const streamed = (record: ArticleRecord) => sink.record(merged(null, record, perArticle.take(record)));
    await readCategorised(sources.categorised.file, sink, nativeFiles.length > 0 ? held : streamed);
  }
  for (const path of nativeFiles) {
    const texts = withTexts ? (sources.native?.texts.get(path) ?? null) : null;
    await readNative({ path, texts }, sink, (record) => {
      sink.record(merged(record, categorised.take(record), perArticle.take(record)));
    });
  }
  for (const record of categorised.rest()) sink.record(merged(null, record, perArticle.take(record)));
  for (const record of perArticle.rest()) sink.record(merged(null, null, record));
}

type Take = (record: ArticleRecord) => void;

/** The forms of one article as one record; at least one of them is there. */
function merged(native: ArticleRecord | null, categorised: ArticleRecord | null, perArticle: ArticleRecord | null) {
  const record = mergeRecords(native, categorised, perArticle);
  if (!record) throw new Error('a record of no form was merged');
  return record;
}

/** A file of articles, and the one with their texts where there is one that is asked for. */
interface NativeFile {
  path: string;
  texts: string | null;
}

async function readNative({ path, texts }: NativeFile, sink: RecordSink, take: Take): Promise<void> {
  const parser = new RecordParser(path, sink);
  const beside = texts === null ? null : textsBeside(texts, sink);
  try {
    for await (const line of readLines(path, (bytes) => sink.bytes(bytes))) {
      const textLine = beside && (await beside.next(line));
      parser.parse(line, (value) => {
        const record = parseRecord(value);
        if (textLine !== null && texts !== null) record.text ??= readText(texts, textLine, record.title, sink);
        take(record);
      });
    }
    await beside?.finish();
  } catch (error) {
    sink.reject(brokenFile(path, error));
  } finally {
    await beside?.close();
  }
}

/** What is wrong with the texts is told, and costs the articles nothing. */
function textsBeside(path: string, sink: RecordSink): TextLines {
  return new TextLines(path, {
    onBytes: (bytes) => sink.bytes(bytes),
    onBroken: (error) => sink.reject(brokenFile(path, error)),
  });
}

function readText(path: string, line: string, title: string, sink: RecordSink): ArticleRecord['text'] {
  try {
    return parseText(JSON.parse(line));
  } catch (error) {
    const reject = (code: string, reason: string) => sink.reject({ code, reason, title, file: basename(path) });
    if (error instanceof RejectedRecord) reject(error.code, `its text is left out: ${error.reason}`);
    else if (error instanceof SyntaxError) reject('BAD_JSON', 'its text is left out: it is not JSON');
    else throw error;
    return null;
  }
}

async function readCategorised(path: string, sink: RecordSink, take: Take): Promise<void> {
  const parser = new RecordParser(path, sink);
  const splitter = new JsonItemSplitter();
  const onChunk = (chunk: Buffer) => {
    for (const { category, json } of splitter.push(chunk))
      parser.parse(json, (value) => take(recordFromItem(value, category)));
  };
  await readFileWhole(path, sink, onChunk, () => splitter.finish());
}

async function readPerArticle(path: string, sink: RecordSink, take: Take): Promise<void> {
  try {
    const text = await readSmallFile(path, MAX_ARTICLE_BYTES);
    sink.bytes(Buffer.byteLength(text));
    new RecordParser(path, sink).parse(text, (value) => take(recordFromPerArticle(value).record));
  } catch (error) {
    sink.reject(brokenFile(path, error));
  }
}

/** Streams a file; where it breaks, what came before counts and the rest is set aside with the reason. */
async function readFileWhole(path: string, sink: RecordSink, onChunk: (chunk: Buffer) => void, onEnd: () => void) {
  try {
    for await (const chunk of readChunks(path, (bytes) => sink.bytes(bytes))) {
      onChunk(chunk);
    }
    onEnd();
  } catch (error) {
    sink.reject(brokenFile(path, error));
  }
}

/** Parses the records of a file, and gives the file up where there are none in all too much of it. */
class RecordParser {
  private badInARow = 0;

  constructor(
    private readonly path: string,
    private readonly sink: RecordSink,
  ) {}

  /** `json` null: larger than the limit. */
  parse(json: string | null, take: (value: unknown) => void): void {
    if (json === null) return this.reject('TOO_LARGE', 'the record is larger than 8 MB');
    let value: unknown;
    try {
      value = JSON.parse(json.charCodeAt(0) === 0xfeff ? json.slice(1) : json);
    } catch {
      return this.reject('BAD_JSON', 'the record is not JSON');
    }
    try {
      take(value);
      this.badInARow = 0;
    } catch (error) {
      if (!(error instanceof RejectedRecord)) throw error;
      this.reject(error.code, error.reason, error.title ?? null);
    }
  }

  private reject(code: string, reason: string, title: string | null = null): void {
    this.sink.reject({ code, reason, title, file: basename(this.path) });
    if (++this.badInARow < MOST_BAD_IN_A_ROW) return;
    throw new BrokenFile(
      'NO_RECORDS',
      `${MOST_BAD_IN_A_ROW} in a row are no records; the rest of the file was left out`,
    );
  }
}

function brokenFile(path: string, error: unknown): Rejection {
  const { code, message } = toBrokenFile(error);
  return { code, reason: message, title: null, file: basename(path) };
}

/** Records that wait for a better form of the same article, found by page id, else by title. */
class RecordIndex {
  private readonly byTitle = new Map<string, ArticleRecord>();
  private readonly titleOfId = new Map<number, string>();

  add(record: ArticleRecord): void {
    const key = titleKey(record.title);
    const known = this.byTitle.get(key);
    if (known) {
      if (record.category) known.otherCategories.push(record.category);
      return;
    }
    this.byTitle.set(key, record);
    if (record.pageid !== null) this.titleOfId.set(record.pageid, key);
  }

  get isEmpty(): boolean {
    return this.byTitle.size === 0;
  }

  /** The record of the same article, which is then no longer waiting; null where there is none. */
  take(record: ArticleRecord): ArticleRecord | null {
    if (this.isEmpty) return null;
    const byId = record.pageid === null ? undefined : this.titleOfId.get(record.pageid);
    const key = byId ?? titleKey(record.title);
    const found = this.byTitle.get(key) ?? null;
    if (found) this.byTitle.delete(key);
    return found;
  }

  rest(): Iterable<ArticleRecord> {
    return this.byTitle.values();
  }
}
