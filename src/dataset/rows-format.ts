import { hash } from 'node:crypto';
import type { ArticleContent, ArticleExtra, Infobox } from '../universe/article';
import { POSTGRES_EPOCH_MS, TupleWriter } from './tuple-writer';

/**
 * A row is kept as a tuple of PostgreSQL's binary COPY format, so that loading a dataset streams the rows file
 * to the server as it lies. Layout of a tuple: field count (i16), then per field its length (i32, -1: NULL) and bytes.
 */
export const ROW_COLUMNS = [
  'universe',
  'id',
  'title',
  'category',
  'content',
  'image_url',
  'source_url',
  'infobox',
  'extra_metadata',
  'row_hash',
  'scraped_at',
  'expires_at',
] as const;

const FIELDS = ROW_COLUMNS.length;
/** Bytes of the fields behind the hashed part: row_hash, scraped_at, expires_at, each a length and 8 bytes. */
const TAIL_BYTES = 3 * 12;
const HASH_BYTES = 8;

/** Signature, flags and header extension of a binary COPY stream. */
export const COPY_HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
/** The trailer of a binary COPY stream: field count -1. */
export const COPY_TRAILER = Buffer.from([0xff, 0xff]);

export interface Row {
  universe: string;
  id: number;
  title: string;
  category: string;
  content: ArticleContent;
  imageUrl: string | null;
  sourceUrl: string | null;
  infobox: Infobox | null;
  extra: ArticleExtra;
  scrapedAtMs: number;
  expiresAtMs: number;
}

/** A row that writes those of its fields which may be long itself: each as text, jsonb or null. */
export interface RowFields {
  readonly universe: string;
  readonly id: number;
  readonly category: string;
  readonly scrapedAtMs: number;
  readonly expiresAtMs: number;
  writeTitle(to: TupleWriter): void;
  writeContent(to: TupleWriter): void;
  writeImageUrl(to: TupleWriter): void;
  writeSourceUrl(to: TupleWriter): void;
  writeInfobox(to: TupleWriter): void;
  writeExtra(to: TupleWriter): void;
}

/** Writes the tuple of a row; its hash is left for `hashRow`. */
export function writeTuple(to: TupleWriter, row: RowFields): void {
  to.beginTuple(FIELDS);
  to.text(row.universe);
  to.int8(row.id);
  row.writeTitle(to);
  to.text(row.category);
  row.writeContent(to);
  row.writeImageUrl(to);
  row.writeSourceUrl(to);
  row.writeInfobox(to);
  row.writeExtra(to);
  to.int8(0);
  to.timestamp(row.scrapedAtMs);
  to.timestamp(row.expiresAtMs);
}

/** A row of values, to be written. */
export class RowOfValues implements RowFields {
  readonly universe: string;
  readonly id: number;
  readonly category: string;
  readonly scrapedAtMs: number;
  readonly expiresAtMs: number;

  constructor(private readonly row: Row) {
    ({
      universe: this.universe,
      id: this.id,
      category: this.category,
      scrapedAtMs: this.scrapedAtMs,
      expiresAtMs: this.expiresAtMs,
    } = row);
  }

  writeTitle(to: TupleWriter): void {
    to.text(this.row.title);
  }

  writeContent(to: TupleWriter): void {
    to.jsonb(contentText(this.row.content));
  }

  writeImageUrl(to: TupleWriter): void {
    to.text(this.row.imageUrl);
  }

  writeSourceUrl(to: TupleWriter): void {
    to.text(this.row.sourceUrl);
  }

  writeInfobox(to: TupleWriter): void {
    to.jsonb(this.row.infobox && JSON.stringify(this.row.infobox));
  }

  writeExtra(to: TupleWriter): void {
    to.jsonb(JSON.stringify(this.row.extra));
  }
}

/** In jsonb's order, in which the members are put; JavaScript itself moves keys that look like numbers to the front. */
function contentText(content: ArticleContent): string {
  const keys = Object.keys(content);
  if (!LOOKS_LIKE_NUMBER.test(keys[0] ?? '')) return JSON.stringify(content);
  keys.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return `{${keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(content[key])}`).join(',')}}`;
}

const LOOKS_LIKE_NUMBER = /^\d+$/;

/** Appends tuples with their hashes to a buffer that grows; `take` hands the bytes out and starts anew. */
export class RowEncoder {
  private readonly writer: TupleWriter;

  constructor(initialBytes?: number) {
    this.writer = new TupleWriter(initialBytes);
  }

  /** Appends a row and returns the number of its bytes. */
  add(row: Row): number {
    const start = this.writer.bytes;
    writeTuple(this.writer, new RowOfValues(row));
    const tuple = this.writer.from(start);
    hashRow(tuple, 0, tuple.length);
    return tuple.length;
  }

  take(): Buffer {
    return Buffer.from(this.writer.take());
  }
}

/** Writes the hash of the row whose tuple lies between two offsets into the tuple. */
export function hashRow(bytes: Buffer, start: number, end: number): void {
  bytes.write(digestOf(bytes, start, end), end - TAIL_BYTES + 4, HASH_BYTES, 'latin1');
}

/** Whether a tuple still is what was hashed. */
export function isIntact(tuple: Buffer): boolean {
  const at = tuple.length - TAIL_BYTES + 4;
  return (
    at > 0 && tuple.toString('latin1', at, at + HASH_BYTES) === digestOf(tuple, 0, tuple.length).slice(0, HASH_BYTES)
  );
}

/** Whether the row hash that stands in a tuple is this one. */
export function hasRowHash(tuple: Buffer, high: number, low: number): boolean {
  const at = tuple.length - TAIL_BYTES + 4;
  return at > 0 && tuple.readInt32BE(at) === high && tuple.readInt32BE(at + 4) === low;
}

/** The fields of a tuple in the order of ROW_COLUMNS, as views; null where a field is NULL. */
export function fieldsOf(tuple: Buffer): (Buffer | null)[] {
  let at = 2;
  return ROW_COLUMNS.map(() => {
    const length = tuple.readInt32BE(at);
    const start = at + 4;
    at = start + Math.max(0, length);
    return length < 0 ? null : tuple.subarray(start, at);
  });
}

function digestOf(bytes: Buffer, start: number, end: number): string {
  return hash('sha1', bytes.subarray(start, end - TAIL_BYTES), 'binary');
}

/** Copies the hash of the row whose tuple ends at `end`, as its upper and its lower half, to two numbers from `at` on. */
export function readRowHash(bytes: Buffer, end: number, hashes: Int32Array, at: number): void {
  hashes[at] = bytes.readInt32BE(end - TAIL_BYTES + 4);
  hashes[at + 1] = bytes.readInt32BE(end - TAIL_BYTES + 8);
}

/** Reads a tuple back. */
export function decodeRow(tuple: Buffer): Row {
  let at = 2;
  const field = (): Buffer | null => {
    const length = tuple.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return tuple.subarray(at - length, at);
  };
  const text = () => field()?.toString('utf8') ?? null;
  const json = <T>(): T | null => {
    const bytes = field();
    return bytes === null ? null : (JSON.parse(bytes.toString('utf8', 1)) as T);
  };
  const int8 = () => {
    const bytes = field();
    return bytes === null ? 0 : bytes.readInt32BE(0) * 0x1_0000_0000 + bytes.readUInt32BE(4);
  };
  const timestamp = () => int8() / 1000 + POSTGRES_EPOCH_MS;
  const row = {
    universe: text() ?? '',
    id: int8(),
    title: text() ?? '',
    category: text() ?? '',
    content: json<ArticleContent>() ?? {},
    imageUrl: text(),
    sourceUrl: text(),
    infobox: json<Infobox>(),
    extra: json<ArticleExtra>() ?? { wiki_categories: [] },
  };
  field(); // row_hash
  return { ...row, scrapedAtMs: timestamp(), expiresAtMs: timestamp() };
}
