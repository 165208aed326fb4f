import { hash } from 'node:crypto';
import type { Inspection } from '../decoder/decoder-messages';
import type { FailureReason } from '../image-failure';

/** Whether an article of a dataset shows the image, or somebody asked the proxy for it; only the latter are evicted. */
export type ImageKind = 'article' | 'proxied';

/** An original on disk whose bytes were decoded whole. */
export interface StoredImage extends Inspection {
  state: 'valid';
  /** md5 of the URL as given, hex; the file is `<hash>.img`. */
  hash: string;
  kind: ImageKind;
  /** Milliseconds since 1970: when the bytes were fetched, adopted or confirmed by their host. */
  fetchedAt: number;
  updatedAt: number;
}

/** An image that could not be had, and when it may be tried again. */
export interface FailedImage {
  state: 'failed';
  hash: string;
  reason: FailureReason;
  attempts: number;
  nextTryAt: number;
  updatedAt: number;
}

export interface RemovedImage {
  state: 'removed';
  hash: string;
  updatedAt: number;
}

export type ImageRecord = StoredImage | FailedImage | RemovedImage;

/** What the journal keeps beside the record, read from there when it is needed. */
export interface ImageDetails {
  /** null: unknown (the record was removed). */
  url: string | null;
  /** Validators of the host's answer. */
  etag?: string | undefined;
  lastModified?: string | undefined;
  /** A failure in words. */
  message?: string | undefined;
}

/** md5 of a URL as given: what names its original in the image folder. */
export function hashOf(url: string): string {
  return hash('md5', url);
}
