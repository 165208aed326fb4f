import type { Database } from '../database/database';
import type { RunLog } from './ports';

export class PostgresRunLog implements RunLog {
  constructor(readonly database: Database) {}
  open(): Promise<number | null> {
    return Promise.resolve(null);
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}
