import { Inject, Injectable } from '@nestjs/common';
import { ArchiveStore } from './archives/archive-store';
import { Pictures } from './archives/pictures';
import { WRITE_ARCHIVE, type WriteArchive } from './archives/write-archive';
import { ChangeHistory } from './changes/change-history';

/** What exports are made with, beside the catalogue. */
@Injectable()
export class ExportTools {
  constructor(
    /** What the last publications changed. */
    readonly changes: ChangeHistory,
    /** The stored pictures of articles. */
    readonly pictures: Pictures,
    /** Where finished archives are kept. */
    readonly archives: ArchiveStore,
    @Inject(WRITE_ARCHIVE) readonly writeArchive: WriteArchive,
  ) {}
}
