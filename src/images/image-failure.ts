import { EgressError, type EgressFailure } from '../egress/egress-error';

/** Why an image could not be had. */
export type FailureReason =
  | 'not_a_url'
  | 'not_allowed'
  /** The host has no such image (404, 410). */
  | 'not_found'
  /** The host refuses us (401, 403, 451, …). */
  | 'refused'
  | 'upstream_error'
  /** 429, or 503 with Retry-After. */
  | 'asked_to_wait'
  | 'timeout'
  /** Reset, cut short, no such host, not HTTP. */
  | 'network'
  | 'bad_answer'
  | 'too_large'
  | 'not_an_image'
  | 'undecodable'
  | 'too_many_pixels'
  | 'disk_full'
  | 'disk_not_writable'
  | 'disk_error'
  | 'host_unavailable'
  | 'busy'
  | 'aborted';

/** Stored as a number: append only. */
export const FAILURE_REASONS: readonly FailureReason[] = [
  'not_a_url',
  'not_allowed',
  'not_found',
  'refused',
  'upstream_error',
  'asked_to_wait',
  'timeout',
  'network',
  'bad_answer',
  'too_large',
  'not_an_image',
  'undecodable',
  'too_many_pixels',
  'disk_full',
  'disk_not_writable',
  'disk_error',
  'host_unavailable',
  'busy',
  'aborted',
];

/** What fails today and may work in a moment; everything else is not tried again in the same run. */
const TRANSIENT: ReadonlySet<FailureReason> = new Set(['upstream_error', 'timeout', 'network', 'disk_error', 'busy']);

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
}

const OF_EGRESS: Record<EgressFailure, FailureReason> = {
  'invalid-url': 'not_a_url',
  forbidden: 'not_allowed',
  timeout: 'timeout',
  'too-large': 'too_large',
  connect: 'network',
  cut: 'network',
  encoding: 'bad_answer',
  redirect: 'bad_answer',
  partial: 'bad_answer',
  aborted: 'aborted',
};

const OF_DISK: Record<string, [FailureReason, string]> = {
  ENOSPC: ['disk_full', 'The disk is full.'],
  EDQUOT: ['disk_full', 'The disk quota is used up.'],
  EACCES: ['disk_not_writable', 'The image folder is not writable.'],
  EPERM: ['disk_not_writable', 'The image folder is not writable.'],
  EROFS: ['disk_not_writable', 'The image folder is read-only.'],
  EMFILE: ['busy', 'Too many files are open.'],
  ENFILE: ['busy', 'Too many files are open.'],
};

/** Any error of a download as an ImageFailure. */
export function imageFailure(error: unknown): ImageFailure {
  if (error instanceof ImageFailure) return error;
  if (error instanceof EgressError) return new ImageFailure(OF_EGRESS[error.kind], error.message, {}, { cause: error });
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  const [reason, message] = OF_DISK[code] ?? ['disk_error', 'The image could not be stored.'];
  return new ImageFailure(reason, message, {}, { cause: error });
}
