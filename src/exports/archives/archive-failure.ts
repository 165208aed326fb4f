import { Problem } from '../../problem/problem';

/** Why the disk does not take archives, in words; null where it is something else. */
export function diskReason(error: unknown): string | null {
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'The disk has no room for packs: its last gigabyte is left alone';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'The folder of packs cannot be written to';
    case 'EIO':
    case 'EMFILE':
    case 'ENFILE':
      return 'The disk of the packs does not work at present';
    default:
      return null;
  }
}

/** What whoever asked for an archive is told of the disk; any other error as it is. */
export function asProblem(error: unknown): unknown {
  const reason = diskReason(error);
  return reason === null ? error : unavailable(`${reason}.`, error);
}

/** An archive that cannot be had right now. */
export function unavailable(detail: string, cause?: unknown): Problem {
  return new Problem('EXPORT_UNAVAILABLE', detail, { retryAfterSeconds: 60 }, { cause });
}
