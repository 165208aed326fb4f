import { Module, type DynamicModule } from '@nestjs/common';
import { ApiModule } from './api/api.module';
import { CatalogueModule } from './catalogue/catalogue.module';
import { PassagesModule } from './catalogue/passages.module';
import type { Config } from './config/config';
import { ConfigModule } from './config/config.module';
import type { PackageInfo } from './config/package-info';
import { DatabaseModule } from './database/database.module';
import { DatasetModule } from './dataset/dataset.module';
import { ArchiveProcessModule } from './exports/archives/archive-process.module';
import { ExportsModule } from './exports/exports.module';
import { FileCacheModule } from './file-cache/file-cache.module';
import { ImagesModule } from './images/images.module';
import { JobsModule } from './jobs/jobs.module';
import { McpModule } from './mcp/mcp.module';
import { CategoriseModule } from './prefetch/categorise/categorise.module';
import { JobHandlersModule } from './prefetch/job-handlers.module';
import { JobWorkerModule } from './prefetch/job-worker.module';
import { PrefetchModule } from './prefetch/prefetch.module';
import { TroublesModule } from './problem/troubles.module';
import { TracingModule } from './tracing/tracing.module';

const STORES = [DatabaseModule, DatasetModule, FileCacheModule, ImagesModule];
const READING = [CatalogueModule, PassagesModule];
const FILLING = [CategoriseModule, JobHandlersModule, JobsModule, PrefetchModule];

/** The program, as the server, a worker and a command need it: each module provides what its room makes. */
@Module({})
export class AppModule {
  /** Reads, fills and answers. */
  static server(config: Config, info: PackageInfo): DynamicModule {
    const mcp = config.mcp.enabled ? [McpModule] : [];
    return AppModule.of(config, info, [...STORES, ...FILLING, ...READING, ExportsModule, ApiModule, ...mcp]);
  }

  /** Reads and fills, for whoever asks the catalogue itself. */
  static reader(config: Config, info: PackageInfo): DynamicModule {
    return AppModule.of(config, info, [...STORES, ...FILLING, ...READING]);
  }

  /** Takes jobs from their queue. */
  static worker(config: Config, info: PackageInfo): DynamicModule {
    return AppModule.of(config, info, [ImagesModule, JobHandlersModule, JobWorkerModule.of(config.jobs)]);
  }

  /** Reads, for the process that makes archives. */
  static archives(config: Config, info: PackageInfo): DynamicModule {
    return AppModule.of(config, info, [...STORES, CategoriseModule, CatalogueModule, ArchiveProcessModule]);
  }

  /** Fills what a command line names, and nothing by itself. */
  static command(config: Config, info: PackageInfo): DynamicModule {
    return AppModule.of(config, info, [...STORES, ...FILLING]);
  }

  private static of(config: Config, info: PackageInfo, rooms: DynamicModule['imports'] = []): DynamicModule {
    const tracing = config.tracing ? [TracingModule.with(config.tracing, info.version)] : [];
    return { module: AppModule, imports: [ConfigModule.with(config, info), TroublesModule, ...tracing, ...rooms] };
  }
}
