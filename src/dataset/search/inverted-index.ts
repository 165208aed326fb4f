import { LRUCache } from 'lru-cache';
import { Bitset } from './bitset';
import { DocumentSet } from './document-set';
import { PostingUnion } from './posting-union';
import { Misspellings } from './misspellings';
import { isWord } from './tokens';
import type { Vocabulary } from './vocabulary';
import { LETTERS } from './word-shapes';

/** How a token may stand in a text. */
export type Manner = 'word' | 'prefix' | 'part';

/** Sets that are remembered may take so much memory. */
const MEMORY_BYTES = 4 << 20;
/** What a remembered set takes beside its numbers. */
const OVERHEAD_BYTES = 300;

/** Which documents (names, or descriptions) have which words, asked as sets. */
export class InvertedIndex {
  /** Words repeat where questions do not, and of one question: for its variants, and for its next page. */
  private readonly remembered = new LRUCache<string, DocumentSet>({
    maxSize: MEMORY_BYTES,
    sizeCalculation: ({ bytes }) => OVERHEAD_BYTES + bytes,
  });
  private readonly union: PostingUnion;
  private readonly misspellings: Misspellings;

  /** `letters`: for each of a-z the set of documents that have it; empty where that is not known. */
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly documents: number,
    private readonly offsets: Uint32Array,
    private readonly bytes: Uint8Array,
    private readonly letters: Uint32Array = new Uint32Array(),
  ) {
    this.union = new PostingUnion(documents);
    this.misspellings = new Misspellings(vocabulary);
  }

  /** Documents that have every token in this manner; null where there are none. */
  withAll(tokens: readonly string[], manner: (token: string) => Manner): DocumentSet | null {
    return intersection(tokens, (token) => this.with(token, manner(token)));
  }

  /** Documents that have one of the words at these places. */
  private withAny(places: ArrayLike<number>): DocumentSet {
    for (let i = 0; i < places.length; i++) this.addList(places[i]!);
    return this.union.take();
  }

  /** Documents that have the token. */
  with(token: string, manner: Manner): DocumentSet {
    // A sign is a token of its own: it is never a part of a longer one.
    const kind = isWord(token) ? manner : 'word';
    const letter = kind === 'part' ? this.withLetter(token) : null;
    return letter ?? this.remembering(kind, token, () => this.gather(token, kind));
  }

  /** Documents that have a word at most `edits` letters off, or one that begins so. */
  near(token: string, edits: number, ofPrefix: boolean): DocumentSet {
    return this.remembering('near', `${edits}${ofPrefix ? '-' : ''} ${token}`, () =>
      this.withAny(this.misspellings.near(token, edits, ofPrefix)),
    );
  }

  private remembering(manner: Manner | 'near', key: string, make: () => DocumentSet): DocumentSet {
    const name = `${manner} ${key}`;
    let set = this.remembered.get(name);
    if (!set) this.remembered.set(name, (set = make()));
    return set;
  }

  private gather(token: string, manner: Manner): DocumentSet {
    if (manner === 'part') return this.withAny(this.vocabulary.containing(token));
    const bytes = Buffer.from(token);
    const { from, to } = manner === 'prefix' ? this.vocabulary.prefixRange(bytes) : this.vocabulary.wordRange(bytes);
    for (let place = from; place < to; place++) this.addList(place);
    return this.union.take();
  }

  /** Most documents have a given letter: too many to gather word by word. */
  private withLetter(token: string): DocumentSet | null {
    if (this.letters.length === 0 || !/^[a-z]$/.test(token)) return null;
    const letter = token.charCodeAt(0) - 0x61;
    const length = this.letters.length / LETTERS;
    const words = this.letters.subarray(letter * length, (letter + 1) * length);
    return DocumentSet.ofBits(new Bitset(this.documents, words));
  }

  private addList(place: number): void {
    this.union.add(this.bytes, this.offsets[place]!, this.offsets[place + 1]!);
  }
}

/** What is in the set of every token; null where that is nothing. */
export function intersection(
  tokens: readonly string[],
  setOf: (token: string, index: number) => DocumentSet,
): DocumentSet | null {
  let all: DocumentSet | null = null;
  for (let i = 0; i < tokens.length; i++) {
    const set = setOf(tokens[i] ?? '', i);
    all = all ? all.and(set) : set;
    if (all.isEmpty) return null;
  }
  return all;
}
