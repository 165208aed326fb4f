import { Logger, type DynamicModule } from '@nestjs/common';
import { CrawlRequests } from './api/service/crawl-requests';
import { PrefetchRequests } from './api/service/prefetch-requests';
import { ServiceReport } from './api/service/service-report';
import { ApiModule } from './api/api.module';
import { Lifecycle } from './api/http/lifecycle';
import { ResponseCache } from './api/http/response-cache';
import { ImageProxyController } from './api/image-proxy.controller';
import { PictureController } from './api/picture.controller';
import { Metrics } from './api/metrics/metrics';
import { MetricsController } from './api/metrics/metrics.controller';
import { PageAssets } from './api/page/page-assets';
import { PageAssetsController } from './api/page/page-assets.controller';
import { JobsController } from './api/service/jobs.controller';
import { Catalogue } from './catalogue/catalogue';
import { PostgresArticles } from './catalogue/postgres-articles';
import { PostgresViews } from './catalogue/postgres-views';
import type { Config } from './config/config';
import type { Database } from './database/database';
import { Leadership } from './database/leadership';
import { ChangeRepository } from './database/repositories/change.repository';
import { ChangeHistory } from './exports/changes/change-history';
import { ScrapingLogRepository } from './database/repositories/scraping-log.repository';
import { Unreachable } from './database/unreachable';
import { OpenSnapshots } from './dataset/open-snapshots';
import { SnapshotStore } from './dataset/snapshot-store';
import { systemClock } from './egress/clock';
import { createImages } from './images/create-images';
import { ImageProxy } from './images/proxy/image-proxy';
import { ImageStore } from './images/store/image-store';
import { BatchedImages } from './jobs/images/batched-images';
import { imageBatchHandler } from './jobs/images/image-batch';
import { JobRunner } from './jobs/job-runner';
import { FailedJobs } from './jobs/failed-jobs';
import { openJobs } from './jobs/open-jobs';
import type { RunBuild } from './prefetch/categorise/run-in-process';
import { crawlHandler } from './prefetch/crawl-job';
import { CrawlOrders } from './prefetch/crawl-orders';
import { refreshJob } from './prefetch/fill/refresh-job';
import { RefreshSchedule } from './prefetch/fill/refresh-schedule';
import { ImageMirror } from './prefetch/image-mirror';
import { McpModule } from './mcp/mcp.module';
import { LocalImagePrefetcher } from './prefetch/image-prefetcher';
import { PostgresLoader } from './prefetch/postgres-loader';
import { Prefetch } from './prefetch/prefetch';
import { Repairs } from './prefetch/repairs';
import type { Run } from './prefetch/run';
import type { Troubles } from './problem/troubles';
import { DEMO_UNIVERSE, UniverseSources, type ListContent } from './prefetch/universe-sources';
import { genericDefinition, type UniverseDefinition } from './universe/universe-definition';

export interface Surroundings {
  config: Config;
  /** Not started; the embedded server may be on its way. */
  database: Database;
  /** What cannot be used at present; whoever finds it sets it. */
  troubles: Troubles;
  packageDir: string;
  version: string;
  definitions: ReadonlyMap<string, UniverseDefinition>;
  /** Runs the categorise stage away from the serving thread. */
  runBuild: RunBuild;
  /** Reads the per-article files away from the serving thread. */
  listContent: ListContent;
}

/** The program: every room, made and connected. Read `compose` and you know it. */
export interface Program {
  module: DynamicModule;
  catalogue: Catalogue;
  images: ImageStore;
  cache: ResponseCache;
  lifecycle: Lifecycle;
  metrics: Metrics;
  prefetch: Prefetch;
  database: Database;
  /** Begins the work in the background; resolves when what earlier runs left is being served. */
  start(): Promise<void>;
  /** Ends the work in the background; questions are still answered. */
  stopWork(): Promise<void>;
  /** Closes the stores, after the work. */
  stop(): Promise<void>;
}

export async function compose(surroundings: Surroundings): Promise<Program> {
  const { config, database, troubles, packageDir, version, definitions, runBuild, listContent } = surroundings;
  const { mcp, server } = config;
  const log = new Logger('app');
  const definitionOf = (universe: string) => definitions.get(universe) ?? genericDefinition(universe);

  // The stores.
  const store = await SnapshotStore.open(config.files.cacheDir, config.files.dataDir);
  const snapshots = new OpenSnapshots(store);
  // Read while the framework gets ready; whoever starts the program waits for it.
  const opening = snapshots.open();
  const sources = new UniverseSources(config.files, [...definitions.keys()], listContent);

  const images = createImages({
    config: config.images,
    universeHosts: [...definitions.values()].flatMap(({ imageHosts }) => imageHosts),
    universesDir: config.files.universesDir,
    userAgent: `Lorekeeper/${version}${config.wiki.contact ? ` (${config.wiki.contact})` : ''}`,
    articleUrls: () => articleImages(snapshots),
    troubles,
  });

  // Reading.
  const leadership = new Leadership(database);
  const operations = new ScrapingLogRepository(database, leadership.instance);
  const articles = new PostgresArticles(database, operations);
  const postgresViews = new PostgresViews(articles, snapshots);
  const changes = new ChangeHistory(store.changes, new ChangeRepository(database));
  postgresViews.onReplaced = (before, after) => inBackground('note what changed', () => changes.follow(before, after));
  let isOpen = false;
  const catalogue: Catalogue = new Catalogue(postgresViews, snapshots, {
    definitions,
    defaultUniverse: config.prefetch.defaultUniverse,
    ttlDays: config.files.ttlDays,
    expected: () => (sources.ids().length > 0 ? sources.ids() : [DEMO_UNIVERSE]),
    unsettled: () => !isOpen || !sources.isListed || database.state === 'starting',
    isUnreachable: (error) => error instanceof Unreachable,
    onDamage: ({ universe, source, titles }) =>
      repairs.report(universe, source === 'postgres' ? 'in Postgres' : 'beside the file cache', titles),
  });

  // Work in the background: jobs of this process, or of workers over Redis.
  const imagesHere = new LocalImagePrefetcher(config.images, images);
  const jobs = await openJobs(config.redisUrl, {
    'image-batch': imageBatchHandler(imagesHere),
    crawl: crawlHandler({ cacheDir: config.files.cacheDir, contact: config.wiki.contact, version, definitionOf }),
  });
  const batchedImages = config.redisUrl === null ? null : new BatchedImages({ jobs, local: imagesHere });
  const failedJobs = new FailedJobs(jobs);
  const crawls = new CrawlOrders({
    jobs,
    onFilled: (universe) =>
      inBackground('load what was crawled', () => prefetch.run(universe, { force: false, allowShrink: false })),
  });

  // Filling.
  const loader = new PostgresLoader(database, leadership, store.changes);
  const prefetch = new Prefetch({
    config: config.prefetch,
    files: config.files,
    imagesConfig: config.images,
    operation: 'startup_prefetch_all',
    sources,
    snapshots,
    runBuild,
    definitionOf,
    loader,
    runLog: operations,
    troubles,
    images: batchedImages ?? imagesHere,
  });
  const repairs: Repairs = new Repairs({
    rebuild: (universe) => prefetch.run(universe, { force: true, allowShrink: false }),
    troubles,
  });
  const mirror = new ImageMirror(images.store, database, snapshots);

  const refreshes = new RefreshSchedule({
    everyMs: config.prefetch.refreshEveryMs,
    clock: systemClock,
    universes: () => sources.ids().filter((universe) => definitionOf(universe).api !== null),
    refresh: refreshJob({ cacheDir: config.files.cacheDir, contact: config.wiki.contact, version, definitionOf }),
    onChanged: (universe) =>
      inBackground('load what changed', () => prefetch.run(universe, { force: false, allowShrink: false })),
  });

  // The surface.
  const defaultUniverse = () => catalogue.defaultUniverse() ?? DEMO_UNIVERSE;
  const cache = new ResponseCache();
  const lifecycle = new Lifecycle();
  const state = new ServiceReport(version, config, {
    postgres: articles,
    images: images.store,
    catalogue,
    universes: () => [...definitions.keys(), ...sources.ids()],
  });
  const metrics = new Metrics(version).connect({
    database: () => ({ up: state.usesPostgres ? database.health().connected : null, pool: database.health().pool }),
    universes: () => [...sources.ids(), ...catalogue.servable()],
    prefetch: () => prefetch.report().universes,
    images: () => images.store.stats(),
    fallbackSeconds: () => catalogue.fallbackSeconds(),
    responseCache: () => ({ hit: cache.hits, miss: cache.misses }),
    failedJobs: () => failedJobs.count,
    troubles: () => troubles.list(),
  });
  const module = ApiModule.over(
    {
      catalogue,
      images: images.store,
      changes,
      prefetch: new PrefetchRequests(prefetch, defaultUniverse, () => ({ ...jobs.status(), failed: failedJobs.count })),
      state,
      page: new PageAssets(packageDir),
      cache,
      lifecycle,
      troubles,
      adminApiKey: config.server.adminApiKey,
      packageDir,
    },
    {
      imports: mcp.enabled
        ? [McpModule.over({ catalogue, version, origins: server.corsOrigins, hosts: mcp.hosts })]
        : [],
      controllers: [MetricsController, PageAssetsController, ImageProxyController, PictureController, JobsController],
      providers: [
        { provide: Metrics, useValue: metrics },
        { provide: ImageProxy, useValue: images.proxy },
        { provide: JobRunner, useValue: jobs },
        { provide: CrawlRequests, useValue: new CrawlRequests(crawls, definitions, defaultUniverse) },
      ],
    },
  );

  const followPostgres = async () => {
    if (await postgresViews.refresh()) log.log({ msg: 'serving from Postgres', universes: postgresViews.ids() });
    catalogue.changed();
  };
  const inBackground = (what: string, work: () => Promise<unknown>) => {
    work().catch((error: unknown) => log.error({ msg: 'background work failed', what, error: describe(error) }));
  };
  snapshots.events.on('change', () => catalogue.changed());
  snapshots.events.on('damage', (universe: string) => repairs.report(universe, 'beside the file cache'));
  database.on('datasets-changed', () => inBackground('follow', followPostgres));
  const noteDatabase = () => {
    const { connected, reason } = database.health();
    if (connected && reason === null) troubles.clear('database');
    else troubles.set('database', `Postgres cannot be used: ${reason}`, { isLogged: true });
  };
  for (const event of ['up', 'down', 'datasets-changed'] as const) database.on(event, noteDatabase);
  database.on('down', () => catalogue.changed());
  database.on('up', () => inBackground('load what Postgres lacks', async () => prefetch.postgresCame()));
  prefetch.events.on('stage', ({ stage, seconds }: { stage: string; seconds: number }) =>
    metrics.observeStage(stage, seconds),
  );
  prefetch.events.on('end', (run: Run) => {
    metrics.countRun(run.universe, run.progress.stage);
    if (run.progress.toReport().errors.some(({ code }) => code === 'ROWS_FILE_BROKEN'))
      repairs.report(run.universe, 'beside the file cache');
    repairs.runEnded(run.universe, run.id, run.progress.stage === 'completed');
    inBackground('compare images', () => mirror.compareAfterRun(run.universe));
  });

  return {
    module,
    catalogue,
    images: images.store,
    cache,
    lifecycle,
    metrics,
    prefetch,
    database,
    async start() {
      database.start();
      jobs.start();
      failedJobs.start(() => prefetch.events.emit('change'));
      inBackground('images', async () => {
        mirror.start();
        await images.store.load();
      });
      await opening;
      isOpen = true;
      catalogue.changed();
      inBackground('prefetch', () => prefetch.start());
      refreshes.start();
      const withWiki = [...definitions.values()].flatMap(({ id, api }) => (api === null ? [] : [id]));
      inBackground('follow crawls', () => crawls.adopt(withWiki));
    },
    async stopWork() {
      await refreshes.stop();
      batchedImages?.leave();
      await Promise.all([prefetch.stop(), crawls.stop()]);
      failedJobs.stop();
      await jobs.stop();
      await mirror.stop();
      operations.stop();
    },
    async stop() {
      await Promise.all([images.close(), database.stop(), snapshots.stop()]);
    },
  };
}

/** The addresses of all pictures that articles show. */
function* articleImages(snapshots: OpenSnapshots): Generator<string> {
  for (const id of snapshots.ids()) {
    const directory = snapshots.find(id)?.directory;
    for (let ordinal = 0; ordinal < (directory?.count ?? 0); ordinal++) {
      const url = directory?.imageUrl(ordinal);
      if (url) yield url;
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
