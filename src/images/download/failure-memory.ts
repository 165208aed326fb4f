import type { Clock } from '../../egress/clock';
import type { FailureReason, ImageFailure } from '../image-failure';
import type { ImageStore } from '../store/image-store';

const HOUR_MS = 3_600_000;
const LONGEST_MS = 7 * 24 * HOUR_MS;
const TRANSIENT_MS = HOUR_MS / 4;

/** How long a failure is remembered before it is tried again; doubled every time it comes back. */
const REMEMBERED_MS: Partial<Record<FailureReason, number>> = {
  not_found: 24 * HOUR_MS,
  not_an_image: 24 * HOUR_MS,
  undecodable: 24 * HOUR_MS,
  too_many_pixels: 24 * HOUR_MS,
  too_large: 24 * HOUR_MS,
  not_a_url: 24 * HOUR_MS,
  refused: 6 * HOUR_MS,
  bad_answer: 6 * HOUR_MS,
};
/** What says nothing about the image: never remembered. */
const NOT_REMEMBERED: ReadonlySet<FailureReason> = new Set([
  'not_allowed',
  'host_unavailable',
  'asked_to_wait',
  'busy',
  'aborted',
  'internal',
  'disk_full',
  'disk_not_writable',
  'too_many_files',
  'store_away',
]);

/** Remembers that an image could not be had after so many requests, and for how long. */
export function rememberFailure(store: ImageStore, clock: Clock, url: string, failure: ImageFailure, tries: number) {
  if (NOT_REMEMBERED.has(failure.reason)) return;
  const before = store.failure(url)?.attempts ?? 0;
  const base = REMEMBERED_MS[failure.reason] ?? TRANSIENT_MS;
  const ms = Math.min(base * 2 ** Math.min(before, 10), LONGEST_MS);
  store.fail(url, failure, before + tries, clock.now() + ms);
}
