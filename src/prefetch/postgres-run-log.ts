import type { Database } from '../database/database';
import type {
  OperationEnd,
  OperationType,
  ScrapingLogRepository,
} from '../database/repositories/scraping-log.repository';
import { Unreachable } from '../database/unreachable';

/** Runs in `scraping_logs`; without Postgres there is no row. */
export class PostgresRunLog {
  constructor(
    private readonly database: Database,
    private readonly log: ScrapingLogRepository,
  ) {}

  /** Id of the row; null where Postgres is away. */
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

  /** Ends the row. Throws Unreachable. */
  async close(id: number, end: OperationEnd): Promise<void> {
    // Often that follows the very failure that it records.
    await this.database.whenCertain();
    return this.log.close(id, end);
  }
}
