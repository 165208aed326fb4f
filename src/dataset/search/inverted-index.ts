import { Bitset } from './bitset';
import { addPostings } from './posting-lists';
import { isWord } from './tokens';
import type { Vocabulary } from './vocabulary';
import { LETTERS } from './vocabulary-builder';

/** How a token may stand in a text. */
export type Manner = 'word' | 'prefix' | 'part';

/** Sets that are remembered may take so much memory. */
const MEMORY_BYTES = 4 << 20;
const MIN_REMEMBERED = 16;

/** Which documents (names, or descriptions) have which words, asked as sets. */
export class InvertedIndex {
  private readonly remembered = new Map<string, Bitset>();
  private readonly capacity: number;

  /** `letters`: for each of LETTERS the set of documents that have it; empty where that is not known. */
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly documents: number,
    private readonly offsets: Uint32Array,
    private readonly bytes: Uint8Array,
    private readonly letters: Uint32Array = new Uint32Array(),
  ) {
    this.capacity = Math.max(MIN_REMEMBERED, Math.floor((MEMORY_BYTES * 8) / Math.max(1, documents)));
  }

  /** Documents that have every token in this manner, the caller's own set; null where there are none. */
  withAll(tokens: readonly string[], manner: (token: string) => Manner): Bitset | null {
    return intersection(tokens, (token) => this.with(token, manner(token)));
  }

  /** Documents that have one of the words at these places. */
  withAny(places: ArrayLike<number>): Bitset {
    const set = new Bitset(this.documents);
    for (let i = 0; i < places.length; i++) this.addList(places[i]!, set);
    return set;
  }

  /** Documents that have the token; not to be changed, for other questions have the same one. */
  with(token: string, manner: Manner): Bitset {
    // A sign is a token of its own: it is never a part of a longer one.
    const kind = isWord(token) ? manner : 'word';
    const letter = kind === 'part' ? this.withLetter(token) : null;
    if (letter) return letter;
    const key = `${kind} ${token}`;
    let set = this.remembered.get(key);
    if (!set) {
      // Of a query's words the same sets are asked again and again: for its variants, and for its next page.
      if (this.remembered.size >= this.capacity) this.remembered.delete(this.remembered.keys().next().value!);
      this.remembered.set(key, (set = this.gather(token, kind)));
    }
    return set;
  }

  private gather(token: string, manner: Manner): Bitset {
    if (manner === 'part') return this.withAny(this.vocabulary.containing(token));
    const set = new Bitset(this.documents);
    const { from, to } = manner === 'prefix' ? this.vocabulary.prefixRange(token) : this.vocabulary.wordRange(token);
    for (let place = from; place < to; place++) this.addList(place, set);
    return set;
  }

  /** Most documents have a given letter: too many to gather word by word. */
  private withLetter(token: string): Bitset | null {
    const letter = token.length === 1 && this.letters.length > 0 ? LETTERS.indexOf(token) : -1;
    if (letter < 0) return null;
    const length = this.letters.length / LETTERS.length;
    return new Bitset(this.documents, this.letters.subarray(letter * length, (letter + 1) * length));
  }

  private addList(place: number, set: Bitset): void {
    addPostings(this.bytes, this.offsets[place]!, this.offsets[place + 1]!, set.words);
  }
}

/** What is in the set of every token, a set of its own; null where that is nothing. */
export function intersection(
  tokens: readonly string[],
  setOf: (token: string, index: number) => Bitset,
): Bitset | null {
  let all: Bitset | null = null;
  for (let i = 0; i < tokens.length; i++) {
    const set = setOf(tokens[i] ?? '', i);
    all = all ? all.and(set) : set.copy();
    if (all.isEmpty) return null;
  }
  return all;
}
