import { Bitset } from './bitset';
import type { SearchDirectory } from './search-directory';

/** The articles of each category as sets, made when they are first asked for. */
export class CategoryMasks {
  private readonly ranks = new Map<number, Bitset>();
  private readonly ordinals = new Map<number, Bitset>();
  private readonly categoryOf: Uint16Array;

  constructor(private readonly directory: SearchDirectory) {
    this.categoryOf = directory.sections.u16('category');
  }

  /** By rank; null: every category. */
  byRank(category: number | undefined): Bitset | null {
    if (category === undefined) return null;
    let mask = this.ranks.get(category);
    if (!mask) {
      const { categoryOf } = this;
      const ordinalOfRank = this.directory.sections.u32('search.rank');
      mask = new Bitset(this.directory.count);
      for (let rank = 0; rank < mask.size; rank++) if (categoryOf[ordinalOfRank[rank]!] === category) mask.add(rank);
      this.ranks.set(category, mask);
    }
    return mask;
  }

  /** By ordinal; null: every category. */
  byOrdinal(category: number | undefined): Bitset | null {
    if (category === undefined) return null;
    let mask = this.ordinals.get(category);
    if (!mask) this.ordinals.set(category, (mask = Bitset.where(this.categoryOf, category)));
    return mask;
  }
}
