import { Module } from '@nestjs/common';
import { ImagesModule } from '../../images/images.module';
import { Pictures } from './pictures';

/** What archives are made with, wherever they are made. */
@Module({
  imports: [ImagesModule],
  providers: [Pictures],
  exports: [Pictures],
})
export class ArchivesModule {}
