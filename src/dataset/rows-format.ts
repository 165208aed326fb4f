import { hash } from 'node:crypto';
import type { Article, ArticleContent, ArticleExtra, Infobox } from '../universe/article';

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
const JSONB_VERSION = 1;
export const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);

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

/** A row with its JSON as text. */
export interface RowTexts extends Omit<Row, 'content' | 'infobox' | 'extra'> {
  content: string;
  infobox: string | null;
  extra: string;
}

/** Appends tuples to a buffer that grows; `take` hands the bytes out and starts anew. */
export class RowEncoder {
  private buffer: Buffer;
  private used = 0;

  constructor(initialBytes = 1 << 20) {
    this.buffer = Buffer.allocUnsafe(initialBytes);
  }

  get bytes(): number {
    return this.used;
  }

  /** Appends a row and returns the number of its bytes. */
  add(row: Row): number {
    const start = this.used;
    const length = this.addUnhashed({
      ...row,
      content: JSON.stringify(row.content),
      infobox: row.infobox && JSON.stringify(row.infobox),
      extra: JSON.stringify(row.extra),
    });
    hashRow(this.buffer, start, this.used);
    return length;
  }

  /** Appends a row whose hash is left for `hashRow`; returns the number of its bytes. */
  addUnhashed(row: RowTexts): number {
    const start = this.used;
    this.reserve(64);
    this.used = this.buffer.writeInt16BE(FIELDS, this.used);
    this.text(row.universe);
    this.int8(row.id);
    this.text(row.title);
    this.text(row.category);
    this.jsonb(row.content);
    this.text(row.imageUrl);
    this.text(row.sourceUrl);
    this.jsonb(row.infobox);
    this.jsonb(row.extra);
    this.int8(0);
    this.timestamp(row.scrapedAtMs);
    this.timestamp(row.expiresAtMs);
    return this.used - start;
  }

  take(): Buffer {
    const taken = Buffer.from(this.buffer.subarray(0, this.used));
    this.used = 0;
    return taken;
  }

  /** As `take`, in memory of its own, which may be given to another thread. */
  takeAlone(): Buffer {
    const taken = Buffer.allocUnsafeSlow(this.used);
    this.buffer.copy(taken, 0, 0, this.used);
    this.used = 0;
    return taken;
  }

  private text(value: string | null): void {
    if (value === null) return this.null();
    this.reserve(4 + value.length * 3);
    const length = this.buffer.write(value, this.used + 4);
    this.buffer.writeInt32BE(length, this.used);
    this.used += 4 + length;
  }

  private jsonb(json: string | null): void {
    if (json === null) return this.null();
    this.reserve(5 + json.length * 3);
    const length = this.buffer.write(json, this.used + 5);
    this.buffer.writeInt32BE(length + 1, this.used);
    this.buffer[this.used + 4] = JSONB_VERSION;
    this.used += 5 + length;
  }

  private int8(value: number): void {
    this.reserve(12);
    this.used = this.buffer.writeInt32BE(8, this.used);
    this.writeInt64(value);
  }

  /** Microseconds since 2000-01-01, as Postgres keeps them. */
  private timestamp(ms: number): void {
    this.int8((ms - POSTGRES_EPOCH_MS) * 1000);
  }

  private null(): void {
    this.reserve(4);
    this.used = this.buffer.writeInt32BE(-1, this.used);
  }

  private writeInt64(value: number): void {
    const high = Math.floor(value / 0x1_0000_0000);
    this.used = this.buffer.writeInt32BE(high, this.used);
    this.used = this.buffer.writeUInt32BE(value - high * 0x1_0000_0000, this.used);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.used + bytes));
    this.buffer.copy(grown, 0, 0, this.used);
    this.buffer = grown;
  }
}

/** Writes the hash of the row whose tuple lies between two offsets into the tuple. */
export function hashRow(bytes: Buffer, start: number, end: number): void {
  const digest = hash('md5', bytes.subarray(start, end - TAIL_BYTES), 'binary');
  bytes.write(digest, end - TAIL_BYTES + 4, 8, 'latin1');
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

/** An article as both sources hand it out. */
export function toArticle(row: Omit<Row, 'scrapedAtMs' | 'expiresAtMs'>, scrapedAt: string): Article {
  const { id, universe, title, category, content, infobox, imageUrl, sourceUrl, extra } = row;
  return { id, universe, title, category, content, infobox, imageUrl, sourceUrl, scrapedAt, extra };
}
