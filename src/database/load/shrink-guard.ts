import type { Transaction } from '../transaction';
import type { RowsDiff } from './diff';
import { LoadFailed, type LoadSource } from './load-source';
import { scanRowsFile } from './rows-file';

const LARGEST_LOSS = 1 / 5;

/** Refuses a load that would lose more than a fifth of the universe's articles; one that got another id is not lost. */
export async function assertNoShrink(tx: Transaction, source: LoadSource, diff: RowsDiff): Promise<void> {
  const before = diff.updated + diff.unchanged + diff.vanished.length;
  if (diff.vanished.length <= before * LARGEST_LOSS) return;
  const lost = diff.vanished.length - (await countRenumbered(tx, source, diff.vanished));
  if (lost <= before * LARGEST_LOSS) return;
  throw new LoadFailed(
    'SHRINK_REFUSED',
    `the load would remove ${lost} of ${before} articles, more than a fifth; it is refused until it is forced (allow shrink)`,
  );
}

/** How many of the articles whose ids vanished are in the dataset under the same title. */
async function countRenumbered(tx: Transaction, source: LoadSource, vanished: number[]): Promise<number> {
  const titles = new Set<string>();
  for await (const _ of scanRowsFile(source.rowsPath, (tuple) => titles.add(tuple.title)));
  const rows = await tx.query<{ title: string }>(
    'SELECT title FROM public.wiki_articles WHERE universe = $1 AND id = ANY ($2::bigint[])',
    [source.universe, vanished],
  );
  return rows.filter(({ title }) => titles.has(title)).length;
}
