import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { constants } from 'node:fs';
import { access, appendFile, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Logger } from '@nestjs/common';
import { to as copyTo } from 'pg-copy-streams';
import type { Database } from '../database';
import { MIGRATIONS_TABLE, TABLES } from '../schema/migrations';
import type { Transaction } from '../transaction';
import { COPY_MAGIC, encodeFacts, type BackupFacts, type TableFacts } from './backup-format';
import { findToolMajor, runTool, ToolFailed } from './pg-tools';

export interface BackupOptions {
  signal?: AbortSignal;
  /** Rows written of all; only for backups by COPY. */
  onProgress?: (done: number, total: number) => void;
  /** Makes the backup by COPY also where pg_dump is at hand. */
  withoutTools?: boolean;
}

/** Who builds, who delivers and who works on what is of the moment: it is made anew, not restored. */
const LEFT_OUT = [
  'lorekeeper_leadership',
  'lorekeeper_webhooks',
  'lorekeeper_jobs',
  'lorekeeper_job_workers',
  'lorekeeper_job_queue',
];
export const BACKED_UP: readonly string[] = TABLES.filter((name) => !LEFT_OUT.includes(name));

/**
 * Writes all our tables, as they were at one moment, into one file, which appears whole or not at all. By pg_dump where
 * it is installed and no older than the server, else by COPY. Throws Unreachable and errors of the disk.
 */
export async function backup(database: Database, path: string, options: BackupOptions = {}): Promise<BackupFacts> {
  // Within the transaction a missing folder would look like a missing socket.
  await access(dirname(path), constants.W_OK);
  const partial = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const serverVersion = database.serverVersion ?? 0;
  const major = options.withoutTools || database.pooled ? null : await findToolMajor('pg_dump');
  try {
    // It holds all there is; pg_dump keeps the mode of a file that is there.
    await writeFile(partial, '', { flag: 'wx', mode: 0o600 });
    const facts = await database.transaction(
      async (tx) => {
        const facts: BackupFacts = {
          kind: major !== null && major >= Math.floor(serverVersion / 10_000) ? 'pg_dump' : 'copy',
          createdAt: new Date().toISOString(),
          serverVersion,
          migrations: await readMigrations(tx),
          tables: await readTables(tx),
        };
        if (facts.kind === 'pg_dump' && !(await dumped(tx, database, partial, options.signal))) facts.kind = 'copy';
        if (facts.kind === 'copy') await copyOut(tx, partial, facts.tables, options.onProgress);
        return facts;
      },
      { isolation: 'REPEATABLE READ', readOnly: true, statementMs: 600_000, signal: options.signal },
    );
    await appendFile(partial, encodeFacts(facts));
    await syncFile(partial);
    await rename(partial, path);
    return facts;
  } finally {
    await rm(partial, { force: true });
  }
}

async function readMigrations(tx: Transaction): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(`SELECT name FROM public.${MIGRATIONS_TABLE} ORDER BY timestamp, id`);
  return rows.map(({ name }) => name);
}

async function readTables(tx: Transaction): Promise<TableFacts[]> {
  const tables: TableFacts[] = [];
  for (const name of BACKED_UP) {
    const columns = await tx.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute
        WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [`public.${name}`],
    );
    const [count] = await tx.query<{ n: number }>(`SELECT count(*) AS n FROM public.${name}`);
    tables.push({ name, columns: columns.map((column) => column.name), rows: count?.n ?? 0 });
  }
  return tables;
}

/** False where pg_dump cannot do it, for instance because its libpq does not know a parameter of the URL. */
async function dumped(tx: Transaction, database: Database, path: string, signal?: AbortSignal): Promise<boolean> {
  try {
    await dump(tx, database, path, signal);
    return true;
  } catch (error) {
    if (signal?.aborted || !(error instanceof ToolFailed)) throw error;
    new Logger('backup').warn({ msg: 'the backup is made by COPY', reason: error.message });
    return false;
  }
}

async function dump(tx: Transaction, database: Database, path: string, signal?: AbortSignal): Promise<void> {
  const [row] = await tx.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
  const tables = [...TABLES, MIGRATIONS_TABLE].flatMap((name) => ['--table', `public.${name}`]);
  const data = LEFT_OUT.flatMap((name) => ['--exclude-table-data', `public.${name}`]);
  const args = ['--format=custom', '--no-owner', '--no-privileges', '--file', path, '--snapshot', row?.snapshot ?? ''];
  await runTool('pg_dump', [...args, ...tables, ...data], await database.locate(), signal);
}

/** Our own format: a gzip stream of `COPY … TO STDOUT` per table, in chunks with their length; length 0 ends a table. */
async function copyOut(
  tx: Transaction,
  path: string,
  tables: TableFacts[],
  onProgress: BackupOptions['onProgress'],
): Promise<void> {
  const total = tables.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  async function* frames() {
    yield Buffer.alloc(0);
    for (const { name, columns, rows } of tables) {
      const sql = `COPY public.${name} (${columns.map((column) => `"${column}"`).join(', ')}) TO STDOUT`;
      for await (const chunk of tx.client.query(copyTo(sql)) as AsyncIterable<Buffer>) {
        tx.signal.throwIfAborted();
        yield frame(chunk);
      }
      yield frame(Buffer.alloc(0));
      done += rows;
      onProgress?.(done, total);
    }
  }
  const file = createWriteStream(path);
  file.write(COPY_MAGIC);
  await pipeline(frames(), createGzip({ level: 3 }), file);
}

function frame(chunk: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length);
  return Buffer.concat([length, chunk]);
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
