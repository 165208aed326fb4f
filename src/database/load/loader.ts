import { Logger } from '@nestjs/common';
import type { Database } from '../database';
import { codeOf } from '../error-policy';
import { assertLeads, LeadershipLost, type Lease } from '../leadership';
import type { Transaction } from '../transaction';
import { copyIn } from './copy-streams';
import { diffAgainstNothing, diffRows, type RowsDiff } from './diff';
import { planDirectory } from './directory-parts';
import { LoadFailed, type LoadResult, type LoadSource } from './load-source';
import { publishDataset } from './publish';
import { readRowHashes, type CachedImages } from './row-hashes';
import { readFew, streamRows, STREAM_COLUMNS, type FewTuples } from './row-stream';
import { assertNoShrink } from './shrink-guard';

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
      { totalMs: 10_000, acquireMs: 2000 },
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
    const { lease } = options;
    const signal = options.signal ? AbortSignal.any([options.signal, lease.signal]) : lease.signal;
    return this.database.transaction(
      async (tx) => {
        await prepareSession(tx);
        await assertLeads(tx, lease);
        if (options.force !== true) await assertNotOlder(tx, source);
        const force = options.force === true;
        const directory = planDirectory(tx, source, force);
        // It is waited for last; what fails before that ends the load without it.
        directory.catch(() => undefined);
        const { diff, images } = await compare(tx, source, force);
        if (options.allowShrink !== true) await assertNoShrink(tx, source, diff);
        // While the rows that they replace are dropped.
        const few = readFew(source, diff);
        await dropRows(tx, source.universe, diff.drop);
        const bytes = await writeRows(tx, source, diff, few, images, options.onProgress);
        await publishDataset(tx, source, await directory, lease.epoch);
        const { created, updated, unchanged, vanished } = diff;
        return { created, updated, unchanged, removed: vanished.length, bytes };
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
    const tables = ['lorekeeper_dataset_files', ...(updated + removed >= WORTH_TIDYING ? ['wiki_articles'] : [])];
    const statements = [`VACUUM (ANALYZE, TRUNCATE false) ${tables.map((name) => `public.${name}`).join(', ')}`];
    if (tables.length === 1 && created >= WORTH_TIDYING) statements.unshift('ANALYZE public.wiki_articles');
    try {
      for (const text of statements) await this.database.write({ text }, { totalMs: 120_000, acquireMs: 1000 });
    } catch (error) {
      this.log.debug({ msg: 'the tables were not tidied up', code: codeOf(error) });
    }
  }
}

/**
 * Only for this transaction: a setting of the session would leak to others behind a pooler. Parallel workers count as
 * dear to start; for the one scan of the table they are worth it.
 */
async function prepareSession(tx: Transaction): Promise<void> {
  await tx.query(
    `SELECT set_config('synchronous_commit', 'off', true), set_config('lock_timeout', '500ms', true),
            set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true),
            set_config('parallel_setup_cost', '0', true), set_config('parallel_tuple_cost', '0', true)`,
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

/** What differs between the table and the dataset, and which images are on disk, by the rows and by the list of images. */
async function compare(
  tx: Transaction,
  source: LoadSource,
  rewrite: boolean,
): Promise<{ diff: RowsDiff; images: CachedImages }> {
  const [{ present, images }, listed] = await Promise.all([readRowHashes(tx, source.universe), listImages(tx)]);
  for (const { url, path } of listed) images.set(url, path);
  if (present.size === 0) return { diff: diffAgainstNothing(source.articles), images };
  return { diff: await diffRows(source.rows, present, rewrite), images };
}

function listImages(tx: Transaction): Promise<{ url: string; path: string | null }[]> {
  return tx.query('SELECT url, local_path AS path FROM public.image_cache WHERE is_valid');
}

async function dropRows(tx: Transaction, universe: string, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  const { rowCount } = await tx.run({
    text: 'DELETE FROM public.wiki_articles WHERE universe = $1 AND id = ANY ($2::bigint[])',
    values: [universe, ids],
  });
  if (rowCount !== ids.length) throw interfered();
}

async function writeRows(
  tx: Transaction,
  source: LoadSource,
  diff: RowsDiff,
  few: FewTuples,
  cached: CachedImages,
  onProgress: LoadOptions['onProgress'],
): Promise<number> {
  const progress = (rows: number) => onProgress?.(diff.unchanged + rows, source.articles);
  progress(0);
  if (diff.writes === 0) return 0;
  let bytes = 0;
  async function* counted() {
    for await (const chunk of streamRows(source, diff, few, cached, progress)) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  const sql = `COPY public.wiki_articles (${STREAM_COLUMNS.join(', ')}) FROM STDIN (FORMAT binary)`;
  if ((await copyIn(tx.client, sql, counted())) !== diff.writes) throw interfered();
  return bytes;
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
  if (/^(22|23)/.test(code)) {
    return new LoadFailed('ROWS_REFUSED', `Postgres refused a row of the dataset (${code})`, { cause: error });
  }
  return error;
}
