import type { ArticleContent, Infobox } from '../../universe/article';
import type { SectionFileWriter } from '../section-file';

export interface FacetsBuildContext {
  count: number;
  /** Sequence number to ordinal. */
  ordinalOf: Uint32Array;
}

/** Collects the values of content fields and writes the sections that `Facets` reads. */
export class FacetsBuilder {
  /** `keyOf`: an infobox label to its content key ('' where it has none), as `toContent` makes it. */
  constructor(private readonly keyOf: (label: string) => string) {}

  /** `category` is the index into info.categories. The infobox gives the separate values of what content joins. */
  add(_seq: number, _category: number, _content: ArticleContent, _infobox: Infobox | null): void {}

  finish(_writer: SectionFileWriter, _context: FacetsBuildContext): void {}
}
