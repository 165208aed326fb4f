import type { ClientConfig } from 'pg';
import type { ConnectionSettings } from './connection-settings';

export type Driver = typeof import('pg');

/** Loads the driver; not before it is needed, for the boot does not wait for it. */
export function loadDriver(): Promise<Driver> {
  return import('pg');
}

const INT8 = 20;
const TIMESTAMPTZ = 1184;

type Parser = (text: string) => unknown;

/** What the driver needs to connect; 8-byte integers arrive as numbers, times as ISO 8601 in UTC. */
export function clientConfig(driver: Driver, settings: ConnectionSettings, connectTimeoutMs: number): ClientConfig {
  const parsers: Record<number, Parser> = { [INT8]: Number, [TIMESTAMPTZ]: toIso };
  const getTypeParser = (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers[oid]) ?? driver.types.getTypeParser(oid, format);
  return {
    ...settings,
    application_name: 'lorekeeper',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser } as unknown as ClientConfig['types'],
  };
}

/** `2026-01-02 03:04:05.6+00` as `2026-01-02T03:04:05.600Z`. */
function toIso(text: string): string {
  const iso = text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
}
