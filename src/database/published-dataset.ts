import { isUniverseId } from '../universe/universe-definition';

/** A dataset that Postgres holds whole: its rows, its directory and its counts. */
export interface PublishedDataset {
  universe: string;
  key: string;
  articles: number;
  /** ISO 8601. */
  publishedAt: string;
  /** Number of the leadership under which it was loaded; grows. */
  epoch: number;
  /** False where somebody emptied `wiki_articles` behind our back: then it counts as not published. */
  hasRows: boolean;
}

/** What one look at a server tells. */
export interface Observation {
  readOnly: boolean;
  datasets: Map<string, PublishedDataset>;
}

export const OBSERVE = `
  SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool AS read_only,
         (SELECT coalesce(json_agg(json_build_object(
                   'universe', d.universe, 'key', d.key, 'articles', d.articles, 'publishedAt', d.published_at,
                   'epoch', d.epoch,
                   'hasRows', EXISTS (SELECT FROM public.wiki_articles a WHERE a.universe = d.universe))), '[]')
            FROM public.lorekeeper_datasets d) AS datasets`;

export interface ObserveRow {
  read_only: boolean;
  datasets: PublishedDataset[];
}

export function toObservation(row: ObserveRow): Observation {
  // An earlier version may have published what no path can name today.
  const nameable = row.datasets.filter(({ universe }) => isUniverseId(universe));
  const whole = nameable.filter((dataset) => dataset.hasRows || dataset.articles === 0);
  return {
    readOnly: row.read_only,
    datasets: new Map(
      whole.map((dataset) => [
        dataset.universe,
        { ...dataset, publishedAt: new Date(dataset.publishedAt).toISOString() },
      ]),
    ),
  };
}

/** Whether two observations announce the same datasets. */
export function sameDatasets(
  a: ReadonlyMap<string, PublishedDataset>,
  b: ReadonlyMap<string, PublishedDataset>,
): boolean {
  if (a.size !== b.size) return false;
  for (const [universe, { key, publishedAt }] of a) {
    const other = b.get(universe);
    if (other?.key !== key || other.publishedAt !== publishedAt) return false;
  }
  return true;
}
