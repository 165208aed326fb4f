import type { Database } from '../database';

export interface CategoryCacheRow {
  category: string;
  article_count: number;
  articles_with_images: number;
  last_updated: string;
}

/** Reads `category_cache`, which every load writes exact. */
export class CategoryCacheRepository {
  constructor(private readonly database: Database) {}

  /** Counts of a universe's categories. Throws Unreachable. */
  async list(universe: string): Promise<CategoryCacheRow[]> {
    return this.database.read({
      text: `SELECT category, article_count, articles_with_images, last_updated
               FROM public.category_cache WHERE universe = $1 ORDER BY category`,
      values: [universe],
    });
  }
}
