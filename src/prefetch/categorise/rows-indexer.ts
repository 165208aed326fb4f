import { open } from 'node:fs/promises';
import type { FurtherCategories } from '../../dataset/article-rows';
import { DatasetBuilder } from '../../dataset/dataset-builder';
import type { DatasetInfo } from '../../dataset/dataset-info';
import type { PlacesReport } from '../../dataset/places/places-builder';
import { writeRows, type RowOrder, type RowPlaces } from '../../dataset/rows-writer';
import { ScratchFollower, type ScratchBatch } from '../../dataset/scratch-rows';
import { labelKey } from '../../universe/label';
import type { RegionName } from '../../universe/universe-definition';

export interface IndexerOptions {
  rowsPath: string;
  directoryPath: string;
  /** When the data were fetched from the wiki. */
  scrapedAtMs: number;
  regions: readonly RegionName[];
}

/** What the rows themselves do not tell of a dataset. */
export type StatedInfo = Pick<DatasetInfo, 'universe' | 'key' | 'licence' | 'rejected' | 'forms'>;

export interface Indexed {
  info: DatasetInfo;
  places: PlacesReport;
}

/**
 * Makes the rows file and the directory of a dataset out of the rows in the scratch file, in this thread or in another,
 * as far behind whoever writes them as need be.
 */
export interface RowsIndexer {
  /** Takes the next rows that were written. */
  take(batch: ScratchBatch): void;
  /** Writes both files, whole but not synced. */
  finish(stated: StatedInfo, further: FurtherCategories): Promise<Indexed>;
  /** Ends the work; safe to call at any time. Both files may be left behind. */
  discard(): Promise<void>;
}

/** `writeRows`, here or in another thread. */
export type WriteRows = (rowsPath: string, order: RowOrder) => Promise<RowPlaces>;

const writeHere: WriteRows = (rowsPath, order) => Promise.resolve(writeRows(rowsPath, order));

/** Does it in this thread, which has nothing else to do. */
export class LocalIndexer implements RowsIndexer {
  private readonly builder: DatasetBuilder;
  private readonly rows: ScratchFollower;

  /** `write` writes the rows file: in this thread, unless another one has nothing else to do. */
  constructor(
    private readonly options: IndexerOptions,
    private readonly write: WriteRows = writeHere,
  ) {
    const { rowsPath, scrapedAtMs, regions } = options;
    this.builder = new DatasetBuilder({ scrapedAtMs, regions, keyOfLabel: labelKey });
    this.rows = new ScratchFollower(rowsPath);
  }

  take(batch: ScratchBatch): void {
    this.builder.add(this.rows.read(batch));
  }

  async finish(stated: StatedInfo, further: FurtherCategories): Promise<Indexed> {
    const { info, sections, places } = await this.builder.finish(further, (order) =>
      this.write(this.options.rowsPath, order),
    );
    const full: DatasetInfo = { ...info, ...stated };
    await writeChunks(this.options.directoryPath, sections.chunks(full));
    return { info: full, places };
  }

  discard(): Promise<void> {
    this.rows.close();
    return Promise.resolve();
  }
}

async function writeChunks(path: string, chunks: Buffer[]): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const chunk of chunks) if (chunk.length > 0) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
}
