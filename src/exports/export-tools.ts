import type { ArchiveStore } from './archives/archive-store';
import type { Pictures } from './archives/pictures';
import type { WriteArchive } from './archives/write-archive';
import type { ChangeHistory } from './changes/change-history';

/** What exports are made with, beside the catalogue. */
export class ExportTools {
  constructor(
    /** What the last publications changed. */
    readonly changes: ChangeHistory,
    /** The stored pictures of articles. */
    readonly pictures: Pictures,
    /** Where finished archives are kept. */
    readonly archives: ArchiveStore,
    readonly writeArchive: WriteArchive,
  ) {}
}
