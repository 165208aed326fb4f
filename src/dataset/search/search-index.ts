import { Bitset } from './bitset';
import { Misspellings } from './misspellings';
import { eachPosting } from './posting-lists';
import type { SearchDirectory } from './search-directory';
import { Vocabulary } from './vocabulary';

/** How a token may stand in a text. */
export type Manner = 'word' | 'prefix' | 'part';

/** Places in the vocabulary: single ones and one range. */
interface Places {
  from: number;
  to: number;
  single: readonly number[];
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
  private readonly uses: Uint16Array;
  private readonly names: Lists;
  private readonly texts: Lists;
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
    this.uses = sections.u16('search.names.uses');
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

  /** How often links call the article by this name; 0 for titles and redirects. */
  usesOf(name: number): number {
    return this.uses[name] ?? 0;
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
    return this.documentsWith(this.names, tokens, (token) => this.places(token, manner));
  }

  /** Names that have every token, each at most so many letters off as `editsOf` says. */
  namesNear(tokens: readonly string[], editsOf: (token: string, index: number) => number): Bitset | null {
    return this.documentsWith(this.names, tokens, (token, index) => this.placesNear(token, editsOf(token, index)));
  }

  /** Names that have both words. */
  namesWithBoth(left: number, right: number): Bitset | null {
    const set = new Bitset(this.names.documents);
    this.addList(this.names, left, set);
    const other = new Bitset(this.names.documents);
    this.addList(this.names, right, other);
    return set.and(other).isEmpty ? null : set;
  }

  /** Ranks of the articles whose descriptions have every token, at least as a part of a word. */
  textsWith(tokens: readonly string[]): Bitset | null {
    return this.documentsWith(this.texts, tokens, (token) => this.places(token, 'part'));
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

  private documentsWith(
    lists: Lists,
    tokens: readonly string[],
    placesOf: (token: string, index: number) => Places,
  ): Bitset | null {
    let all: Bitset | null = null;
    for (let i = 0; i < tokens.length; i++) {
      const set = this.documentsAt(lists, placesOf(tokens[i] ?? '', i));
      if (!set) return null;
      all = all ? all.and(set) : set;
      if (all.isEmpty) return null;
    }
    return all;
  }

  private documentsAt(lists: Lists, places: Places): Bitset | null {
    if (places.from >= places.to && places.single.length === 0) return null;
    const set = new Bitset(lists.documents);
    for (let place = places.from; place < places.to; place++) this.addList(lists, place, set);
    for (const place of places.single) this.addList(lists, place, set);
    return set;
  }

  private addList(lists: Lists, place: number, set: Bitset): void {
    const { words } = set;
    eachPosting(lists.bytes, lists.offsets[place] ?? 0, lists.offsets[place + 1] ?? 0, (document) => {
      words[document >>> 5]! |= 1 << (document & 31);
    });
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
        return { from: 0, to: 0, single: this.vocabulary.containing(token) };
    }
  }

  private placesNear(token: string, edits: number): Places {
    const parts = this.places(token, 'part');
    if (edits === 0) return parts;
    this.spelling ??= new Misspellings(this.vocabulary);
    return { from: 0, to: 0, single: [...new Set([...parts.single, ...this.spelling.near(token, edits)])] };
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
