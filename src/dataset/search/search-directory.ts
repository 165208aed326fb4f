import type { SectionFile } from '../section-file';

/** What questions need of a directory: how many articles there are, and its sections (core columns by ordinal). */
export interface SearchDirectory {
  readonly count: number;
  readonly sections: SectionFile;
}

/** Bits of the core column `flags`. */
export const FLAG_HAS_IMAGE = 1;
export const FLAG_LEGENDS_TWIN = 2;
export const FLAG_OUT_OF_UNIVERSE = 4;
