import { open } from 'node:fs/promises';
import type { FurtherCategories } from '../../dataset/article-rows';
import { DatasetBuilder } from '../../dataset/dataset-builder';
import type { DatasetInfo } from '../../dataset/dataset-info';
import type { PlacesReport } from '../../dataset/places/places-builder';
import { RowsAndFacets, type FinishRows } from '../../dataset/rows-and-facets';
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
  /** Ends the work, finished or not. Both files may be left behind. */
  discard(): void;
}

/** Makes the directory, which takes the longest. */
export class DirectoryIndexer {
  private readonly builder: DatasetBuilder;
  private readonly rows: ScratchFollower;

  constructor(private readonly options: IndexerOptions) {
    this.builder = new DatasetBuilder(options);
    this.rows = new ScratchFollower(options.rowsPath);
  }

  take(batch: ScratchBatch): void {
    this.builder.add(this.rows.read(batch));
  }

  async finish(stated: StatedInfo, further: FurtherCategories, finishRows: FinishRows): Promise<Indexed> {
    const { info, sections, places } = await this.builder.finish(further, finishRows);
    const full: DatasetInfo = { ...info, ...stated };
    await writeChunks(this.options.directoryPath, sections.chunks(full));
    return { info: full, places };
  }

  close(): void {
    this.rows.close();
  }
}

/** Does it all in this thread, one after the other. */
export class LocalIndexer implements RowsIndexer {
  private readonly directory: DirectoryIndexer;
  private readonly others: RowsAndFacets;

  constructor(options: IndexerOptions) {
    this.directory = new DirectoryIndexer(options);
    this.others = new RowsAndFacets(options.rowsPath, labelKey);
  }

  take(batch: ScratchBatch): void {
    this.directory.take(batch);
    this.others.take(batch);
  }

  finish(stated: StatedInfo, further: FurtherCategories): Promise<Indexed> {
    return this.directory.finish(stated, further, (order) => Promise.resolve(this.others.finish(order)));
  }

  discard(): void {
    this.directory.close();
    this.others.close();
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
