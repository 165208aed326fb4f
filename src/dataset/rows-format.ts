import { hash } from 'node:crypto';
import type { ArticleBody, ArticleCard, ArticleContent, ArticleExtra, Infobox } from '../universe/article';

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

/** Time 0 of Postgres. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
/** A jsonb value begins with its version. */
const JSONB_VERSION = 1;
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

/** Encodes rows as tuples, one behind the other, in a buffer that is used again once they were taken. */
export class RowEncoder {
  private buffer = Buffer.allocUnsafeSlow(1 << 16);
  private used = 0;

  /** Of the tuples that wait to be taken. */
  get bytes(): number {
    return this.used;
  }

  /** The tuples since the last call, their hashes still 0; lent until the next row is added. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.used);
    this.used = 0;
    return taken;
  }

  /** The tuple of a single row, likewise. */
  encode(row: Row): Buffer {
    this.add(row);
    return this.take();
  }

  /** Adds a row and gives the length of its tuple. */
  add(row: Row): number {
    const start = this.used;
    this.reserve(2);
    this.used = this.buffer.writeInt16BE(ROW_COLUMNS.length, this.used);
    this.text(row.universe);
    this.int8(row.id);
    this.text(row.title);
    this.text(row.category);
    this.jsonb(row.content);
    this.text(row.imageUrl);
    this.text(row.sourceUrl);
    this.text(row.infobox && JSON.stringify(row.infobox));
    this.jsonb(row.extra);
    this.int8(0);
    this.timestamp(row.scrapedAtMs);
    this.timestamp(row.expiresAtMs);
    return this.used - start;
  }

  private text(value: string | null): void {
    this.reserve(4 + (value?.length ?? 0) * 3);
    const length = value === null ? -1 : this.buffer.write(value, this.used + 4);
    this.used = this.buffer.writeInt32BE(length, this.used) + Math.max(0, length);
  }

  private jsonb(value: object): void {
    const json = JSON.stringify(value);
    this.reserve(5 + json.length * 3);
    const length = this.buffer.write(json, this.used + 5);
    this.used = this.buffer.writeInt32BE(1 + length, this.used);
    this.used = this.buffer.writeUInt8(JSONB_VERSION, this.used) + length;
  }

  private int8(value: number): void {
    this.reserve(12);
    const high = Math.floor(value / 0x1_0000_0000);
    this.used = this.buffer.writeInt32BE(8, this.used);
    this.used = this.buffer.writeInt32BE(high, this.used);
    this.used = this.buffer.writeUInt32BE(value - high * 0x1_0000_0000, this.used);
  }

  /** Microseconds since 2000-01-01, as Postgres keeps them. */
  private timestamp(ms: number): void {
    this.int8((ms - POSTGRES_EPOCH_MS) * 1000);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow((this.used + bytes) * 2);
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}

/** Writes the hash of a row into its tuple. */
export function hashRow(tuple: Buffer): void {
  tuple.write(digestOf(tuple), hashAt(tuple), HASH_BYTES, 'latin1');
}

/** Whether a tuple still is what was hashed. */
export function isIntact(tuple: Buffer): boolean {
  const at = hashAt(tuple);
  return at > 0 && tuple.toString('latin1', at, at + HASH_BYTES) === digestOf(tuple).slice(0, HASH_BYTES);
}

/** The upper and the lower half of the hash that stands in a tuple; null where it is too short to have one. */
export function rowHashOf(tuple: Buffer): { high: number; low: number } | null {
  const at = hashAt(tuple);
  return at > 0 ? { high: tuple.readInt32BE(at), low: tuple.readInt32BE(at + 4) } : null;
}

function hashAt(tuple: Buffer): number {
  return tuple.length - TAIL_BYTES + 4;
}

function digestOf(tuple: Buffer): string {
  return hash('sha1', tuple.subarray(0, tuple.length - TAIL_BYTES), 'binary');
}

/** The fields of a tuple in the order of ROW_COLUMNS, as views; null where a field is NULL. */
function fieldsOf(tuple: Buffer): (Buffer | null)[] {
  let at = 2;
  return ROW_COLUMNS.map(() => {
    const length = tuple.readInt32BE(at);
    const start = at + 4;
    at = start + Math.max(0, length);
    return length < 0 ? null : tuple.subarray(start, at);
  });
}

/** Reads a tuple back. */
export function decodeRow(tuple: Buffer): Row {
  const fields = fieldsOf(tuple);
  const field = (name: (typeof ROW_COLUMNS)[number]) => fields[ROW_COLUMNS.indexOf(name)] ?? null;
  return {
    universe: textOf(field('universe')) ?? '',
    id: int8Of(field('id')),
    title: textOf(field('title')) ?? '',
    category: textOf(field('category')) ?? '',
    content: jsonbOf<ArticleContent>(field('content')) ?? {},
    imageUrl: textOf(field('image_url')),
    sourceUrl: textOf(field('source_url')),
    infobox: JSON.parse(textOf(field('infobox')) ?? 'null') as Infobox | null,
    extra: jsonbOf<ArticleExtra>(field('extra_metadata')) ?? { wiki_categories: [] },
    scrapedAtMs: int8Of(field('scraped_at')) / 1000 + POSTGRES_EPOCH_MS,
    expiresAtMs: int8Of(field('expires_at')) / 1000 + POSTGRES_EPOCH_MS,
  };
}

/** The body of an article from its tuple. */
export function bodyOf(tuple: Buffer): ArticleBody {
  const { content, sourceUrl, infobox, extra } = decodeRow(tuple);
  return { content, sourceUrl, infobox, wikiCategories: extra.wiki_categories };
}

/** The card of an article from its tuple, without its infobox, which no list shows. */
export function cardOf(tuple: Buffer): ArticleCard {
  const fields = fieldsOf(tuple);
  const content = jsonbOf<ArticleContent>(fields[ROW_COLUMNS.indexOf('content')] ?? null) ?? {};
  const member = (name: string) => (typeof content[name] === 'string' ? content[name] : '');
  return {
    description: member('description'),
    region: member('region'),
    system: member('system'),
    sourceUrl: textOf(fields[ROW_COLUMNS.indexOf('source_url')] ?? null),
  };
}

function textOf(field: Buffer | null): string | null {
  return field === null ? null : field.toString('utf8');
}

function jsonbOf<T>(field: Buffer | null): T | null {
  return field === null ? null : (JSON.parse(field.toString('utf8', 1)) as T);
}

function int8Of(field: Buffer | null): number {
  return field === null ? 0 : field.readInt32BE(0) * 0x1_0000_0000 + field.readUInt32BE(4);
}
