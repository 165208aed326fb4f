import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config';
import { PackageInfo } from '../config/package-info';
import { Troubles } from '../problem/troubles';
import { UniverseDefinitions } from '../universe/universe-definitions';
import { createImages, Images } from './create-images';
import { DecoderPool } from './decoder/decoder-pool';
import { ImageProxy } from './proxy/image-proxy';
import { ImageStore } from './store/image-store';

/** The image store, the downloader and the proxy. */
@Module({
  providers: [
    { provide: DecoderPool, useFactory: () => new DecoderPool() },
    {
      provide: Images,
      inject: [Config, PackageInfo, UniverseDefinitions, DecoderPool, Troubles],
      useFactory: (
        { images, files, wiki }: Config,
        info: PackageInfo,
        definitions: UniverseDefinitions,
        decoders: DecoderPool,
        troubles: Troubles,
      ) =>
        createImages({
          config: images,
          universeHosts: definitions.imageHosts(),
          universesDir: files.universesDir,
          userAgent: info.userAgent(wiki.contact),
          decoders,
          troubles,
        }),
    },
    { provide: ImageStore, inject: [Images], useFactory: ({ store }: Images) => store },
    { provide: ImageProxy, inject: [Images], useFactory: ({ proxy }: Images) => proxy },
  ],
  exports: [Images, ImageStore, ImageProxy],
})
export class ImagesModule implements OnApplicationShutdown {
  constructor(private readonly images: Images) {}

  onApplicationShutdown(): Promise<void> {
    return this.images.close();
  }
}
