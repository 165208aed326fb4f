import { Module, type OnModuleDestroy } from '@nestjs/common';
import { Catalogue } from '../../catalogue/catalogue';
import { CatalogueModule } from '../../catalogue/catalogue.module';
import { Config } from '../../config/config';
import { PackageInfo } from '../../config/package-info';
import { Database } from '../../database/database';
import { DatabaseModule } from '../../database/database.module';
import { ExportsModule } from '../../exports/exports.module';
import { Webhooks } from '../../exports/webhooks/webhooks';
import { FileCacheModule } from '../../file-cache/file-cache.module';
import { UniverseSources } from '../../file-cache/universe-sources';
import { ImagesModule } from '../../images/images.module';
import { ImageStore } from '../../images/store/image-store';
import { QueueWatch } from '../../jobs/queue-watch';
import { JobsModule } from '../../jobs/jobs.module';
import { Prefetch } from '../../prefetch/prefetch';
import { PrefetchModule } from '../../prefetch/prefetch.module';
import type { Run } from '../../prefetch/run';
import { Troubles } from '../../problem/troubles';
import { ResponseCache } from '../http/response-cache';
import { Metrics } from './metrics';
import { MetricsController } from './metrics.controller';

/** What Prometheus scrapes, and the cache of answers that it counts. */
@Module({
  imports: [CatalogueModule, DatabaseModule, ExportsModule, FileCacheModule, ImagesModule, JobsModule, PrefetchModule],
  controllers: [MetricsController],
  providers: [
    { provide: ResponseCache, useFactory: () => new ResponseCache() },
    {
      provide: Metrics,
      inject: [
        Config,
        PackageInfo,
        Database,
        UniverseSources,
        Catalogue,
        Prefetch,
        ImageStore,
        ResponseCache,
        QueueWatch,
        Troubles,
        Webhooks,
      ],
      useFactory: (
        config: Config,
        { version }: PackageInfo,
        database: Database,
        sources: UniverseSources,
        catalogue: Catalogue,
        prefetch: Prefetch,
        images: ImageStore,
        cache: ResponseCache,
        queue: QueueWatch,
        troubles: Troubles,
        webhooks: Webhooks,
      ) =>
        new Metrics(version).connect({
          database: () => {
            const { connected, pool } = database.health();
            return { up: config.database.mode === 'none' ? null : connected, pool };
          },
          universes: () => [...sources.ids(), ...catalogue.servable()],
          prefetch: () => prefetch.report().universes,
          images: () => images.stats(),
          fallbackSeconds: () => catalogue.fallbackSeconds(),
          responseCache: () => ({ hit: cache.hits, miss: cache.misses }),
          failedJobs: () => queue.failed,
          troubles: () => troubles.list(),
          webhooks: () => (webhooks.isUsed ? webhooks.counts() : null),
        }),
    },
  ],
  exports: [Metrics, ResponseCache],
})
export class MetricsModule implements OnModuleDestroy {
  constructor(
    private readonly metrics: Metrics,
    prefetch: Prefetch,
  ) {
    prefetch.events.on('stage', ({ stage, seconds }: { stage: string; seconds: number }) =>
      metrics.observeStage(stage, seconds),
    );
    prefetch.events.on('end', (run: Run) => metrics.countRun(run.universe, run.progress.stage));
  }

  onModuleDestroy(): void {
    this.metrics.stop();
  }
}
