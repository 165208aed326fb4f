import type { Database } from '../database';

/** What our tables take on the server's disk, in bytes, indexes and long values included. */
export interface StorageUse {
  bytes: number;
  tables: Record<string, number>;
}

/** Sizes of our tables. Throws Unreachable. */
export async function readStorageUse(database: Database): Promise<StorageUse> {
  const rows = await database.read<{ name: string; bytes: number }>({
    text: `SELECT c.relname AS name, pg_total_relation_size(c.oid) AS bytes
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind = 'r'
              AND (c.relname = ANY ($1::text[]) OR c.relname LIKE 'lorekeeper\\_%')
            ORDER BY c.relname`,
    values: [['wiki_articles', 'image_cache', 'scraping_logs', 'category_cache']],
  });
  return {
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
    tables: Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes])),
  };
}
