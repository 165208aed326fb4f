import { fold } from '../../universe/fold';
import { HashIndex } from '../hash-index';
import type { SectionFile, StringTable } from '../section-file';
import { compactName } from './compact-name';
import type { DocumentSet } from './document-set';
import { tokensOf } from './tokens';

/** The names of all articles: numbered in the order of their articles' ranks, an article's title first. */
export class NameTable {
  readonly size: number;
  private readonly counts: Uint8Array;
  private readonly words: Uint8Array;
  /** Of names that are no titles; '' of those that are. */
  private readonly texts: StringTable;
  private readonly byCompact: HashIndex;
  private readonly titles: StringTable;
  private readonly ordinalOfRank: Uint32Array;
  private rankOfName: Uint32Array | null = null;

  constructor(
    sections: SectionFile,
    private readonly articles: number,
  ) {
    this.counts = sections.u8('search.names');
    this.words = sections.u8('search.names.words');
    this.texts = sections.strings('search.names.texts');
    this.byCompact = new HashIndex(sections, 'search.names');
    this.titles = sections.strings('title');
    this.ordinalOfRank = sections.u32('search.rank');
    this.size = this.words.length;
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

  /** The name as it is written. */
  nameOf(name: number): string {
    return this.textOf(name) || this.titles.get(this.ordinalOfRank[this.rankOf(name)] ?? 0);
  }

  /** Numbers, ascending, of the names that are this one (`compactName`), signs and spaces aside. */
  whole(compact: string): number[] {
    return [...this.byCompact.candidates(compact)].filter(
      (name) => compactName(tokensOf(fold(this.nameOf(name)))) === compact,
    );
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
