import { isShrunk } from '../../universe/shrink';
import type { Transaction } from '../transaction';
import type { RowsDiff } from './diff';
import { LoadFailed, type LoadSource } from './load-source';

/** Titles that a load would remove, where those are more than a fifth of the universe's articles; else none. */
export async function listLostTitles(tx: Transaction, { universe }: LoadSource, diff: RowsDiff): Promise<string[]> {
  const before = countBefore(diff);
  if (!isShrunk(before, before - diff.vanished.length)) return [];
  const rows = await tx.query<{ title: string }>(
    'SELECT title FROM public.wiki_articles WHERE universe = $1 AND id = ANY ($2::bigint[])',
    [universe, diff.vanished],
  );
  return rows.map(({ title }) => title);
}

/** Refuses a load that lost more than a fifth; an article that only got another id is not lost. */
export async function assertNoShrink(
  tx: Transaction,
  { universe }: LoadSource,
  diff: RowsDiff,
  titles: string[],
): Promise<void> {
  if (titles.length === 0) return;
  const [row] = await tx.query<{ found: number }>(
    'SELECT count(*) AS found FROM public.wiki_articles WHERE universe = $1 AND title = ANY ($2::text[])',
    [universe, titles],
  );
  const lost = titles.length - (row?.found ?? 0);
  const before = countBefore(diff);
  if (!isShrunk(before, before - lost)) return;
  throw new LoadFailed(
    'SHRINK_REFUSED',
    `the load would remove ${lost} of ${before} articles, more than a fifth; it is refused until it is forced (allow shrink)`,
  );
}

function countBefore({ updated, unchanged, vanished }: RowsDiff): number {
  return updated + unchanged + vanished.length;
}
