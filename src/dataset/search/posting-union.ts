import { Bitset } from './bitset';
import { DocumentSet } from './document-set';

/**
 * Unites lists of documents. What is added lies in bits, with a bit more for each 32 of them that says whether any
 * is set: a small union is read and cleared without going over all the documents.
 */
export class PostingUnion {
  private words: Uint32Array;
  private readonly touched: Uint32Array;
  private readonly found: Uint32Array;

  constructor(private readonly documents: number) {
    this.words = new Uint32Array((documents + 31) >>> 5);
    this.touched = new Uint32Array((this.words.length + 31) >>> 5);
    this.found = new Uint32Array(DocumentSet.longestList(documents));
  }

  /** Adds the numbers of a posting list; `eachPosting` without a call for each, as most of a search is spent here. */
  add(bytes: Uint8Array, start: number, end: number): void {
    const { words, touched } = this;
    let document = -1;
    for (let at = start; at < end;) {
      let byte = bytes[at++]!;
      let delta = byte & 0x7f;
      for (let shift = 7; byte > 0x7f; shift += 7) {
        byte = bytes[at++]!;
        delta |= (byte & 0x7f) << shift;
      }
      document += delta + 1;
      const word = document >>> 5;
      words[word]! |= 1 << (document & 31);
      touched[word >>> 5]! |= 1 << (word & 31);
    }
  }

  /** What has been added since the last call. */
  take(): DocumentSet {
    const length = this.list();
    const { words, touched } = this;
    if (length < 0) {
      this.words = new Uint32Array(words.length);
      touched.fill(0);
      return DocumentSet.ofBits(new Bitset(this.documents, words));
    }
    const list = this.found.slice(0, length);
    for (let i = 0; i < length; i++) words[list[i]! >>> 5] = 0;
    for (let i = 0; i < length; i++) touched[list[i]! >>> 10] = 0;
    return DocumentSet.ofList(this.documents, list);
  }

  /** Writes to `found` what has been added; gives its length, -1 where it is too long for a list. */
  private list(): number {
    const { words, touched, found } = this;
    let length = 0;
    for (let i = 0; i < touched.length; i++) {
      for (let mark = touched[i]!; mark !== 0; mark &= mark - 1) {
        const at = (i << 5) + 31 - Math.clz32(mark & -mark);
        for (let word = words[at]!; word !== 0; word &= word - 1) {
          if (length === found.length) return -1;
          found[length++] = (at << 5) + 31 - Math.clz32(word & -word);
        }
      }
    }
    return length;
  }
}
