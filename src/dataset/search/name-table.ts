import type { SectionFile, StringTable } from '../section-file';
import type { DocumentSet } from './document-set';

/**
 * The names of all articles: numbered in the order of their articles' ranks, an article's title first. Whole names
 * are found by their hashes, which lie in buckets.
 */
export class NameTable {
  readonly size: number;
  private readonly counts: Uint8Array;
  private readonly words: Uint8Array;
  /** Of names that are no titles; '' of those that are. */
  private readonly texts: StringTable;
  private readonly buckets: Uint32Array;
  private readonly byHash: Uint32Array;
  private readonly hashes: Uint32Array;
  private readonly checks: Uint16Array;
  private rankOfName: Uint32Array | null = null;

  constructor(
    sections: SectionFile,
    private readonly articles: number,
  ) {
    this.counts = sections.u8('search.names');
    this.words = sections.u8('search.names.words');
    this.texts = sections.strings('search.names.texts');
    this.buckets = sections.u32('search.names.buckets');
    this.byHash = sections.u32('search.names.byHash');
    this.hashes = sections.u32('search.names.hash');
    this.checks = sections.u16('search.names.check');
    this.size = this.byHash.length;
  }

  rankOf(name: number): number {
    return this.ranks()[name] ?? 0;
  }

  isTitle(name: number): boolean {
    return name === 0 || this.rankOf(name) !== this.rankOf(name - 1);
  }

  /** How many words it has, at most 255. */
  wordsOf(name: number): number {
    return this.words[name] ?? 0;
  }

  /** As it is written; '' for a title. */
  textOf(name: number): string {
    return this.texts.get(name);
  }

  /** Numbers, ascending, of the names that are equal to the one hashed, signs and spaces aside. */
  whole({ hash, check }: { hash: number; check: number }): number[] {
    const found: number[] = [];
    const bucket = bucketOf(hash, this.buckets.length - 1);
    for (let at = this.buckets[bucket] ?? 0; at < (this.buckets[bucket + 1] ?? 0); at++) {
      if (this.hashes[at] === hash && this.checks[at] === check) found.push(this.byHash[at]!);
    }
    return found.sort((a, b) => a - b);
  }

  /** Ranks of the articles that the names belong to. */
  ranksOf(names: DocumentSet): DocumentSet {
    return names.mapped(this.ranks(), this.articles);
  }

  private ranks(): Uint32Array {
    if (!this.rankOfName) {
      this.rankOfName = new Uint32Array(this.size);
      let name = 0;
      for (let rank = 0; rank < this.articles; rank++) {
        for (let left = this.counts[rank]!; left > 0; left--) this.rankOfName[name++] = rank;
      }
    }
    return this.rankOfName;
  }
}

/** Of `buckets` (a power of two), the one in which a hash lies. */
export function bucketOf(hash: number, buckets: number): number {
  return (hash ^ (hash >>> 15)) & (buckets - 1);
}
