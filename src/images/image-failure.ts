import { Logger } from '@nestjs/common';
import { EgressError, type EgressFailure } from '../egress/egress-error';

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
export type StorageTrouble = 'disk_full' | 'disk_not_writable' | 'disk_error' | 'too_many_files';
const STORAGE_TROUBLES: ReadonlySet<FailureReason> = new Set<StorageTrouble>([
  'disk_full',
  'disk_not_writable',
  'disk_error',
  'too_many_files',
]);

const log = new Logger('images');

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

const OF_DISK = new Map<string, [StorageTrouble, string]>([
  ['ENOSPC', ['disk_full', 'The disk of the image folder is full.']],
  ['EDQUOT', ['disk_full', 'The disk quota of the image folder is used up.']],
  ['EACCES', ['disk_not_writable', 'The service may not use the image folder: permission denied.']],
  ['EPERM', ['disk_not_writable', 'The service may not use the image folder: not permitted.']],
  ['EROFS', ['disk_not_writable', 'The image folder is on a disk that is read-only.']],
  ['ENOENT', ['disk_not_writable', 'The image folder is not there.']],
  ['ENOTDIR', ['disk_not_writable', 'The image folder is no folder.']],
  ['EEXIST', ['disk_not_writable', 'The image folder is no folder.']],
  ['ELOOP', ['disk_not_writable', 'The image folder is a link that leads to itself.']],
  ['EMFILE', ['too_many_files', 'The service has too many files open.']],
  ['ENFILE', ['too_many_files', 'Too many files are open on this machine.']],
  ['EIO', ['disk_error', 'The disk of the image folder cannot be read or written.']],
  ['ESTALE', ['disk_error', 'The network disk of the image folder has gone away.']],
]);

/** Any error of a download as an ImageFailure; one that no disk, host or file is to blame for goes to the log. */
export function imageFailure(error: unknown): ImageFailure {
  if (error instanceof ImageFailure) return error;
  if (error instanceof EgressError) return new ImageFailure(OF_EGRESS[error.kind], error.message, {}, { cause: error });
  const { code = '', name, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const ofDisk = OF_DISK.get(code);
  if (ofDisk) return new ImageFailure(ofDisk[0], ofDisk[1], {}, { cause: error });
  if (name === 'AbortError') return new ImageFailure('aborted', 'The work was given up.', {}, { cause: error });
  if (syscall !== undefined) {
    return new ImageFailure('disk_error', `The image could not be stored (${code}).`, {}, { cause: error });
  }
  log.error({ msg: 'an image failed because of a bug', error: error instanceof Error ? error.stack : String(error) });
  return new ImageFailure('internal', 'The service failed at this image; its log says why.', {}, { cause: error });
}
