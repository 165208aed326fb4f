import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config';
import { PackageInfo } from '../config/package-info';
import { ImagesModule } from '../images/images.module';
import { imageBatchHandler } from '../jobs/images/image-batch';
import { JOB_HANDLERS, type JobHandlers } from '../jobs/job';
import { UniverseDefinitions } from '../universe/universe-definitions';
import { crawlHandler } from './crawl-job';
import { cacheIdentity } from './fill/cache-identity';
import { FILL_FROM_WIKI, fillInProcess, type FillFromWiki } from './fill/fill-in-process';
import { LocalImagePrefetcher } from './image-prefetcher';

const SCRIPT = join(__dirname, 'fill.process.js');

/** What each kind of job does. Global, for the room of the jobs stands below this one. */
@Global()
@Module({
  imports: [ImagesModule],
  providers: [
    LocalImagePrefetcher,
    {
      provide: FILL_FROM_WIKI,
      inject: [Config, PackageInfo],
      useFactory: ({ files: { cacheDir }, wiki: { contact, articleText } }: Config, { version }: PackageInfo) =>
        fillInProcess(SCRIPT, { cacheDir, contact, articleText, version }),
    },
    {
      provide: JOB_HANDLERS,
      inject: [FILL_FROM_WIKI, UniverseDefinitions, LocalImagePrefetcher, Config],
      useFactory: (
        fill: FillFromWiki,
        definitions: UniverseDefinitions,
        images: LocalImagePrefetcher,
        { files }: Config,
      ): JobHandlers => ({
        'image-batch': imageBatchHandler(images),
        crawl: crawlHandler(
          fill,
          (universe) => definitions.get(universe),
          () => cacheIdentity(files.cacheDir),
        ),
      }),
    },
  ],
  exports: [LocalImagePrefetcher, FILL_FROM_WIKI, JOB_HANDLERS],
})
export class JobHandlersModule {}
