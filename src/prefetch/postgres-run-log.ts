import type { Database } from '../database/database';
import type { ScrapingLogRepository } from '../database/repositories/scraping-log.repository';
import { Unreachable } from '../database/unreachable';
import type { OperationType, RunEnd, RunLog } from './ports';

/** Runs in `scraping_logs`; without Postgres there is no row. */
export class PostgresRunLog implements RunLog {
  constructor(
    private readonly database: Database,
    private readonly log: ScrapingLogRepository,
  ) {}

  async open(universe: string, operation: OperationType): Promise<number | null> {
    await this.database.whenCertain();
    if (!this.database.writable) return null;
    try {
      return await this.log.open(universe, operation);
    } catch (error) {
      if (error instanceof Unreachable) return null;
      throw error;
    }
  }

  async close(id: number, end: RunEnd): Promise<void> {
    // Often that follows the very failure that it records.
    await this.database.whenCertain();
    return this.log.close(id, end);
  }
}
