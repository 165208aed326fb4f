import type { SectionFile } from '../section-file';

/** What questions need of a directory: how many articles there are, and its sections (core columns by ordinal). */
export interface SearchDirectory {
  readonly count: number;
  readonly sections: SectionFile;
}
