import { Module, type DynamicModule, type BeforeApplicationShutdown, type Provider, type Type } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue';
import { ChangeHistory } from '../exports/changes/change-history';
import { Troubles } from '../problem/troubles';
import { AdminGuard, AdminKey } from './http/admin.guard';
import type { KnownImages } from '../images/store/image-store';
import { Lifecycle } from './http/lifecycle';
import { ResponseCache } from './http/response-cache';
import { LoadShedder } from '../catalogue/load-shedder';
import { PageAssets } from './page/page-assets';
import { PrefetchRequests } from './service/prefetch-requests';
import { ServiceReport } from './service/service-report';
import { CoverageController } from './service/coverage.controller';
import { DocsController } from './service/docs.controller';
import { HealthController } from './service/health.controller';
import { PackageFiles } from './service/package-files';
import { PrefetchController } from './service/prefetch.controller';
import { RootController } from './service/root.controller';
import { StatusStream } from './service/status-stream';
import { ExportsController } from './exports/exports.controller';
import { CacheController } from './wiki/cache.controller';
import { CanonController } from './wiki/canon.controller';
import { ItemsController } from './wiki/items.controller';
import { LocationsController } from './wiki/locations.controller';
import { UniverseController } from './wiki/universe.controller';
import { UniversesController } from './wiki/universes.controller';
import { WikiAnswers } from './wiki/wiki-answers';

/** What the API stands on. */
export interface ApiParts {
  catalogue: Catalogue;
  images: KnownImages;
  changes: ChangeHistory;
  prefetch: Pick<PrefetchRequests, keyof PrefetchRequests>;
  state: Pick<ServiceReport, keyof ServiceReport>;
  page: Pick<PageAssets, keyof PageAssets>;
  cache: ResponseCache;
  lifecycle: Lifecycle;
  troubles: Troubles;
  adminApiKey: string | null;
  /** The folder of the installed package. */
  packageDir: string;
}

const SERVICE_CONTROLLERS = [RootController, HealthController, PrefetchController, CoverageController, DocsController];
const WIKI_CONTROLLERS = [
  UniversesController,
  CanonController,
  LocationsController,
  ItemsController,
  CacheController,
  ExportsController,
];

/** Every controller, over parts that the composition root makes. */
@Module({})
export class ApiModule implements BeforeApplicationShutdown {
  constructor(private readonly stream: StatusStream) {}

  /** `others`: further modules, controllers and what they need, registered before the patterns that fit nearly anything. */
  static over(
    parts: ApiParts,
    others: { imports?: DynamicModule[]; controllers?: Type[]; providers?: Provider[] } = {},
  ): DynamicModule {
    return {
      module: ApiModule,
      imports: others.imports ?? [],
      controllers: [...SERVICE_CONTROLLERS, ...WIKI_CONTROLLERS, ...(others.controllers ?? []), UniverseController],
      providers: [...providersOf(parts), ...(others.providers ?? [])],
    };
  }

  /** Before the server closes, for it waits until every connection has ended. */
  beforeApplicationShutdown(): void {
    this.stream.close();
  }
}

function providersOf(parts: ApiParts): Provider[] {
  const value = <T>(provide: T, useValue: unknown): Provider => ({ provide: provide as never, useValue });
  return [
    AdminGuard,
    value(Catalogue, parts.catalogue),
    value(PrefetchRequests, parts.prefetch),
    value(ServiceReport, parts.state),
    value(PageAssets, parts.page),
    value(ResponseCache, parts.cache),
    value(ChangeHistory, parts.changes),
    value(Lifecycle, parts.lifecycle),
    value(Troubles, parts.troubles),
    value(AdminKey, new AdminKey(parts.adminApiKey)),
    value(PackageFiles, new PackageFiles(parts.packageDir)),
    value(StatusStream, new StatusStream(parts.prefetch)),
    value(WikiAnswers, new WikiAnswers(parts.catalogue, parts.images, new LoadShedder())),
  ];
}
