import { Logger, Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module';
import { PostgresViews } from '../catalogue/postgres-views';
import { Database } from '../database/database';
import { DatabaseModule } from '../database/database.module';
import { ChangeRepository } from '../database/repositories/change.repository';
import { ChangeLog } from '../dataset/change-log';
import { DatasetModule } from '../dataset/dataset.module';
import { ChangeHistory } from './changes/change-history';

/** What changed from one publication to the next. */
@Module({
  imports: [CatalogueModule, DatabaseModule, DatasetModule],
  providers: [
    {
      provide: ChangeHistory,
      inject: [ChangeLog, Database],
      useFactory: (kept: ChangeLog, database: Database) => new ChangeHistory(kept, new ChangeRepository(database)),
    },
  ],
  exports: [ChangeHistory],
})
export class ExportsModule {
  private readonly log = new Logger('exports');

  constructor(changes: ChangeHistory, views: PostgresViews) {
    views.onReplaced = (before, after) => {
      changes.follow(before, after).catch((error: unknown) => {
        this.log.error({ msg: 'what changed could not be noted', error: String(error) });
      });
    };
  }
}
