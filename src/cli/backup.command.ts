import { UsageError } from './usage-error';

/** `npm run backup -- FILE`. */
export async function backupCommand(_argv: string[]): Promise<void> {
  throw new UsageError('Backups are not made yet by this version');
}

/** `npm run restore -- FILE`. */
export async function restoreCommand(_argv: string[]): Promise<void> {
  throw new UsageError('Backups are not restored yet by this version');
}
