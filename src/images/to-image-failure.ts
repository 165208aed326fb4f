import { Logger } from '@nestjs/common';
import { EgressError, type EgressFailure } from '../egress/egress-error';
import { stackOf } from '../problem/stack-of';
import { ImageFailure, type FailureReason, type StorageTrouble } from './image-failure';

const log = new Logger('images');

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
export function toImageFailure(error: unknown): ImageFailure {
  if (error instanceof ImageFailure) return error;
  if (error instanceof EgressError) return new ImageFailure(OF_EGRESS[error.kind], error.message, {}, { cause: error });
  const { code = '', name, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const ofDisk = OF_DISK.get(code);
  if (ofDisk) return new ImageFailure(ofDisk[0], ofDisk[1], {}, { cause: error });
  if (name === 'AbortError') return new ImageFailure('aborted', 'The work was given up.', {}, { cause: error });
  if (syscall !== undefined) {
    return new ImageFailure('disk_error', `The image could not be stored (${code}).`, {}, { cause: error });
  }
  log.error({ msg: 'an image failed because of a bug', error: stackOf(error) });
  return new ImageFailure('internal', 'The service failed at this image; its log says why.', {}, { cause: error });
}
