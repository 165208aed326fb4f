import { join } from 'node:path';
import { Logger, Module, type OnModuleDestroy } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module';
import { PostgresViews } from '../catalogue/postgres-views';
import { Config } from '../config/config';
import { Database } from '../database/database';
import { DatabaseModule } from '../database/database.module';
import { ChangeRepository } from '../database/repositories/change.repository';
import { ChangeLog } from '../dataset/change-log';
import { DatasetModule } from '../dataset/dataset.module';
import { ImagesModule } from '../images/images.module';
import { ImageProxy } from '../images/proxy/image-proxy';
import { ImageStore } from '../images/store/image-store';
import { Troubles } from '../problem/troubles';
import { ArchiveStore } from './archives/archive-store';
import { Pictures } from './archives/pictures';
import { ChangeHistory } from './changes/change-history';
import { ExportTools } from './export-tools';

/** A universe for other programs: what exports are made with, and what changed from one publication to the next. */
@Module({
  imports: [CatalogueModule, DatabaseModule, DatasetModule, ImagesModule],
  providers: [
    {
      provide: ChangeHistory,
      inject: [ChangeLog, Database],
      useFactory: (kept: ChangeLog, database: Database) => new ChangeHistory(kept, new ChangeRepository(database)),
    },
    {
      provide: Pictures,
      inject: [ImageStore, ImageProxy],
      useFactory: (images: ImageStore, proxy: ImageProxy) => new Pictures(images, proxy),
    },
    {
      provide: ArchiveStore,
      inject: [Config, Troubles],
      useFactory: ({ files, exports }: Config, troubles: Troubles) =>
        new ArchiveStore({ dir: join(files.dataDir, 'packs'), maxBytes: exports.maxBytes, troubles }),
    },
    {
      provide: ExportTools,
      inject: [ChangeHistory, Pictures, ArchiveStore],
      useFactory: (changes: ChangeHistory, pictures: Pictures, archives: ArchiveStore) =>
        new ExportTools(changes, pictures, archives),
    },
  ],
  exports: [ExportTools, ChangeHistory],
})
export class ExportsModule implements OnModuleDestroy {
  private readonly log = new Logger('exports');

  constructor(
    private readonly archives: ArchiveStore,
    changes: ChangeHistory,
    views: PostgresViews,
  ) {
    views.onReplaced = (before, after) => {
      changes.follow(before, after).catch((error: unknown) => {
        this.log.error({ msg: 'what changed could not be noted', error: String(error) });
      });
    };
  }

  onModuleDestroy(): Promise<void> {
    return this.archives.stop();
  }
}
