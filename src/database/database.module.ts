import { Module, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config/config';
import { Troubles } from '../problem/troubles';
import { Database } from './database';
import { Leadership } from './leadership';
import { ScrapingLogRepository } from './repositories/scraping-log.repository';

/** Postgres, embedded or given. It comes and goes in the background; nobody waits for it. */
@Module({
  providers: [
    {
      provide: Database,
      inject: [Config],
      useFactory: ({ database: config }: Config) => {
        const database = new Database(config);
        // Another processor starts the embedded server while this one gets ready.
        database.launch();
        return database;
      },
    },
    { provide: Leadership, inject: [Database], useFactory: (database: Database) => new Leadership(database) },
    {
      provide: ScrapingLogRepository,
      inject: [Database, Leadership],
      useFactory: (database: Database, { instance }: Leadership) => new ScrapingLogRepository(database, instance),
    },
  ],
  exports: [Database, Leadership, ScrapingLogRepository],
})
export class DatabaseModule implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly operations: ScrapingLogRepository,
    troubles: Troubles,
  ) {
    const noteTrouble = () => {
      const { connected, reason } = database.health();
      if (connected && reason === null) troubles.clear('database');
      else troubles.set('database', `Postgres cannot be used: ${reason}`, { isLogged: true });
    };
    for (const event of ['up', 'down', 'datasets-changed'] as const) database.on(event, noteTrouble);
  }

  onApplicationBootstrap(): void {
    this.database.start();
  }

  onModuleDestroy(): void {
    this.operations.stop();
  }

  onApplicationShutdown(): Promise<void> {
    return this.database.stop();
  }
}
