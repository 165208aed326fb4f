import type { QueryResultRow } from 'pg';
import type { Database } from '../database';
import { LONG_PATIENCE, type Patience } from '../statement';

/** Of a row of `wiki_articles`, what articles are made of; JSON as the server prints it. */
export interface ArticleRow {
  id: number;
  content: string;
  infobox: string | null;
  wiki_categories: string | null;
  source_url: string | null;
}

/** What lists show of a row. */
export interface CardRow {
  id: number;
  description: string | null;
  region: string | null;
  system: string | null;
  source_url: string | null;
}

/**
 * The dataset's key is checked in the statement that reads: a row of another dataset never comes back. Where the dataset
 * is there and none of the rows, one row of nulls comes back.
 */
function byId(columns: string): string {
  return `SELECT a.id, ${columns}, a.source_url
            FROM public.lorekeeper_datasets d
            LEFT JOIN public.wiki_articles a ON a.universe = $1 AND a.id = ANY ($2::bigint[])
           WHERE d.universe = $1 AND d.key = $3`;
}

/** As texts: the driver would take JSON apart that is only passed on. */
export const ARTICLES_BY_ID = byId(`a.content::text AS content, a.infobox::text AS infobox,
                 (a.extra_metadata->'wiki_categories')::text AS wiki_categories`);
export const CARDS_BY_ID = byId(`a.content->>'description' AS description, a.content->>'region' AS region,
                 a.content->>'system' AS system`);

/** For statements that read the whole table. */
const SCAN_PATIENCE: Patience = { totalMs: 60_000, acquireMs: 5000 };

/** Reads articles of published datasets, and records which images are on disk. */
export class ArticleRepository {
  constructor(private readonly database: Database) {}

  /**
   * The rows of these ids, in any order, if Postgres holds the dataset of this key at the same moment; null where it
   * holds another one by now. Throws Unreachable.
   */
  findRows(universe: string, key: string, ids: readonly number[]): Promise<ArticleRow[] | null> {
    return this.findByIds<ArticleRow>('articles-by-id', ARTICLES_BY_ID, universe, key, ids);
  }

  /** The cards of these ids, likewise. Throws Unreachable. */
  findCards(universe: string, key: string, ids: readonly number[]): Promise<CardRow[] | null> {
    return this.findByIds<CardRow>('cards-by-id', CARDS_BY_ID, universe, key, ids);
  }

  /** Every title with its category, for verification; in parts of a thousand by title. Throws Unreachable. */
  async *titles(universe: string): AsyncGenerator<{ title: string; category: string }[]> {
    let after = '';
    for (;;) {
      const rows = await this.database.read<{ title: string; category: string }>(
        {
          text: `SELECT title, category FROM public.wiki_articles
                  WHERE universe = $1 AND title > $2 ORDER BY title LIMIT 5000`,
          values: [universe, after],
        },
        null,
        LONG_PATIENCE,
      );
      if (rows.length === 0) return;
      yield rows;
      after = rows.at(-1)?.title ?? '';
    }
  }

  /** Records that these images are on disk; unknown URLs do nothing. Gives the number of articles that changed. */
  async markImagesCached(universe: string, images: readonly { url: string; path: string | null }[]): Promise<number> {
    if (images.length === 0) return 0;
    const { rowCount } = await this.database.write(
      {
        text: `UPDATE public.wiki_articles a SET image_cached = true, image_cache_path = i.path
                 FROM unnest($2::text[], $3::text[]) AS i (url, path)
                WHERE a.universe = $1 AND a.image_url = i.url
                  AND (NOT a.image_cached OR a.image_cache_path IS DISTINCT FROM i.path)`,
        values: [universe, images.map(({ url }) => url), images.map(({ path }) => path)],
      },
      SCAN_PATIENCE,
    );
    return rowCount ?? 0;
  }

  /** Brings the marks of a universe in line with the list of images, both ways. Gives the number of changes. */
  async reconcileImages(universe: string): Promise<number> {
    const { rowCount } = await this.database.write(
      {
        // Those that differ, mostly none, are found first: the table is read once, and joined to itself for them alone.
        text: `WITH found AS MATERIALIZED (
                 SELECT b.id, c.local_path AS path FROM public.wiki_articles b
                   LEFT JOIN public.image_cache c ON c.url_hash = md5(b.image_url) AND c.is_valid
                  WHERE b.universe = $1 AND b.image_url IS NOT NULL
                    AND (b.image_cached IS DISTINCT FROM (c.local_path IS NOT NULL)
                         OR b.image_cache_path IS DISTINCT FROM c.local_path))
               UPDATE public.wiki_articles a SET image_cached = found.path IS NOT NULL, image_cache_path = found.path
                 FROM found WHERE a.universe = $1 AND a.id = found.id`,
        values: [universe],
      },
      SCAN_PATIENCE,
    );
    return rowCount ?? 0;
  }

  private async findByIds<R extends QueryResultRow & { id: number | null }>(
    name: string,
    text: string,
    universe: string,
    key: string,
    ids: readonly number[],
  ): Promise<R[] | null> {
    if (ids.length === 0) return [];
    const rows = await this.database.read<R>({ name, text, values: [universe, ids, key] }, { universe, key });
    return rows.length === 0 ? null : rows.filter(({ id }) => id !== null);
  }
}
