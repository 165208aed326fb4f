import { parseDatabaseUrl } from '../../src/config/database-url';
import type { DatabaseConfig } from '../../src/config/config';

/** The configuration of a given server. */
export function configOf(url: string, more: Partial<DatabaseConfig> = {}): DatabaseConfig {
  return { mode: 'given', address: parseDatabaseUrl(url), replicas: [], poolMax: 5, dataDir: '/nonexistent', ...more };
}
