import type { DataSource, DataSourceOptions } from 'typeorm';
import type { ConnectionSettings } from '../connection-settings';
import type { Driver } from '../driver';
import { MIGRATIONS, MIGRATIONS_TABLE } from './migrations';

/** What TypeORM needs to know of our Postgres. The driver is passed, for a bundle cannot follow its own require. */
function dataSourceOptions(driver: Driver, settings: ConnectionSettings): DataSourceOptions {
  return {
    type: 'postgres',
    driver,
    host: settings.host,
    port: settings.port,
    username: settings.user,
    password: settings.password,
    database: settings.database,
    ssl: settings.ssl,
    schema: 'public',
    applicationName: 'lorekeeper',
    poolSize: 1,
    connectTimeoutMS: 5000,
    installExtensions: false,
    poolErrorHandler: () => undefined,
    entities: [],
    migrations: [...MIGRATIONS],
    migrationsTableName: MIGRATIONS_TABLE,
    logging: false,
  };
}

/** Opens a TypeORM data source for migrations, to be destroyed after use. TypeORM is loaded here, not at boot. */
export async function openDataSource(driver: Driver, settings: ConnectionSettings): Promise<DataSource> {
  const { DataSource } = await import('typeorm');
  return new DataSource(dataSourceOptions(driver, settings)).initialize();
}
