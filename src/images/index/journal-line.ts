import { isFailureReason, type FailureReason } from '../image-failure';
import { IMAGE_FORMATS, type ImageFormat } from '../image-format';
import { hashOf, type ImageChange, type ImageRecord } from './image-record';

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
  rev?: string;
  r?: FailureReason;
  a?: number;
  next?: number;
  m?: string;
}

/** One change as a line without its end. */
export function formatLine({ record, url, message }: ImageChange): string {
  const name = url === null ? { h: record.hash } : { u: url };
  const line: Line = { ...name, t: record.updatedAt, s: record.state === 'valid' ? 'ok' : record.state };
  if (record.state === 'failed') {
    Object.assign(line, { r: record.reason, a: record.attempts, next: record.nextTryAt, m: message });
  }
  if (record.state === 'valid') {
    const { format, bytes, width, height, frames, sha256, thumbhash, fetchedAt, etag, lastModified, revision } = record;
    Object.assign(line, { f: format, b: bytes, w: width, y: height, sha: sha256, th: thumbhash, at: fetchedAt });
    if (frames !== 1) line.n = frames;
    if (record.kind === 'proxied') line.k = 'proxied';
    Object.assign(line, { etag, lm: lastModified, rev: revision });
  }
  return JSON.stringify(line);
}

/** Null for a line that is torn or not ours. */
export function parseLine(text: string): ImageChange | null {
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
  return record && { record, url: line.u ?? null, message: line.m };
}

function recordOf(line: Partial<Line>, hash: string, updatedAt: number): ImageRecord | null {
  if (line.s === 'removed') return { state: 'removed', hash, updatedAt };
  if (line.s === 'failed') {
    if (!line.r || !isFailureReason(line.r)) return null;
    return { state: 'failed', hash, reason: line.r, attempts: line.a ?? 1, nextTryAt: line.next ?? 0, updatedAt };
  }
  const { f: format, b: bytes, w: width, y: height, sha: sha256, th: thumbhash = '' } = line;
  if (line.s !== 'ok' || !format || !IMAGE_FORMATS.includes(format)) return null;
  if (!bytes || !width || !height || !sha256 || !/^[0-9a-f]{64}$/.test(sha256)) return null;
  return {
    state: 'valid',
    hash,
    kind: line.k === 'proxied' ? 'proxied' : 'article',
    ...{ format, bytes, width, height, frames: line.n ?? 1, sha256, thumbhash },
    fetchedAt: line.at ?? updatedAt,
    updatedAt,
    etag: line.etag,
    lastModified: line.lm,
    revision: line.rev,
  };
}
