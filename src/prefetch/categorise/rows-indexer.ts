import { open } from 'node:fs/promises';
import type { FurtherCategories } from '../../dataset/article-rows';
import { DatasetBuilder } from '../../dataset/dataset-builder';
import type { DatasetInfo } from '../../dataset/dataset-info';
import type { PlacesReport } from '../../dataset/places/places-builder';
import { DatasetRest, type FinishRest } from '../../dataset/dataset-rest';
import { ScratchFollower, type ScratchBatch } from '../../dataset/scratch-rows';
import { labelKey } from '../../universe/label';
import type { RegionName } from '../../universe/universe-definition';

/** What is to become a dataset. */
export interface IndexJob {
  rowsPath: string;
  directoryPath: string;
  /** All rows, as they lie in the scratch file of `rowsPath`. */
  batches: readonly ScratchBatch[];
  /** When the data were fetched from the wiki. */
  scrapedAtMs: number;
  regions: readonly RegionName[];
}

/** What the rows themselves do not tell of a dataset. */
export type StatedInfo = Pick<DatasetInfo, 'universe' | 'key' | 'version' | 'licence' | 'rejected' | 'forms'>;

export interface Indexed {
  info: DatasetInfo;
  places: PlacesReport;
}

/** Makes the rows file and the directory of a dataset out of its rows, in this thread or in another. */
export interface RowsIndexer {
  /** Writes both files, whole but not synced. */
  finish(stated: StatedInfo, further: FurtherCategories): Promise<Indexed>;
  /** Ends the work, finished or not. Both files may be left behind. */
  discard(): Promise<void>;
}

/** Begins to make a dataset. */
export type OpenIndexer = (job: IndexJob) => RowsIndexer;

/** Makes the directory, which takes the longest. */
export class DirectoryIndexer {
  private readonly builder: DatasetBuilder;

  /** Goes through all rows at once. */
  constructor(private readonly job: IndexJob) {
    this.builder = new DatasetBuilder(job);
    const rows = new ScratchFollower(job.rowsPath);
    try {
      for (const batch of job.batches) this.builder.add(rows.read(batch));
    } finally {
      rows.close();
    }
  }

  async finish(stated: StatedInfo, further: FurtherCategories, finishRest: FinishRest): Promise<Indexed> {
    const { info, sections, places } = await this.builder.finish(further, finishRest);
    const full: DatasetInfo = { ...info, ...stated };
    await writeChunks(this.job.directoryPath, sections.chunks(full));
    return { info: full, places };
  }
}

/** Does it all in this thread, one after the other. */
export class LocalIndexer implements RowsIndexer {
  private readonly directory: DirectoryIndexer;
  private readonly rest: DatasetRest;

  constructor(job: IndexJob) {
    this.directory = new DirectoryIndexer(job);
    this.rest = new DatasetRest(job.rowsPath, labelKey);
    for (const batch of job.batches) this.rest.take(batch);
  }

  finish(stated: StatedInfo, further: FurtherCategories): Promise<Indexed> {
    return this.directory.finish(stated, further, (order) => Promise.resolve(this.rest.finish(order)));
  }

  async discard(): Promise<void> {
    this.rest.close();
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
