import type { Database } from '../database/database';
import type { DatasetLoader, LoadOutcome } from './ports';

const SETTLE_MS = 15_000;

export class PostgresLoader implements DatasetLoader {
  constructor(
    private readonly database: Database,
    private readonly isImageCached: (url: string) => boolean,
  ) {}

  async settled(): Promise<void> {
    if (this.database.state === 'starting') await this.database.whenUp(SETTLE_MS).catch(() => undefined);
  }

  load(): Promise<LoadOutcome> {
    void this.isImageCached;
    return Promise.resolve({ status: 'unavailable' });
  }

  publishedArticles(universe: string): number {
    return this.database.datasets().get(universe)?.articles ?? 0;
  }

  publishedKey(universe: string): string | null {
    return this.database.datasets().get(universe)?.key ?? null;
  }

  publishedUniverses(): string[] {
    return [...this.database.datasets().keys()];
  }
}
