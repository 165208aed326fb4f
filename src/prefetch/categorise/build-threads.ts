import type { NativePart } from '../../file-cache/read-records';
import type { MadeRows, RowRules } from './row-maker';
import { LocalIndexer, type IndexerOptions, type RowsIndexer } from './rows-indexer';

/** Makes the rows of parts of the native file cache, one part after the other. */
export interface PartMaker {
  makePart(part: NativePart): Promise<MadeRows>;
}

/** Who does which work of a build. */
export interface BuildThreads {
  openIndexer(options: IndexerOptions): RowsIndexer;
  /** Opens who helps to make rows, where there is a processor for it. */
  openHelper?(rules: RowRules): PartMaker;
}

/** All of it in this thread, one after the other. */
export const IN_THIS_THREAD: BuildThreads = {
  openIndexer: (options) => new LocalIndexer(options),
};
