import type { Transaction } from '../transaction';
import { writeChanges } from '../repositories/change.repository';
import { CHANNEL } from '../server-link';
import type { LoadSource } from './load-source';

/** Writes everything that belongs to a dataset beside its rows, and announces it; visible when the transaction is. */
export async function publishDataset(tx: Transaction, source: LoadSource, epoch: number): Promise<void> {
  await writeCategoryCounts(tx, source);
  await writeRejects(tx, source);
  await writeChanges(tx, source.universe, source.changes);
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

async function writeCategoryCounts(tx: Transaction, { universe, categories }: LoadSource) {
  await tx.query('DELETE FROM public.category_cache WHERE universe = $1', [universe]);
  await tx.query(
    `INSERT INTO public.category_cache (universe, category, article_count, articles_with_images, last_updated)
     SELECT $1, c.*, clock_timestamp() FROM unnest($2::text[], $3::int[], $4::int[]) AS c`,
    [
      universe,
      categories.map(({ name }) => name),
      categories.map(({ articles }) => articles),
      categories.map(({ withImages }) => withImages),
    ],
  );
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
