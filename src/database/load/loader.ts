import { Logger } from '@nestjs/common';
import type { Database } from '../database';
import { codeOf } from '../error-policy';
import { assertLeads, LeadershipLost, type Lease } from '../leadership';
import { LONG_PATIENCE } from '../statement';
import type { Transaction } from '../transaction';
import { copyIn } from './copy-in';
import { compareRows, type RowsDiff } from './diff';
import { planDirectory, writeDirectory } from './directory-parts';
import { LoadFailed, type LoadResult, type LoadSource, type TableSource } from './load-source';
import { publishDataset } from './publish';
import { brokenRows, readRows } from './read-rows';
import { assertNoShrink, listLostTitles } from './shrink-guard';

export interface LoadOptions {
  /** Proves that this process is the one that builds. */
  lease: Lease;
  /** Writes every row anew, also those that are equal. */
  force?: boolean;
  /** Lets a load lose more than a fifth of the universe. */
  allowShrink?: boolean;
  signal?: AbortSignal;
  /** Articles done (unchanged ones included) of all. */
  onProgress?: (done: number, total: number) => void;
}

const RETRIES = 2;
/** Up to so many rows are named one by one; for more the whole table is gone through. */
const FEW_ROWS = 10_000;
/** Changed rows from which on it is not left to the server's own housekeeping. */
const WORTH_TIDYING = 1000;

/** Publishes datasets: one transaction each, so that readers see the old one or the new one and never wait. */
export class Loader {
  private readonly log = new Logger('database');

  private tidying: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {}

  /** Whether Postgres holds this dataset whole, by counting its rows. Throws Unreachable. */
  async isPublished(universe: string, key: string): Promise<boolean> {
    const rows = await this.database.read<{ whole: boolean }>(
      {
        text: `SELECT d.articles = (SELECT count(*) FROM public.wiki_articles a WHERE a.universe = d.universe) AS whole
                 FROM public.lorekeeper_datasets d WHERE d.universe = $1 AND d.key = $2`,
        values: [universe, key],
      },
      null,
      LONG_PATIENCE,
    );
    return rows[0]?.whole === true;
  }

  /** Makes Postgres hold this dataset. Throws LoadFailed, LeadershipLost or Unreachable; then everything is as before. */
  async load(source: LoadSource, options: LoadOptions): Promise<LoadResult> {
    const begun = performance.now();
    for (let attempt = 0; ; attempt++) {
      try {
        const result = await this.attempt(source, options);
        this.database.lookNow();
        // One after another: each occupies a connection that requests could use.
        this.tidying = this.tidying.then(() => this.tidyUp(result));
        return { ...result, ms: Math.round(performance.now() - begun) };
      } catch (error) {
        const again = ['40001', '40P01', '55P03'].includes(codeOf(error) ?? '') && attempt < RETRIES;
        if (!again) throw inWords(error);
        this.log.warn({ msg: 'the load was disturbed and is repeated', code: codeOf(error) });
      }
    }
  }

  private async attempt(source: LoadSource, options: LoadOptions): Promise<Omit<LoadResult, 'ms'>> {
    const { lease, force = false } = options;
    const signal = options.signal ? AbortSignal.any([options.signal, lease.signal]) : lease.signal;
    return this.database.transaction(
      async (tx) => {
        await prepareSession(tx);
        await assertLeads(tx, lease);
        if (!force) await assertNotOlder(tx, source);
        // The pieces are hashed while the server goes through the rows; what fails before ends the load without them.
        const directory = planDirectory(tx, source, force);
        directory.catch(() => undefined);
        if (source.rows.rows.count !== source.articles) throw brokenRows();
        const diff = await compareRows(tx, source.universe, source.rows, force);
        const lost = options.allowShrink ? [] : await listLostTitles(tx, source, diff);
        await dropRows(tx, source.universe, source.rows, diff);
        let done = diff.unchanged;
        options.onProgress?.(done, source.articles);
        const bytes = await writeRows(tx, source.rows, diff, (rows) =>
          options.onProgress?.((done += rows), source.articles),
        );
        await assertNoShrink(tx, source, diff, lost);
        await markCachedImages(tx, source, diff);
        const texts = await compareRows(tx, source.universe, source.texts, force);
        await dropRows(tx, source.universe, source.texts, texts);
        const textBytes = await writeRows(tx, source.texts, texts, () => undefined);
        await writeDirectory(tx, source, await directory);
        await publishDataset(tx, source, lease.epoch);
        const { created, updated, unchanged, vanished } = diff;
        return { created, updated, unchanged, removed: vanished.length, bytes: bytes + textBytes };
      },
      { signal },
    );
  }

  /** Waits until the table is tidy after the last load: for commands, which end afterwards. */
  async settled(): Promise<void> {
    await this.tidying;
  }

  /**
   * Reuses the room of old rows and makes fresh statistics; nobody waits for it, and a failure changes nothing. Where
   * rows were only added there is no old room: the server's own housekeeping, which takes its time, does the rest.
   */
  private async tidyUp({ created, updated, removed }: Omit<LoadResult, 'ms'>): Promise<void> {
    // Without giving pages back, for which readers would have to wait.
    const tables = [
      'lorekeeper_dataset_files',
      ...(updated + removed >= WORTH_TIDYING ? ['wiki_articles', 'wiki_texts'] : []),
    ];
    const statements = [`VACUUM (ANALYZE, TRUNCATE false) ${tables.map((name) => `public.${name}`).join(', ')}`];
    if (tables.length === 1 && created >= WORTH_TIDYING)
      statements.unshift('ANALYZE public.wiki_articles, public.wiki_texts');
    try {
      for (const text of statements) await this.database.write({ text }, { totalMs: 120_000, acquireMs: 1000 });
    } catch (error) {
      this.log.debug({ msg: 'the tables were not tidied up', code: codeOf(error) });
    }
  }
}

/** Only for this transaction: a setting of the session would leak to others behind a pooler. */
async function prepareSession(tx: Transaction): Promise<void> {
  await tx.query(
    `SELECT set_config('synchronous_commit', 'off', true), set_config('lock_timeout', '500ms', true),
            set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`,
  );
}

/** During a rolling deploy an old instance that restarts must not bring back what its rules make of the files. */
async function assertNotOlder(tx: Transaction, { universe, info }: LoadSource): Promise<void> {
  const [published] = await tx.query<{ version: number | null }>(
    `SELECT (info->>'version')::int AS version FROM public.lorekeeper_datasets WHERE universe = $1`,
    [universe],
  );
  if ((published?.version ?? 0) <= info.version) return;
  throw new LoadFailed(
    'OLDER_VERSION',
    'a newer version of this program has published this universe; what this one makes of it is loaded only when forced',
  );
}

async function dropRows(
  tx: Transaction,
  universe: string,
  { table }: TableSource,
  { replaced, vanished }: RowsDiff,
): Promise<void> {
  const ids = replaced.concat(vanished);
  if (ids.length === 0) return;
  const { rowCount } = await tx.run({
    text: `DELETE FROM public.${table} WHERE universe = $1 AND id = ANY ($2::bigint[])`,
    values: [universe, ids],
  });
  if (rowCount !== ids.length) throw interfered();
}

/** Gives the bytes that were sent. */
async function writeRows(
  tx: Transaction,
  source: TableSource,
  { wanted, created, updated }: RowsDiff,
  onRows: (rows: number) => void,
): Promise<number> {
  if (created + updated === 0) return 0;
  let bytes = 0;
  async function* counted() {
    for await (const chunk of readRows(source, wanted, onRows)) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  const sql = `COPY public.${source.table} (${source.columns.join(', ')}) FROM STDIN (FORMAT binary)`;
  if ((await copyIn(tx.client, sql, counted())) !== created + updated) throw interfered();
  return bytes;
}

/** What is known of images on disk, for the rows that were just written. */
async function markCachedImages(
  tx: Transaction,
  { universe, rows: { rows } }: LoadSource,
  diff: RowsDiff,
): Promise<void> {
  const writes = diff.created + diff.updated;
  const ids: number[] = [];
  for (let number = diff.wanted.indexOf(1); number >= 0 && writes < FEW_ROWS;) {
    ids.push(rows.id(number));
    number = diff.wanted.indexOf(1, number + 1);
  }
  await tx.query(
    `UPDATE public.wiki_articles a SET image_cached = true, image_cache_path = c.local_path
       FROM public.image_cache c
      WHERE (SELECT EXISTS (SELECT FROM public.image_cache)) AND a.universe = $1
        AND ($2::bigint[] IS NULL OR a.id = ANY ($2)) AND NOT a.image_cached
        AND c.url_hash = md5(a.image_url) AND c.is_valid`,
    [universe, writes < FEW_ROWS ? ids : null],
  );
}

/** The counts prove that the table holds the dataset and nothing else, without reading it all again. */
function interfered(): LoadFailed {
  return new LoadFailed('ROWS_REFUSED', 'the table was changed by somebody else during the load; it is tried again');
}

/** What the outside may hear of an error of the server; everything else goes on as it is. */
function inWords(error: unknown): unknown {
  if (error instanceof LoadFailed || error instanceof LeadershipLost) return error;
  const code = codeOf(error) ?? '';
  if (code === '53100') return new LoadFailed('DISK_FULL', 'the disk of Postgres is full', { cause: error });
  if (code === '22P04') return brokenRows(error);
  if (/^(22|23)/.test(code)) {
    return new LoadFailed('ROWS_REFUSED', `Postgres refused a row of the dataset (${code})`, { cause: error });
  }
  return error;
}
