import type { SectionFileWriter } from '../section-file';

/** Where a name of an article comes from. */
export const NAME_TITLE = 0;
export const NAME_REDIRECT = 1;
export const NAME_LINK_TEXT = 2;
export type NameKind = typeof NAME_TITLE | typeof NAME_REDIRECT | typeof NAME_LINK_TEXT;

/** What is known once every article has been seen. Columns are by ordinal. */
export interface SearchBuildContext {
  count: number;
  /** Sequence number to ordinal. */
  ordinalOf: Uint32Array;
  links: Uint32Array;
  flags: Uint8Array;
}

/** Collects the names and descriptions of all articles and writes the sections that `Search` reads. */
export class SearchBuilder {
  /** `uses`: how many links carry this text (link texts only). Names as they are written, not folded. */
  addName(_seq: number, _name: string, _kind: NameKind, _uses = 0): void {}

  addDescription(_seq: number, _text: string): void {}

  finish(_writer: SectionFileWriter, _context: SearchBuildContext): void {}
}
