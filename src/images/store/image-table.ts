import { FAILURE_REASONS } from '../image-failure';
import { IMAGE_FORMATS } from '../image-format';
import type { ImageRecord, StoredImage } from './image-record';

/*
 * A row: md5 16 | sha256 32 | bytes, width, height, journal length u32 | frames u16 | state, kind, format, reason,
 * attempts, thumbhash length u8 | thumbhash 32 | journal offset, fetched, next try, used, updated f64
 */
const SHA = 16;
const BYTES = 48;
const WIDTH = 52;
const HEIGHT = 56;
const LENGTH = 60;
const FRAMES = 64;
const STATE = 66;
const KIND = 67;
const FORMAT = 68;
const REASON = 69;
const ATTEMPTS = 70;
const THUMB_LENGTH = 71;
const THUMB = 72;
const OFFSET = 104;
const FETCHED_AT = 112;
const NEXT_TRY_AT = 120;
const USED_AT = 128;
const UPDATED_AT = 136;
export const ROW_BYTES = 144;

const REMOVED = 0;
const VALID = 1;
const FAILED = 2;
const KINDS = ['article', 'proxied'] as const;

/** Where a record's line is in the journal. */
export interface JournalPlace {
  offset: number;
  length: number;
}

/** What is known of every image in 144 bytes each, found by hash; 100,000 of them are loaded with one read. */
export class ImageTable {
  private rows: Buffer;
  private count = 0;
  /** Open addressing: row number + 1, 0 for free; twice as many places as rows at least. */
  private index = new Int32Array(1024);
  private readonly key = Buffer.alloc(16);

  constructor(rows: Buffer = Buffer.alloc(0)) {
    this.rows = rows;
    this.count = rows.length / ROW_BYTES;
    this.rebuildIndex();
  }

  get size(): number {
    return this.count;
  }

  /** The rows as they are written to disk. */
  bytes(): Buffer {
    return this.rows.subarray(0, this.count * ROW_BYTES);
  }

  get(hash: string): ImageRecord | null {
    const at = this.find(hash);
    return at < 0 ? null : this.read(at);
  }

  isValid(hash: string): boolean {
    const at = this.find(hash);
    return at >= 0 && this.rows[at + STATE] === VALID;
  }

  /** The row of a record; -1 where there is none. */
  rowOf(hash: string): number {
    const at = this.find(hash);
    return at < 0 ? -1 : at / ROW_BYTES;
  }

  /** Hash of the valid image in a row that was written before a moment; null for every other row. */
  validBefore(row: number, time: number): string | null {
    const at = row * ROW_BYTES;
    if (this.rows[at + STATE] !== VALID || this.rows.readDoubleLE(at + UPDATED_AT) >= time) return null;
    return this.rows.toString('hex', at, at + 16);
  }

  /** When the record was written last; 0 where there is none. */
  updatedAt(hash: string): number {
    const at = this.find(hash);
    return at < 0 ? 0 : this.rows.readDoubleLE(at + UPDATED_AT);
  }

  /** Where the record's line is; null where the journal has not shown it yet. */
  place(hash: string): JournalPlace | null {
    const at = this.find(hash);
    if (at < 0 || this.rows.readUInt32LE(at + LENGTH) === 0) return null;
    return { offset: this.rows.readDoubleLE(at + OFFSET), length: this.rows.readUInt32LE(at + LENGTH) };
  }

  setPlace(hash: string, place: JournalPlace | null): void {
    const at = this.find(hash);
    if (at < 0) return;
    this.rows.writeDoubleLE(place?.offset ?? 0, at + OFFSET);
    this.rows.writeUInt32LE(place?.length ?? 0, at + LENGTH);
  }

  usedAt(hash: string): number {
    const at = this.find(hash);
    return at < 0 ? 0 : this.rows.readDoubleLE(at + USED_AT);
  }

  touch(hash: string, now: number): void {
    const at = this.find(hash);
    if (at >= 0) this.rows.writeDoubleLE(now, at + USED_AT);
  }

  /** Writes a record over the one of the same hash; when it was used last stays. */
  put(record: ImageRecord): void {
    let at = this.find(record.hash);
    if (at < 0) at = this.addRow(this.key);
    const usedAt = this.rows.readDoubleLE(at + USED_AT);
    this.rows.fill(0, at + SHA, at + ROW_BYTES);
    this.rows.writeDoubleLE(usedAt, at + USED_AT);
    this.rows.writeDoubleLE(record.updatedAt, at + UPDATED_AT);
    this.rows[at + STATE] = record.state === 'valid' ? VALID : record.state === 'failed' ? FAILED : REMOVED;
    if (record.state === 'valid') this.writeStored(at, record);
    if (record.state === 'failed') {
      this.rows[at + REASON] = FAILURE_REASONS.indexOf(record.reason);
      this.rows[at + ATTEMPTS] = Math.min(record.attempts, 255);
      this.rows.writeDoubleLE(record.nextTryAt, at + NEXT_TRY_AT);
    }
  }

  /** Every record there is; removed ones are left out. */
  *records(): Generator<StoredImage | Extract<ImageRecord, { state: 'failed' }>> {
    for (let row = 0; row < this.count; row++) {
      const record = this.read(row * ROW_BYTES);
      if (record.state !== 'removed') yield record;
    }
  }

  private writeStored(at: number, image: StoredImage): void {
    this.rows.write(image.sha256, at + SHA, 32, 'hex');
    this.rows.writeUInt32LE(image.bytes, at + BYTES);
    this.rows.writeUInt32LE(image.width, at + WIDTH);
    this.rows.writeUInt32LE(image.height, at + HEIGHT);
    this.rows.writeUInt16LE(Math.min(image.frames, 65_535), at + FRAMES);
    this.rows[at + KIND] = KINDS.indexOf(image.kind);
    this.rows[at + FORMAT] = IMAGE_FORMATS.indexOf(image.format);
    const thumb = Buffer.from(image.thumbhash, 'base64').subarray(0, 32);
    this.rows[at + THUMB_LENGTH] = thumb.length;
    thumb.copy(this.rows, at + THUMB);
    this.rows.writeDoubleLE(image.fetchedAt, at + FETCHED_AT);
  }

  private read(at: number): ImageRecord {
    const rows = this.rows;
    const hash = rows.toString('hex', at, at + 16);
    const updatedAt = rows.readDoubleLE(at + UPDATED_AT);
    const state = rows[at + STATE];
    if (state === FAILED) {
      const reason = FAILURE_REASONS[rows[at + REASON]!] ?? 'network';
      const attempts = rows[at + ATTEMPTS]!;
      return { state: 'failed', hash, reason, attempts, nextTryAt: rows.readDoubleLE(at + NEXT_TRY_AT), updatedAt };
    }
    if (state !== VALID) return { state: 'removed', hash, updatedAt };
    return {
      state: 'valid',
      hash,
      kind: KINDS[rows[at + KIND]!] ?? 'article',
      format: IMAGE_FORMATS[rows[at + FORMAT]!] ?? 'webp',
      bytes: rows.readUInt32LE(at + BYTES),
      width: rows.readUInt32LE(at + WIDTH),
      height: rows.readUInt32LE(at + HEIGHT),
      frames: rows.readUInt16LE(at + FRAMES),
      sha256: rows.toString('hex', at + SHA, at + SHA + 32),
      thumbhash: rows.toString('base64', at + THUMB, at + THUMB + rows[at + THUMB_LENGTH]!),
      fetchedAt: rows.readDoubleLE(at + FETCHED_AT),
      updatedAt,
    };
  }

  /** Leaves the hash in `key`. */
  private find(hash: string): number {
    const key = this.key;
    key.write(hash, 0, 16, 'hex');
    const mask = this.index.length - 1;
    for (let probe = key.readUInt32LE(0) & mask; ; probe = (probe + 1) & mask) {
      const row = this.index[probe]!;
      if (row === 0) return -1;
      const at = (row - 1) * ROW_BYTES;
      if (this.rows.compare(key, 0, 16, at, at + 16) === 0) return at;
    }
  }

  private addRow(key: Buffer): number {
    const at = this.count * ROW_BYTES;
    if (at + ROW_BYTES > this.rows.length) {
      const grown = Buffer.alloc(Math.max(this.rows.length * 2, 256 * ROW_BYTES));
      this.rows.copy(grown, 0, 0, at);
      this.rows = grown;
    }
    key.copy(this.rows, at, 0, 16);
    this.count += 1;
    if (this.count * 2 > this.index.length) this.rebuildIndex();
    else this.addToIndex(this.count - 1);
    return at;
  }

  private rebuildIndex(): void {
    let places = 1024;
    while (places < this.count * 4) places *= 2;
    this.index = new Int32Array(places);
    for (let row = 0; row < this.count; row++) this.addToIndex(row);
  }

  private addToIndex(row: number): void {
    const mask = this.index.length - 1;
    let probe = this.rows.readUInt32LE(row * ROW_BYTES) & mask;
    while (this.index[probe] !== 0) probe = (probe + 1) & mask;
    this.index[probe] = row + 1;
  }
}
