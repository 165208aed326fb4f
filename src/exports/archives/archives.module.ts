import { Module } from '@nestjs/common';
import { ImagesModule } from '../../images/images.module';
import { ImageProxy } from '../../images/proxy/image-proxy';
import { ImageStore } from '../../images/store/image-store';
import { Pictures } from './pictures';

/** What archives are made with, wherever they are made. */
@Module({
  imports: [ImagesModule],
  providers: [
    {
      provide: Pictures,
      inject: [ImageStore, ImageProxy],
      useFactory: (images: ImageStore, proxy: ImageProxy) => new Pictures(images, proxy),
    },
  ],
  exports: [Pictures],
})
export class ArchivesModule {}
