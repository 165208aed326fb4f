import { Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue';
import { CatalogueModule } from '../catalogue/catalogue.module';
import { PostgresArticles } from '../catalogue/postgres-articles';
import { Config } from '../config/config';
import { PackageInfo } from '../config/package-info';
import { ExportsModule } from '../exports/exports.module';
import { UniverseSources } from '../file-cache/universe-sources';
import { ImagesModule } from '../images/images.module';
import { ImageStore } from '../images/store/image-store';
import { PrefetchModule } from '../prefetch/prefetch.module';
import { UniverseDefinitions } from '../universe/universe-definitions';
import { AdminGuard } from './http/admin.guard';
import { HttpSurface } from './http/http-surface';
import { Lifecycle } from './http/lifecycle';
import { ImageProxyController } from './image-proxy.controller';
import { PictureController } from './picture.controller';
import { MetricsModule } from './metrics/metrics.module';
import { PageAssets } from './page/page-assets';
import { PageAssetsController } from './page/page-assets.controller';
import { PageWriter } from './page/page-writer';
import { PagesController } from './page/pages.controller';
import { PublicSite } from './page/public-site';
import { SitemapController } from './page/sitemap.controller';
import { CoverageController } from './service/coverage.controller';
import { CrawlRequests } from './service/crawl-requests';
import { DocsController } from './service/docs.controller';
import { HealthController } from './service/health.controller';
import { JobsController } from './service/jobs.controller';
import { PrefetchRequests } from './service/prefetch-requests';
import { PrefetchController } from './service/prefetch.controller';
import { RootController } from './service/root.controller';
import { ServiceReport } from './service/service-report';
import { StatusStream } from './service/status-stream';
import { ExportsController } from './exports/exports.controller';
import { CacheController } from './wiki/cache.controller';
import { CanonController } from './wiki/canon.controller';
import { ItemsController } from './wiki/items.controller';
import { LocationsController } from './wiki/locations.controller';
import { TextsController } from './wiki/texts.controller';
import { UniverseController } from './wiki/universe.controller';
import { UniversesController } from './wiki/universes.controller';
import { WikiAnswers } from './wiki/wiki-answers';

/** What may be asked over HTTP. */
@Module({
  imports: [CatalogueModule, ExportsModule, ImagesModule, MetricsModule, PrefetchModule],
  controllers: [
    RootController,
    HealthController,
    PrefetchController,
    CoverageController,
    DocsController,
    JobsController,
    PageAssetsController,
    SitemapController,
    ImageProxyController,
    PictureController,
    UniversesController,
    CanonController,
    LocationsController,
    ItemsController,
    CacheController,
    ExportsController,
    TextsController,
    UniverseController,
    PagesController,
  ],
  providers: [
    AdminGuard,
    Lifecycle,
    HttpSurface,
    WikiAnswers,
    { provide: PageAssets, inject: [PackageInfo], useFactory: ({ dir }: PackageInfo) => new PageAssets(dir) },
    PageWriter,
    { provide: PublicSite, inject: [Config], useFactory: ({ server }: Config) => new PublicSite(server) },
    {
      provide: ServiceReport,
      inject: [Config, PackageInfo, PostgresArticles, ImageStore, Catalogue, UniverseDefinitions, UniverseSources],
      useFactory: (
        config: Config,
        { version }: PackageInfo,
        postgres: PostgresArticles,
        images: ImageStore,
        catalogue: Catalogue,
        definitions: UniverseDefinitions,
        sources: UniverseSources,
      ) => {
        const universes = () => [...definitions.ids(), ...sources.ids()];
        return new ServiceReport(version, config, { postgres, images, catalogue, universes });
      },
    },
    PrefetchRequests,
    CrawlRequests,
    StatusStream,
  ],
  exports: [Lifecycle, WikiAnswers],
})
export class ApiModule implements BeforeApplicationShutdown {
  constructor(private readonly stream: StatusStream) {}

  /** Before the server closes, for it waits until every connection has ended. */
  beforeApplicationShutdown(): void {
    this.stream.close();
  }
}
