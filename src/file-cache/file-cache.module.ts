import { Module } from '@nestjs/common';
import { Config } from '../config/config';
import { UniverseDefinitions } from '../universe/universe-definitions';
import { LIST_CONTENT, UniverseSources, type ListContent } from './universe-sources';

/** Which universes have files. Needs a provider of LIST_CONTENT. */
@Module({
  providers: [
    {
      provide: UniverseSources,
      inject: [Config, UniverseDefinitions, LIST_CONTENT],
      useFactory: ({ files }: Config, definitions: UniverseDefinitions, listContent: ListContent) =>
        new UniverseSources(files, definitions.ids(), listContent),
    },
  ],
  exports: [UniverseSources],
})
export class FileCacheModule {}
