/** Why an image could not be had. */
export const FAILURE_REASONS = [
  'not_a_url',
  'not_allowed',
  /** The host has no such image (404, 410). */
  'not_found',
  /** The host refuses us (401, 403, 451, …). */
  'refused',
  'upstream_error',
  /** 429, or 503 with Retry-After. */
  'asked_to_wait',
  'timeout',
  /** Reset, cut short, no such host, not HTTP. */
  'network',
  'bad_answer',
  'too_large',
  'not_an_image',
  'undecodable',
  'too_many_pixels',
  'disk_full',
  'disk_not_writable',
  'disk_error',
  'too_many_files',
  /** The object store is away, or refuses us. */
  'store_away',
  'host_unavailable',
  'busy',
  'aborted',
  /** A programming error: in the log with its stack. */
  'internal',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** What fails today and may work in a moment; everything else is not tried again in the same run. */
const TRANSIENT: ReadonlySet<FailureReason> = new Set(['upstream_error', 'timeout', 'network', 'disk_error', 'busy']);

/** Why the storage as a whole cannot be used: nobody's image is at fault. */
export type StorageTrouble = 'disk_full' | 'disk_not_writable' | 'disk_error' | 'too_many_files' | 'store_away';
const STORAGE_TROUBLES: ReadonlySet<FailureReason> = new Set<StorageTrouble>([
  'disk_full',
  'disk_not_writable',
  'disk_error',
  'too_many_files',
  'store_away',
]);

/** An image that could not be had; the message is in words for operators and callers. */
export class ImageFailure extends Error {
  constructor(
    readonly reason: FailureReason,
    message: string,
    readonly extra: { retryAfterMs?: number | null; status?: number } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ImageFailure';
  }

  get isTransient(): boolean {
    return TRANSIENT.has(this.reason);
  }

  /** It is about the file itself, not about the disk, a busy decoder or a bug. */
  get isVerdict(): boolean {
    return this.reason === 'not_an_image' || this.reason === 'undecodable' || this.reason === 'too_many_pixels';
  }
}

export function isStorageTrouble(failure: ImageFailure): failure is ImageFailure & { reason: StorageTrouble } {
  return STORAGE_TROUBLES.has(failure.reason);
}
