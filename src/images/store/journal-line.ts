import type { FailureReason } from '../image-failure';
import { FAILURE_REASONS } from '../image-failure';
import { IMAGE_FORMATS, type ImageFormat } from '../image-format';
import { hashOf, type ImageDetails, type ImageRecord } from './image-record';

/** A line of the journal as JSON; short names, for there may be 100,000 of them. */
interface Line {
  /** The URL; of a removed image that nobody knows the URL of, `h` instead. */
  u?: string;
  h?: string;
  t: number;
  s: 'ok' | 'failed' | 'removed';
  k?: 'proxied';
  f?: ImageFormat;
  b?: number;
  w?: number;
  y?: number;
  n?: number;
  sha?: string;
  th?: string;
  at?: number;
  etag?: string;
  lm?: string;
  r?: FailureReason;
  a?: number;
  next?: number;
  m?: string;
}

export interface JournalEntry {
  record: ImageRecord;
  details: ImageDetails;
}

/** One entry as a line without its end. */
export function formatLine({ record, details }: JournalEntry): string {
  const name = details.url === null ? { h: record.hash } : { u: details.url };
  const line: Line = { ...name, t: record.updatedAt, s: record.state === 'valid' ? 'ok' : record.state };
  if (record.state === 'failed') {
    Object.assign(line, { r: record.reason, a: record.attempts, next: record.nextTryAt, m: details.message });
  }
  if (record.state === 'valid') {
    const { format, bytes, width, height, frames, sha256, thumbhash, fetchedAt } = record;
    Object.assign(line, { f: format, b: bytes, w: width, y: height, sha: sha256, th: thumbhash, at: fetchedAt });
    if (frames !== 1) line.n = frames;
    if (record.kind === 'proxied') line.k = 'proxied';
    Object.assign(line, { etag: details.etag, lm: details.lastModified });
  }
  return JSON.stringify(line);
}

/** Null for a line that is torn or not ours. */
export function parseLine(text: string): JournalEntry | null {
  let line: Partial<Line> | null;
  try {
    line = JSON.parse(text) as Partial<Line> | null;
  } catch {
    return null;
  }
  if (typeof line !== 'object' || line === null || typeof line.t !== 'number') return null;
  const hash = typeof line.u === 'string' ? hashOf(line.u) : line.h;
  if (typeof hash !== 'string' || !/^[0-9a-f]{32}$/.test(hash)) return null;
  const record = recordOf(line, hash, line.t);
  if (!record) return null;
  const details = { url: line.u ?? null, etag: line.etag, lastModified: line.lm, message: line.m };
  return { record, details };
}

function recordOf(line: Partial<Line>, hash: string, updatedAt: number): ImageRecord | null {
  if (line.s === 'removed') return { state: 'removed', hash, updatedAt };
  if (line.s === 'failed') {
    if (!line.r || !FAILURE_REASONS.includes(line.r)) return null;
    return { state: 'failed', hash, reason: line.r, attempts: line.a ?? 1, nextTryAt: line.next ?? 0, updatedAt };
  }
  const { f: format, b: bytes, w: width, y: height, sha: sha256, th: thumbhash = '' } = line;
  if (line.s !== 'ok' || !format || !IMAGE_FORMATS.includes(format)) return null;
  if (!bytes || !width || !height || !/^[0-9a-f]{64}$/.test(sha256 ?? '')) return null;
  const frames = line.n ?? 1;
  const kind = line.k === 'proxied' ? 'proxied' : 'article';
  const fetchedAt = line.at ?? updatedAt;
  return {
    state: 'valid',
    hash,
    kind,
    format,
    bytes,
    width,
    height,
    frames,
    sha256: sha256!,
    thumbhash,
    fetchedAt,
    updatedAt,
  };
}
