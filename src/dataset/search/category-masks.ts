import { Bitset } from './bitset';
import type { SearchDirectory } from './search-directory';
import type { SearchIndex } from './search-index';

/** The articles of each category as sets, made when they are first asked for. */
export class CategoryMasks {
  private readonly ranks = new Map<number, Bitset>();
  private readonly ordinals = new Map<number, Bitset>();
  private readonly categoryOf: Uint16Array;

  constructor(
    private readonly directory: SearchDirectory,
    private readonly index: SearchIndex,
  ) {
    this.categoryOf = directory.sections.u16('category');
  }

  /** By rank; null: every category. */
  byRank(category: number | undefined): Bitset | null {
    return this.mask(category, this.ranks, (rank) => this.index.ordinal(rank));
  }

  /** By ordinal; null: every category. */
  byOrdinal(category: number | undefined): Bitset | null {
    return this.mask(category, this.ordinals, (ordinal) => ordinal);
  }

  private mask(category: number | undefined, masks: Map<number, Bitset>, ordinalOf: (i: number) => number) {
    if (category === undefined) return null;
    let mask = masks.get(category);
    if (!mask) {
      mask = new Bitset(this.directory.count);
      for (let i = 0; i < this.directory.count; i++) if (this.categoryOf[ordinalOf(i)] === category) mask.add(i);
      masks.set(category, mask);
    }
    return mask;
  }
}
