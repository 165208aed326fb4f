import type { DatabaseHealth } from '../database/database';
import type { Database } from '../database/database';
import type { Article } from '../universe/article';
import type { PostgresRows } from './postgres-views';

/** The rows of the published datasets, as the catalogue asks for them. */
export class PostgresArticles implements PostgresRows {
  constructor(private readonly database: Database) {}

  published(): ReadonlyMap<string, string> {
    return new Map([...this.database.datasets()].map(([universe, { key }]) => [universe, key]));
  }

  readDirectory(_universe: string, _key: string): Promise<Buffer | null> {
    return Promise.resolve(null);
  }

  findArticles(_universe: string, _key: string, _ids: readonly number[]): Promise<Omit<Article, 'scrapedAt'>[]> {
    return Promise.resolve([]);
  }

  health(): DatabaseHealth {
    return this.database.health();
  }

  sizes(): Promise<{ bytes: number; tables: Record<string, number> }> {
    return Promise.resolve({ bytes: 0, tables: {} });
  }

  recentOperations(_universe: string): Promise<[]> {
    return Promise.resolve([]);
  }
}
