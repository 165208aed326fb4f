import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '../config/read-environment';
import { backup } from '../database/backup/backup';
import { BackupBroken, type BackupFacts } from '../database/backup/backup-format';
import { restore } from '../database/backup/restore';
import { Database } from '../database/database';
import { Unreachable } from '../database/unreachable';
import { UsageError } from './usage-error';

const BACKUP_HELP = `Usage: npm run backup -- FILE

Writes all articles, counts, logs and the list of images of the database into one file: by pg_dump where it is
installed and no older than the server, else by COPY. The images themselves lie in IMAGE_CACHE_DIR.`;
const RESTORE_HELP = `Usage: npm run restore -- FILE

Puts a backup into an empty server of the same or a newer version, and verifies the counts. All or nothing.`;
const UP_LIMIT_MS = 60_000;
const LINE_EVERY_MS = 2000;

/** `npm run backup -- FILE`. */
export async function backupCommand(argv: string[]): Promise<void> {
  const file = fileOf(argv, BACKUP_HELP);
  if (file === null) return;
  if (existsSync(file)) throw new UsageError(`${file} exists; name a new file`);
  await withDatabase(true, async (database, signal) => {
    report('Backed up', await backup(database, file, { signal, onProgress: progress() }));
  });
}

/** `npm run restore -- FILE`. */
export async function restoreCommand(argv: string[]): Promise<void> {
  const file = fileOf(argv, RESTORE_HELP);
  if (file === null) return;
  if (!existsSync(file)) throw new UsageError(`${file} does not exist`);
  await withDatabase(false, async (database, signal) => {
    report('Restored and verified', await restore(database, file, { signal, onProgress: progress() }));
  });
}

function fileOf(argv: string[], help: string): string | null {
  const options = { help: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  if (values.help) {
    console.log(help);
    return null;
  }
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError(`One file is needed\n\n${help}`);
  return file;
}

async function withDatabase(migrate: boolean, work: (database: Database, signal: AbortSignal) => Promise<void>) {
  const { database: config } = readConfig();
  if (config.mode === 'none') throw new UsageError('DATABASE_URL is "none": there is no database');
  const stop = new AbortController();
  const interrupt = () => stop.abort(new UsageError('Interrupted; nothing was changed'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const database = new Database(config, { migrate });
  database.start();
  try {
    await database.whenUp(UP_LIMIT_MS);
    await work(database, stop.signal);
  } catch (error) {
    if (error instanceof Unreachable || error instanceof BackupBroken) throw new UsageError(error.message);
    throw error;
  } finally {
    await database.stop();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function progress(): (done: number, total: number) => void {
  let last = Date.now();
  return (done, total) => {
    if (Date.now() - last < LINE_EVERY_MS) return;
    last = Date.now();
    console.log(`${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows`);
  };
}

function report(what: string, { kind, tables }: BackupFacts): void {
  for (const { name, rows } of tables) console.log(`${name}: ${rows.toLocaleString('en')}`);
  const total = tables.reduce((sum, { rows }) => sum + rows, 0);
  console.log(`${what} ${total.toLocaleString('en')} rows by ${kind === 'pg_dump' ? 'pg_dump' : 'COPY'}`);
}
