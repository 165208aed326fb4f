import type { ProblemCode } from '../problem/problem';

const HOUR_MS = 3_600_000;

/** What follows from a reason. */
interface Consequences {
  /** What a caller of the proxy hears. */
  code: ProblemCode;
  /** What it says of the host that the image came from. */
  host: 'ok' | 'failed' | 'refused' | 'unknown';
  /** How long it is remembered before the image is asked for again, doubled every time; null: it says nothing about the image. */
  rememberedMs: number | null;
  /** It may work in a moment; everything else is not tried again in the same run. */
  isTransient?: true;
}

/** Why an image could not be had. */
const REASONS = {
  not_a_url: { code: 'BAD_PARAMETER', host: 'unknown', rememberedMs: 24 * HOUR_MS },
  not_allowed: { code: 'FORBIDDEN_URL', host: 'unknown', rememberedMs: null },
  /** The host has no such image (404, 410). */
  not_found: { code: 'IMAGE_NOT_FOUND', host: 'ok', rememberedMs: 24 * HOUR_MS },
  /** The host refuses us (401, 403, 451, …). */
  refused: { code: 'UPSTREAM_FAILED', host: 'refused', rememberedMs: 6 * HOUR_MS },
  upstream_error: { code: 'UPSTREAM_FAILED', host: 'failed', rememberedMs: HOUR_MS / 4, isTransient: true },
  /** 429, or 503 with Retry-After. */
  asked_to_wait: { code: 'HOST_PAUSED', host: 'unknown', rememberedMs: null },
  timeout: { code: 'UPSTREAM_TIMEOUT', host: 'failed', rememberedMs: HOUR_MS / 4, isTransient: true },
  /** Reset, cut short, no such host, not HTTP. */
  network: { code: 'UPSTREAM_FAILED', host: 'failed', rememberedMs: HOUR_MS / 4, isTransient: true },
  bad_answer: { code: 'UPSTREAM_FAILED', host: 'ok', rememberedMs: 6 * HOUR_MS },
  too_large: { code: 'PAYLOAD_TOO_LARGE', host: 'ok', rememberedMs: 24 * HOUR_MS },
  not_an_image: { code: 'NOT_AN_IMAGE', host: 'ok', rememberedMs: 24 * HOUR_MS },
  undecodable: { code: 'NOT_AN_IMAGE', host: 'ok', rememberedMs: 24 * HOUR_MS },
  too_many_pixels: { code: 'NOT_AN_IMAGE', host: 'ok', rememberedMs: 24 * HOUR_MS },
  disk_full: { code: 'IMAGES_UNAVAILABLE', host: 'unknown', rememberedMs: null },
  disk_not_writable: { code: 'IMAGES_UNAVAILABLE', host: 'unknown', rememberedMs: null },
  disk_error: { code: 'IMAGES_UNAVAILABLE', host: 'unknown', rememberedMs: HOUR_MS / 4, isTransient: true },
  too_many_files: { code: 'IMAGES_UNAVAILABLE', host: 'unknown', rememberedMs: null },
  /** The object store is away, or refuses us. */
  store_away: { code: 'IMAGES_UNAVAILABLE', host: 'unknown', rememberedMs: null },
  host_unavailable: { code: 'UPSTREAM_FAILED', host: 'unknown', rememberedMs: null },
  busy: { code: 'OVERLOADED', host: 'unknown', rememberedMs: null, isTransient: true },
  aborted: { code: 'SHUTTING_DOWN', host: 'unknown', rememberedMs: null },
  /** A programming error: in the log with its stack. */
  internal: { code: 'INTERNAL', host: 'unknown', rememberedMs: null },
} as const satisfies Record<string, Consequences>;
export type FailureReason = keyof typeof REASONS;

/** Why the storage as a whole cannot be used: nobody's image is at fault. */
export type StorageTrouble = 'disk_full' | 'disk_not_writable' | 'disk_error' | 'too_many_files' | 'store_away';

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

  get consequences(): Consequences {
    return REASONS[this.reason];
  }

  get isTransient(): boolean {
    return this.consequences.isTransient ?? false;
  }

  /** It is about the file itself, not about the disk, a busy decoder or a bug. */
  get isVerdict(): boolean {
    return this.consequences.code === 'NOT_AN_IMAGE';
  }
}

export function isFailureReason(text: string): text is FailureReason {
  return Object.hasOwn(REASONS, text);
}

export function isStorageTrouble(failure: ImageFailure): failure is ImageFailure & { reason: StorageTrouble } {
  return failure.consequences.code === 'IMAGES_UNAVAILABLE';
}
