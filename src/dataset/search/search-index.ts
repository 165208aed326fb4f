import { Bitset } from './bitset';
import { Misspellings } from './misspellings';
import { addPostings } from './posting-lists';
import type { SearchDirectory } from './search-directory';
import { searchGroup } from './search-order';
import { isWord } from './tokens';
import { LETTERS } from './vocabulary-builder';
import { Vocabulary } from './vocabulary';

const REMEMBERED_PARTS = 8;

/** How a token may stand in a text. */
export type Manner = 'word' | 'prefix' | 'part';

/** Places in the vocabulary: single ones and one range. */
interface Places {
  from: number;
  to: number;
  single: ArrayLike<number>;
}

interface Lists {
  offsets: Uint32Array;
  bytes: Uint8Array;
  documents: number;
}

/**
 * The sections that `SearchBuilder` wrote, as sets. Articles are numbered by rank (the order in which search lists
 * them), names in the order of their articles, each title before its article's other names.
 */
export class SearchIndex {
  readonly count: number;
  readonly vocabulary: Vocabulary;
  private readonly ordinalOfRank: Uint32Array;
  private readonly nameCounts: Uint8Array;
  private readonly hashes: Uint32Array;
  private readonly checks: Uint16Array;
  private readonly links: Uint32Array;
  private readonly flags: Uint8Array;
  private readonly letterSets: Uint32Array;
  private readonly names: Lists;
  private readonly texts: Lists;
  private readonly parts = new Map<string, number[]>();
  private rankOfName: Uint32Array | null = null;
  private titles: Bitset | null = null;
  private spelling: Misspellings | null = null;

  constructor({ count, sections }: SearchDirectory) {
    this.count = count;
    this.vocabulary = new Vocabulary(sections.strings('search.words'));
    this.ordinalOfRank = sections.u32('search.rank');
    this.nameCounts = sections.u8('search.names');
    this.hashes = sections.u32('search.names.hash');
    this.checks = sections.u16('search.names.check');
    this.links = sections.u32('links');
    this.flags = sections.u8('flags');
    this.letterSets = sections.u32('search.names.letters');
    const lists = (section: string, documents: number): Lists => ({
      offsets: sections.u32(`${section}.lists`),
      bytes: sections.bytes(`${section}.bytes`),
      documents,
    });
    this.names = lists('search.names', this.hashes.length);
    this.texts = lists('search.texts', count);
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

  rankOf(name: number): number {
    return this.ranks()[name] ?? 0;
  }

  isTitle(name: number): boolean {
    return name === 0 || this.rankOf(name) !== this.rankOf(name - 1);
  }

  /** Numbers of the names that are equal to the one hashed, signs and spaces aside. */
  wholeNames({ hash, check }: { hash: number; check: number }): number[] {
    const found: number[] = [];
    for (let at = this.hashes.indexOf(hash); at >= 0; at = this.hashes.indexOf(hash, at + 1)) {
      if (this.checks[at] === check) found.push(at);
    }
    return found;
  }

  /** Names that have every token in this manner; null where there are none. */
  namesWith(tokens: readonly string[], manner: Manner): Bitset | null {
    return intersection(tokens, (token) => {
      const letter = manner === 'part' && token.length === 1 ? LETTERS.indexOf(token) : -1;
      return letter >= 0 ? this.namesWithLetter(letter) : this.documentsAt(this.names, this.places(token, manner));
    });
  }

  /**
   * Names that have every token, each at most so many letters off as `editsOf` says; of the token at `unfinished`,
   * only the beginning of a word need be near.
   */
  namesNear(
    tokens: readonly string[],
    editsOf: (token: string, index: number) => number,
    unfinished = -1,
  ): Bitset | null {
    return intersection(tokens, (token, index) =>
      this.documentsAt(this.names, this.placesNear(token, editsOf(token, index), index === unfinished)),
    );
  }

  /**
   * Ranks of the articles whose descriptions have every token, at least as a part of a word; one or two letters only
   * as the beginning of one, because every text has them somewhere.
   */
  textsWith(tokens: readonly string[]): Bitset | null {
    return intersection(tokens, (token) =>
      this.documentsAt(this.texts, this.places(token, token.length < 3 ? 'prefix' : 'part')),
    );
  }

  /** Ranks of the articles that the names belong to. */
  ranksOf(names: Bitset): Bitset {
    const ranks = this.ranks();
    const set = new Bitset(this.count);
    names.each((name) => set.add(ranks[name] ?? 0));
    return set;
  }

  /** Of the names, those that are titles. */
  titlesOnly(names: Bitset): Bitset {
    if (!this.titles) {
      this.titles = new Bitset(this.names.documents);
      for (let rank = 0, name = 0; rank < this.count; name += this.nameCounts[rank++] ?? 0) this.titles.add(name);
    }
    return names.and(this.titles);
  }

  private namesWithLetter(letter: number): Bitset {
    const length = (this.names.documents + 31) >>> 5;
    return new Bitset(this.names.documents, this.letterSets.slice(letter * length, (letter + 1) * length));
  }

  private documentsAt(lists: Lists, places: Places): Bitset | null {
    if (places.from >= places.to && places.single.length === 0) return null;
    const set = new Bitset(lists.documents);
    for (let place = places.from; place < places.to; place++) this.addList(lists, place, set);
    for (let i = 0; i < places.single.length; i++) this.addList(lists, places.single[i]!, set);
    return set;
  }

  private addList(lists: Lists, place: number, set: Bitset): void {
    addPostings(lists.bytes, lists.offsets[place]!, lists.offsets[place + 1]!, set.words);
  }

  private places(token: string, manner: Manner): Places {
    switch (manner) {
      case 'word': {
        const place = this.vocabulary.find(token);
        return { from: place, to: place < 0 ? place : place + 1, single: [] };
      }
      case 'prefix':
        return { ...this.vocabulary.prefixRange(token), single: [] };
      case 'part':
        return isWord(token) ? { from: 0, to: 0, single: this.wordsContaining(token) } : this.places(token, 'word');
    }
  }

  /** Names and descriptions are asked for the same parts, one after the other. */
  private wordsContaining(part: string): number[] {
    let places = this.parts.get(part);
    if (!places) {
      if (this.parts.size >= REMEMBERED_PARTS) this.parts.clear();
      this.parts.set(part, (places = this.vocabulary.containing(part)));
    }
    return places;
  }

  private placesNear(token: string, edits: number, unfinished: boolean): Places {
    const parts = this.places(token, 'part');
    if (edits === 0) return parts;
    this.spelling ??= new Misspellings(this.vocabulary);
    const near = unfinished ? this.spelling.nearPrefix(token, edits) : this.spelling.near(token, edits);
    return { from: 0, to: 0, single: [...Array.from(parts.single), ...near] };
  }

  private ranks(): Uint32Array {
    if (!this.rankOfName) {
      this.rankOfName = new Uint32Array(this.names.documents);
      let name = 0;
      for (let rank = 0; rank < this.count; rank++) {
        for (let left = this.nameCounts[rank] ?? 0; left > 0; left--) this.rankOfName[name++] = rank;
      }
    }
    return this.rankOfName;
  }
}

/** What is in the set of every token; null where that is nothing. */
function intersection(
  tokens: readonly string[],
  setOf: (token: string, index: number) => Bitset | null,
): Bitset | null {
  let all: Bitset | null = null;
  for (let i = 0; i < tokens.length; i++) {
    const set = setOf(tokens[i] ?? '', i);
    if (!set) return null;
    all = all ? all.and(set) : set;
    if (all.isEmpty) return null;
  }
  return all;
}
