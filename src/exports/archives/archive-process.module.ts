import { Module } from '@nestjs/common';
import { Catalogue } from '../../catalogue/catalogue';
import { CatalogueModule } from '../../catalogue/catalogue.module';
import { ImagesModule } from '../../images/images.module';
import { ImageStore } from '../../images/store/image-store';
import { archiveMaker } from './archive-maker';
import { ArchivesModule } from './archives.module';
import { Pictures } from './pictures';
import { WRITE_ARCHIVE } from './write-archive';

/** The maker of archives, for the process that does nothing else. */
@Module({
  imports: [ArchivesModule, CatalogueModule, ImagesModule],
  providers: [
    {
      provide: WRITE_ARCHIVE,
      inject: [Catalogue, ImageStore, Pictures],
      useFactory: (catalogue: Catalogue, images: ImageStore, pictures: Pictures) =>
        archiveMaker(catalogue, images, pictures),
    },
  ],
  exports: [WRITE_ARCHIVE],
})
export class ArchiveProcessModule {}
