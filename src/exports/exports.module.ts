import { join } from 'node:path';
import { Logger, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module';
import { PostgresViews } from '../catalogue/postgres-views';
import { Config } from '../config/config';
import { PackageInfo } from '../config/package-info';
import { Database } from '../database/database';
import { DatabaseModule } from '../database/database.module';
import { Leadership } from '../database/leadership';
import { ChangeRepository } from '../database/repositories/change.repository';
import { WebhookRepository } from '../database/repositories/webhook.repository';
import { DatasetModule } from '../dataset/dataset.module';
import { OpenSnapshots } from '../dataset/open-snapshots';
import { systemClock } from '../egress/clock';
import { ImagesModule } from '../images/images.module';
import { ImageStore } from '../images/store/image-store';
import { Prefetch } from '../prefetch/prefetch';
import { PrefetchModule } from '../prefetch/prefetch.module';
import type { Run } from '../prefetch/run';
import { stackOf } from '../problem/stack-of';
import { Troubles } from '../problem/troubles';
import { ArchiveStore } from './archives/archive-store';
import { ArchivesModule } from './archives/archives.module';
import { makeInProcess } from './archives/make-in-process';
import { WRITE_ARCHIVE } from './archives/write-archive';
import { ChangeHistory } from './changes/change-history';
import { ExportTools } from './export-tools';
import { Announcements } from './webhooks/announcements';
import { Webhooks } from './webhooks/webhooks';

const ARCHIVE_SCRIPT = join(__dirname, 'archive.process.js');

/** A universe for other programs: what exports are made with, and what changed from one publication to the next. */
@Module({
  imports: [ArchivesModule, CatalogueModule, DatabaseModule, DatasetModule, ImagesModule, PrefetchModule],
  providers: [
    ChangeRepository,
    ChangeHistory,
    {
      provide: ArchiveStore,
      inject: [Config, Troubles],
      useFactory: ({ files, exports }: Config, troubles: Troubles) =>
        new ArchiveStore({ dir: join(files.dataDir, 'packs'), maxBytes: exports.maxBytes, troubles }),
    },
    {
      provide: WRITE_ARCHIVE,
      inject: [Config, OpenSnapshots, ImageStore],
      useFactory: (config: Config, snapshots: OpenSnapshots, images: ImageStore) =>
        makeInProcess(ARCHIVE_SCRIPT, { config, snapshots, images }),
    },
    ExportTools,
    {
      provide: Webhooks,
      inject: [Config, PackageInfo, Troubles, Database, Leadership],
      useFactory: (
        { files, exports, wiki }: Config,
        info: PackageInfo,
        troubles: Troubles,
        database: Database,
        { instance }: Leadership,
      ) =>
        new Webhooks({
          urls: exports.webhookUrls,
          secret: exports.webhookSecret,
          file: join(files.dataDir, 'webhooks.json'),
          userAgent: info.userAgent(wiki.contact),
          clock: systemClock,
          troubles,
          claims: new WebhookRepository(database, instance),
        }),
    },
    Announcements,
  ],
  exports: [ExportTools, ChangeHistory, Webhooks],
})
export class ExportsModule implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('exports');

  constructor(
    private readonly archives: ArchiveStore,
    private readonly webhooks: Webhooks,
    announcements: Announcements,
    changes: ChangeHistory,
    views: PostgresViews,
    snapshots: OpenSnapshots,
    prefetch: Prefetch,
  ) {
    views.onReplaced = (before, after) =>
      this.inBackground(async () => {
        await changes.follow(before, after);
        await announcements.look();
      });
    snapshots.events.on('change', () => this.inBackground(() => announcements.look()));
    prefetch.events.on('end', (run: Run) => this.inBackground(() => announcements.ended(run)));
  }

  onApplicationBootstrap(): void {
    this.inBackground(() => this.webhooks.start());
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.archives.stop(), this.webhooks.stop()]);
  }

  private inBackground(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.log.error({ msg: 'what changed could not be told', error: stackOf(error) });
    });
  }
}
