import type { DatasetInfo } from '../dataset-info';
import type { DocumentSet } from './document-set';
import { InvertedIndex, intersection, type Manner } from './inverted-index';
import { NameTable } from './name-table';
import type { SearchDirectory } from './search-directory';
import { OUT_OF_UNIVERSE_GROUP, searchGroup } from './search-order';
import { Vocabulary } from './vocabulary';

/** Every description has a word with these few letters in it somewhere. */
const MIN_PART_OF_TEXT = 3;

/**
 * The sections that `SearchBuilder` wrote. Articles are numbered by rank: the order in which search lists those that
 * match in the same way.
 */
export class SearchIndex {
  readonly count: number;
  readonly vocabulary: Vocabulary;
  readonly names: NameTable;
  private readonly ordinalOfRank: Uint32Array;
  private readonly links: Uint32Array;
  private readonly flags: Uint8Array;
  private readonly categoryOf: Uint16Array;
  /** Number of the category of people. */
  private readonly people: number;
  private readonly inNames: InvertedIndex;
  private readonly inTexts: InvertedIndex;
  private readonly inContexts: InvertedIndex;

  constructor({ count, sections }: SearchDirectory) {
    this.count = count;
    this.vocabulary = new Vocabulary(sections, 'search.words');
    this.names = new NameTable(sections, count);
    this.ordinalOfRank = sections.u32('search.rank');
    this.links = sections.u32('links');
    this.flags = sections.u8('flags');
    this.categoryOf = sections.u16('category');
    this.people = (sections.info as DatasetInfo).categories.findIndex(({ name }) => name === 'characters');
    this.inNames = new InvertedIndex(
      this.vocabulary,
      this.names.size,
      sections.u32('search.names.lists'),
      sections.bytes('search.names.bytes'),
      sections.u32('search.names.letters'),
    );
    this.inTexts = new InvertedIndex(
      this.vocabulary,
      count,
      sections.u32('search.texts.lists'),
      sections.bytes('search.texts.bytes'),
    );
    this.inContexts = new InvertedIndex(
      this.vocabulary,
      count,
      sections.u32('search.contexts.lists'),
      sections.bytes('search.contexts.bytes'),
    );
  }

  ordinal(rank: number): number {
    return this.ordinalOfRank[rank] ?? 0;
  }

  linksOf(rank: number): number {
    return this.links[this.ordinal(rank)] ?? 0;
  }

  /** 0 an article of the universe, 1 its /Legends twin, 2 and 3 the same out of the universe. */
  groupOf(rank: number): number {
    return searchGroup(this.flags[this.ordinal(rank)] ?? 0);
  }

  isOfUniverse(rank: number): boolean {
    return this.groupOf(rank) < OUT_OF_UNIVERSE_GROUP;
  }

  isPerson(rank: number): boolean {
    return this.categoryOf[this.ordinal(rank)] === this.people;
  }

  namesWithWord(word: string): DocumentSet {
    return this.inNames.with(word, 'word');
  }

  /** Ranks of the articles whose category, place, type or affiliation has the word. */
  contextsWith(word: string): DocumentSet {
    return this.inContexts.with(word, 'word');
  }

  /** Names that have every token in this manner; null where there are none. */
  namesWith(tokens: readonly string[], manner: Manner): DocumentSet | null {
    return this.inNames.withAll(tokens, () => manner);
  }

  /**
   * Names that have every token, each at most so many letters off as `editsOf` says; of the token at `unfinished`,
   * only the beginning of a word need be near.
   */
  namesNear(
    tokens: readonly string[],
    editsOf: (token: string, index: number) => number,
    unfinished = -1,
  ): DocumentSet | null {
    return intersection(tokens, (token, index) => {
      const parts = this.inNames.with(token, 'part');
      const edits = editsOf(token, index);
      if (edits === 0) return parts;
      return this.inNames.near(token, edits, index === unfinished).or(parts);
    });
  }

  /**
   * Ranks of the articles whose descriptions have every token, at least as a part of a word; one or two letters only
   * as the beginning of one.
   */
  textsWith(tokens: readonly string[]): DocumentSet | null {
    return this.inTexts.withAll(tokens, (token) => (token.length < MIN_PART_OF_TEXT ? 'prefix' : 'part'));
  }
}
