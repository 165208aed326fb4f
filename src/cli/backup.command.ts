import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backup } from '../database/backup/backup';
import { BackupBroken, type BackupFacts } from '../database/backup/backup-format';
import { restore } from '../database/backup/restore';
import type { Database } from '../database/database';
import { FillProgress } from './fill-progress';
import { interrupted } from './interrupted';
import { UsageError } from './usage-error';
import { withDatabase } from './with-database';

const HELP = `Usage: npm run backup -- FILE
       npm run restore -- FILE

backup    writes the database, with the list of images, into one file, which appears whole or not at all: by pg_dump
          where it is installed and no older than the server, else by COPY. The service may go on meanwhile.
restore   puts such a file into an empty server of the same or a newer version, whole or not at all, and counts it.

  --copy   backup: by COPY also where pg_dump is installed
  --help   this text

Both work on the database of DATABASE_URL, or on the embedded one.`;

type Work = (
  database: Database,
  file: string,
  options: { signal: AbortSignal; onProgress: (done: number, total: number) => void; withoutTools: boolean },
) => Promise<BackupFacts>;

/** `npm run backup -- FILE`. */
export function backupCommand(argv: string[]): Promise<void> {
  return run(argv, 'Backing up', true, async (database, file, options) => {
    const facts = await backup(database, file, options);
    console.log(`Backed up to ${file} by ${facts.kind === 'pg_dump' ? 'pg_dump' : 'COPY'}`);
    return facts;
  });
}

/** `npm run restore -- FILE`. */
export function restoreCommand(argv: string[]): Promise<void> {
  return run(argv, 'Restoring', false, async (database, file, options) => {
    const facts = await restore(database, file, options);
    console.log(`Restored the backup of ${facts.createdAt}; the counts of every table agree`);
    return facts;
  });
}

async function run(argv: string[], label: string, migrate: boolean, work: Work): Promise<void> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { copy: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return console.log(HELP);
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) throw new UsageError(`Give the name of one file\n\n${HELP}`);
  const progress = await FillProgress.open();
  try {
    const facts = await withDatabase({ migrate }, (database) =>
      work(database, resolve(name), {
        signal: interrupted(),
        withoutTools: values.copy,
        onProgress: (done, total) => progress.show(label, done, total),
      }),
    );
    progress.stop();
    for (const { name: table, rows } of facts.tables) console.log(`${table}: ${rows.toLocaleString('en')} rows`);
  } catch (error) {
    progress.stop();
    throw inWords(error, resolve(name));
  }
}

function inWords(error: unknown, file: string): unknown {
  if (error instanceof BackupBroken) return new UsageError(`${file}: ${error.message}`, { cause: error });
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOENT':
      return new UsageError(`${file}: there is no such file or folder`, { cause: error });
    case 'EISDIR':
      return new UsageError(`${file}: this is a folder`, { cause: error });
    case 'EACCES':
    case 'EROFS':
      return new UsageError(`${file}: this file may not be read or written here`, { cause: error });
    case 'ENOSPC':
      return new UsageError(`${file}: the disk is full; no backup was left`, { cause: error });
    default:
      return error;
  }
}
