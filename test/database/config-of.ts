import type { DatabaseConfig } from '../../src/config/config';

/** The configuration of a given server. */
export function configOf(url: string, more: Partial<DatabaseConfig> = {}): DatabaseConfig {
  return { mode: 'given', url, replicaUrls: [], poolMax: 5, dataDir: '/nonexistent', ...more };
}
