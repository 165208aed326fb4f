import { Module, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config/config';
import { Database } from '../database/database';
import { DatabaseModule } from '../database/database.module';
import { ScrapingLogRepository } from '../database/repositories/scraping-log.repository';
import { DamageReports } from '../dataset/damage-reports';
import { DatasetModule } from '../dataset/dataset.module';
import { OpenSnapshots } from '../dataset/open-snapshots';
import { systemClock } from '../egress/clock';
import { FileCacheModule } from '../file-cache/file-cache.module';
import { UniverseSources } from '../file-cache/universe-sources';
import { Images } from '../images/create-images';
import { ImagesModule } from '../images/images.module';
import { QueueWatch } from '../jobs/queue-watch';
import { BatchedImages } from '../jobs/images/batched-images';
import { IMAGE_SOURCE, type ImageSource } from '../jobs/images/image-source';
import { JobRunner } from '../jobs/job-runner';
import { JobsModule } from '../jobs/jobs.module';
import { Troubles } from '../problem/troubles';
import { UniverseDefinitions } from '../universe/universe-definitions';
import { BackgroundWork } from './background-work';
import { CategoriseModule } from './categorise/categorise.module';
import { RUN_BUILD, type RunBuild } from './categorise/run-build';
import { CrawlOrders } from './crawl-orders';
import { cacheIdentity } from './fill/cache-identity';
import { FILL_FROM_WIKI, type FillFromWiki } from './fill/fill-in-process';
import { RefreshSchedule } from './fill/refresh-schedule';
import { ImageMirror } from './image-mirror';
import { LocalImagePrefetcher } from './image-prefetcher';
import { inBackground } from './in-background';
import { JobHandlersModule } from './job-handlers.module';
import { PostgresLoader } from './postgres-loader';
import { Prefetch } from './prefetch';
import { Repairs } from './repairs';
import type { Run } from './run';

/** Loads what a crawl or a refresh brought. */
function loadLater(prefetch: Prefetch, universe: string): void {
  inBackground('load what changed', () => prefetch.run(universe, { force: false, allowShrink: false }));
}

/** Filling: the stages, their queue, and what makes runs begin. */
@Module({
  imports: [
    CategoriseModule,
    DatabaseModule,
    DatasetModule,
    FileCacheModule,
    ImagesModule,
    JobHandlersModule,
    JobsModule,
  ],
  providers: [
    PostgresLoader,
    {
      provide: IMAGE_SOURCE,
      inject: [Config, JobRunner, LocalImagePrefetcher],
      useFactory: (config: Config, jobs: JobRunner, local: LocalImagePrefetcher): ImageSource =>
        config.jobs === 'inline' ? local : new BatchedImages({ jobs, local }),
    },
    {
      provide: Prefetch,
      inject: [
        Config,
        UniverseDefinitions,
        UniverseSources,
        OpenSnapshots,
        RUN_BUILD,
        PostgresLoader,
        ScrapingLogRepository,
        Troubles,
        IMAGE_SOURCE,
      ],
      useFactory: (
        config: Config,
        definitions: UniverseDefinitions,
        sources: UniverseSources,
        snapshots: OpenSnapshots,
        runBuild: RunBuild,
        loader: PostgresLoader,
        runLog: ScrapingLogRepository,
        troubles: Troubles,
        images: ImageSource,
      ) =>
        new Prefetch({
          config: config.prefetch,
          files: config.files,
          imagesConfig: config.images,
          definitionOf: (universe) => definitions.get(universe),
          sources,
          snapshots,
          runBuild,
          loader,
          runLog,
          troubles,
          images,
        }),
    },
    {
      provide: Repairs,
      inject: [Prefetch, Troubles],
      useFactory: (prefetch: Prefetch, troubles: Troubles) =>
        new Repairs({ rebuild: (universe) => prefetch.run(universe, { force: true, allowShrink: false }), troubles }),
    },
    ImageMirror,
    {
      provide: CrawlOrders,
      inject: [Config, JobRunner, Prefetch],
      useFactory: ({ files }: Config, jobs: JobRunner, prefetch: Prefetch) =>
        new CrawlOrders({
          jobs,
          cacheIdentity: () => cacheIdentity(files.cacheDir),
          onFilled: (universe) => loadLater(prefetch, universe),
        }),
    },
    {
      provide: RefreshSchedule,
      inject: [Config, FILL_FROM_WIKI, UniverseDefinitions, UniverseSources, Prefetch],
      useFactory: (
        { prefetch: { refreshEveryMs } }: Config,
        fill: FillFromWiki,
        definitions: UniverseDefinitions,
        sources: UniverseSources,
        prefetch: Prefetch,
      ) =>
        new RefreshSchedule({
          everyMs: refreshEveryMs,
          clock: systemClock,
          universes: () => sources.ids().filter((universe) => definitions.get(universe).api !== null),
          refresh: (universe, signal) =>
            fill({ kind: 'refresh', definition: definitions.get(universe), resume: false }, { signal }),
          onChanged: (universe) => loadLater(prefetch, universe),
        }),
    },
    BackgroundWork,
  ],
  exports: [Prefetch, CrawlOrders, ImageMirror, BackgroundWork, FileCacheModule, JobsModule],
})
export class PrefetchModule implements OnModuleDestroy {
  constructor(
    private readonly work: BackgroundWork,
    prefetch: Prefetch,
    repairs: Repairs,
    mirror: ImageMirror,
    database: Database,
    snapshots: OpenSnapshots,
    damage: DamageReports,
    queue: QueueWatch,
    images: Images,
  ) {
    images.store.eviction.articleUrls = () => snapshots.imageUrls();
    database.on('up', () => inBackground('load what Postgres lacks', async () => prefetch.postgresCame()));
    snapshots.events.on('damage', (universe: string) =>
      repairs.report(universe, 'beside the file cache, or was made by another version'),
    );
    damage.on('found', ({ universe, source, titles }) =>
      repairs.report(universe, source === 'postgres' ? 'in Postgres' : 'beside the file cache', titles),
    );
    queue.events.on('change', () => prefetch.events.emit('change'));
    prefetch.events.on('end', (run: Run) => {
      if (run.progress.toReport().errors.some(({ code }) => code === 'ROWS_FILE_BROKEN'))
        repairs.report(run.universe, 'beside the file cache');
      repairs.runEnded(run.universe, run.id, run.progress.stage === 'completed');
      inBackground('compare images', () => mirror.compareAfterRun(run.universe));
    });
  }

  onModuleDestroy(): Promise<void> {
    return this.work.stop();
  }
}
