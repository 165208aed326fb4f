import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Database } from '../database';
import { codeOf } from '../error-policy';
import { copyIn } from '../load/copy-in';
import { Migrator } from '../schema/migrator';
import type { Transaction } from '../transaction';
import { BACKED_UP } from './backup';
import { BackupBroken, COPY_MAGIC, readFacts, type BackupFacts, type TableFacts } from './backup-format';
import { findToolMajor, runTool } from './pg-tools';

export interface RestoreOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/**
 * Puts a backup into a server that holds no data of ours, and counts every table afterwards. All or nothing.
 * Give it a Database made with `migrate: false`. Throws BackupBroken with words, Unreachable, or errors of the disk.
 */
export async function restore(database: Database, path: string, options: RestoreOptions = {}): Promise<BackupFacts> {
  const { facts, contentBytes } = await readFacts(path);
  const server = Math.floor((database.serverVersion ?? 0) / 10_000);
  if (server < Math.floor(facts.serverVersion / 10_000)) {
    throw new BackupBroken(`the backup is of a newer PostgreSQL than this server, which is of version ${server}`);
  }
  await refuseData(database);
  if (facts.kind === 'pg_dump') await restoreArchive(database, path, options.signal);
  else await restoreCopy(database, path, contentBytes, facts, options);
  // What an older version backed up is brought up to this one; the leadership is made anew.
  await new Migrator(database.getSettings()).run();
  await verify(database, facts);
  database.lookNow();
  return facts;
}

async function refuseData(database: Database): Promise<void> {
  for (const name of BACKED_UP) {
    const [table] = await database.read<{ there: boolean }>({
      text: 'SELECT to_regclass($1) IS NOT NULL AS there',
      values: [`public.${name}`],
    });
    if (!table?.there) continue;
    const [row] = await database.read<{ filled: boolean }>({
      text: `SELECT EXISTS (SELECT FROM public.${name}) AS filled`,
    });
    if (row?.filled)
      throw new BackupBroken(`the table ${name} is not empty; a backup is restored into an empty server`);
  }
}

async function restoreArchive(database: Database, path: string, signal?: AbortSignal): Promise<void> {
  if ((await findToolMajor('pg_restore')) === null) {
    throw new BackupBroken('this backup was made by pg_dump; install pg_restore to restore it');
  }
  const args = [
    '--clean',
    '--if-exists',
    '--no-owner',
    '--no-privileges',
    '--single-transaction',
    '--exit-on-error',
    path,
  ];
  await runTool('pg_restore', args, await database.locate(), signal);
}

async function restoreCopy(
  database: Database,
  path: string,
  contentBytes: number,
  facts: BackupFacts,
  { signal, onProgress }: RestoreOptions,
): Promise<void> {
  await new Migrator(database.getSettings()).run();
  const total = facts.tables.reduce((sum, { rows }) => sum + rows, 0);
  await database.transaction(
    async (tx) => {
      const reader = new FrameReader(path, contentBytes);
      let done = 0;
      for (const table of facts.tables) {
        const quoted = table.columns.map((column) => `"${column}"`).join(', ');
        const sql = `COPY public.${table.name} (${quoted}) FROM STDIN`;
        const rows = await copyIn(tx.client, sql, reader.table()).catch((error: unknown) => {
          throw isRefusedRow(error) ? refusedRow(table, error) : error;
        });
        if (rows !== table.rows) throw new BackupBroken(`the table ${table.name} is not whole in the backup`);
        await moveIdentity(tx, table);
        onProgress?.((done += rows), total);
      }
    },
    { statementMs: 600_000, signal },
  );
}

/** What the server says of rows that are none. */
function isRefusedRow(error: unknown): boolean {
  return /^(22|23|08P01)/.test(codeOf(error) ?? '');
}

function refusedRow({ name }: TableFacts, cause: unknown): BackupBroken {
  return new BackupBroken(`the backup is damaged: the server refuses a row of ${name} (${codeOf(cause)})`, { cause });
}

/** New rows must get numbers behind the restored ones. */
async function moveIdentity(tx: Transaction, { name, columns, rows }: TableFacts): Promise<void> {
  if (!columns.includes('id') || rows === 0) return;
  await tx.query(
    `SELECT setval(s, (SELECT max(id) FROM public.${name})) FROM pg_get_serial_sequence($1, 'id') AS s WHERE s IS NOT NULL`,
    [`public.${name}`],
  );
}

async function verify(database: Database, facts: BackupFacts): Promise<void> {
  for (const { name, rows } of facts.tables) {
    const [row] = await database.read<{ n: number }>({ text: `SELECT count(*) AS n FROM public.${name}` }, null, {
      totalMs: 60_000,
      acquireMs: 5000,
    });
    if (row?.n !== rows)
      throw new BackupBroken(`the table ${name} holds ${row?.n} rows after the restore instead of ${rows}`);
  }
}

/** Takes our own format apart, table by table. */
class FrameReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(path: string, contentBytes: number) {
    const raw = createReadStream(path, { start: COPY_MAGIC.length, end: contentBytes - 1 });
    const unpacked = createGunzip();
    raw.on('error', (error) => unpacked.destroy(error));
    this.chunks = raw.pipe(unpacked)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** The chunks of the next table. */
  async *table(): AsyncGenerator<Buffer> {
    for (;;) {
      const length = (await this.take(4)).readUInt32BE(0);
      if (length === 0) return;
      yield await this.take(length);
    }
  }

  private async take(bytes: number): Promise<Buffer> {
    while (this.rest.length < bytes) {
      const next = await this.chunks.next().catch((error: unknown) => {
        throw new BackupBroken('the backup is damaged', { cause: error });
      });
      if (next.done) throw new BackupBroken('the backup ends too early');
      this.rest = Buffer.concat([this.rest, next.value]);
    }
    const taken = this.rest.subarray(0, bytes);
    this.rest = this.rest.subarray(bytes);
    return taken;
  }
}
