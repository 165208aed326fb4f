import { hash } from 'node:crypto';
import type { Inspection } from '../decoder/decoder-messages';
import type { FailureReason } from '../image-failure';

/** Whether an article of a dataset shows the image, or somebody asked the proxy for it; only the latter are evicted. */
export type ImageKind = 'article' | 'proxied';

/** What the host said of the version that is stored, to ask with whether it still holds. */
export interface Validators {
  etag?: string | undefined;
  lastModified?: string | undefined;
}

/** An original in the storage whose bytes were decoded whole. */
export interface StoredImage extends Inspection, Validators {
  /** Which version of the file this is, as the wiki tells versions apart; left out where it was not told. */
  revision?: string | undefined;
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

/** There is no image, nor a reason. */
export interface RemovedImage {
  state: 'removed';
  hash: string;
  updatedAt: number;
}

export type ImageRecord = StoredImage | FailedImage | RemovedImage;

/** An image came, failed or went. */
export interface ImageChange {
  record: ImageRecord;
  /** null where it is not known: an image that went is known by its hash. */
  url: string | null;
  /** A failure in words. */
  message?: string | undefined;
}

/** md5 of a URL as given: what names its original. */
export function hashOf(url: string): string {
  return hash('md5', url);
}

/** The name of an original in the storage. */
export function originalName(hash: string): string {
  return `${hash}.img`;
}
