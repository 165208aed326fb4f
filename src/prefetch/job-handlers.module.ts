import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config';
import { PackageInfo } from '../config/package-info';
import { Images } from '../images/create-images';
import { ImagesModule } from '../images/images.module';
import { imageBatchHandler } from '../jobs/images/image-batch';
import { JOB_HANDLERS, type JobHandlers } from '../jobs/job';
import { UniverseDefinitions } from '../universe/universe-definitions';
import { crawlHandler } from './crawl-job';
import { LocalImagePrefetcher } from './image-prefetcher';

/** What each kind of job does. Global, for the room of the jobs stands below this one. */
@Global()
@Module({
  imports: [ImagesModule],
  providers: [
    {
      provide: LocalImagePrefetcher,
      inject: [Config, Images],
      useFactory: (config: Config, images: Images) => new LocalImagePrefetcher(config.images, images),
    },
    {
      provide: JOB_HANDLERS,
      inject: [Config, PackageInfo, UniverseDefinitions, LocalImagePrefetcher],
      useFactory: (
        { files, wiki }: Config,
        { version }: PackageInfo,
        definitions: UniverseDefinitions,
        images: LocalImagePrefetcher,
      ): JobHandlers => ({
        'image-batch': imageBatchHandler(images),
        crawl: crawlHandler({
          cacheDir: files.cacheDir,
          contact: wiki.contact,
          articleText: wiki.articleText,
          version,
          definitionOf: (universe) => definitions.get(universe),
        }),
      }),
    },
  ],
  exports: [LocalImagePrefetcher, JOB_HANDLERS],
})
export class JobHandlersModule {}
