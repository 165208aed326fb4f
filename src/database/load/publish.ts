import type { Transaction } from '../transaction';
import { LoadFailed, type LoadSource } from './load-source';
import { CHANNEL } from '../server-link';

const PART_BYTES = 1 << 20;

/** Writes everything that belongs to a dataset beside its rows, and announces it; visible when the transaction is. */
export async function publishDataset(tx: Transaction, source: LoadSource, epoch: number): Promise<void> {
  await writeCategoryCounts(tx, source);
  await writeDirectory(tx, source);
  await writeRejects(tx, source);
  await tx.query(
    `INSERT INTO public.lorekeeper_datasets AS d (universe, key, articles, epoch, info, created_at, published_at)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp())
     ON CONFLICT (universe) DO UPDATE
       SET key = excluded.key, articles = excluded.articles, epoch = excluded.epoch, info = excluded.info,
           created_at = CASE WHEN d.key = excluded.key THEN d.created_at ELSE excluded.created_at END,
           published_at = excluded.published_at`,
    [source.universe, source.key, source.articles, epoch, JSON.stringify(source.info)],
  );
  // Only a hint, and only an id: whoever misses it sees the change when it looks, once a second.
  await tx.query('SELECT pg_notify($1, $2)', [CHANNEL, source.universe]);
}

/** Counts come from the rows themselves, so they are exact by construction, and prove that all rows arrived. */
async function writeCategoryCounts(tx: Transaction, { universe, articles }: LoadSource): Promise<void> {
  await tx.query('DELETE FROM public.category_cache WHERE universe = $1', [universe]);
  const rows = await tx.query<{ n: number }>(
    `WITH counted AS (
       INSERT INTO public.category_cache (universe, category, article_count, articles_with_images, last_updated)
       SELECT universe, category, count(*), count(image_url), clock_timestamp()
         FROM public.wiki_articles WHERE universe = $1 GROUP BY universe, category
       RETURNING article_count)
     SELECT coalesce(sum(article_count), 0)::int AS n FROM counted`,
    [universe],
  );
  if (rows[0]?.n !== articles) {
    throw new LoadFailed('ROWS_REFUSED', `Postgres holds ${rows[0]?.n} articles after the load instead of ${articles}`);
  }
}

/** The directory lies in parts, for instances that have no files of their own. */
async function writeDirectory(tx: Transaction, source: LoadSource): Promise<void> {
  await tx.query('DELETE FROM public.lorekeeper_dataset_files WHERE universe = $1', [source.universe]);
  let part = 0;
  for await (const chunk of source.directoryChunks()) {
    for (let at = 0; at < chunk.length; at += PART_BYTES) {
      const bytes = chunk.subarray(at, at + PART_BYTES);
      await tx.query(
        'INSERT INTO public.lorekeeper_dataset_files (universe, key, part, bytes) VALUES ($1, $2, $3, $4)',
        [source.universe, source.key, part++, bytes],
      );
    }
  }
}

async function writeRejects(tx: Transaction, { universe, key, rejects }: LoadSource): Promise<void> {
  await tx.query('DELETE FROM public.lorekeeper_rejects WHERE universe = $1', [universe]);
  if (rejects.length === 0) return;
  const clean = (text: string) => text.replaceAll('\0', '').toWellFormed().slice(0, 1000);
  await tx.query(
    `INSERT INTO public.lorekeeper_rejects (universe, number, key, code, title, reason)
     SELECT $1, number, $2, code, title, reason
       FROM unnest($3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS r (code, title, reason, number)`,
    [
      universe,
      key,
      rejects.map(({ code }) => code),
      rejects.map(({ title }) => (title === null ? null : clean(title))),
      rejects.map(({ reason }) => clean(reason)),
    ],
  );
}
