/**
 * The passages file: an index of what the articles of a dataset say, which lies on disk and is read by pieces. Layout:
 * magic (8 bytes), length of the header (u32), CRC-32 of the header and the columns (u32), header (JSON), columns, posting
 * lists. Numbers are little-endian; every column begins at a multiple of 8.
 *
 * Passages are numbered article by article. A posting is the distance to the passage before it and, in the lowest four
 * bits, how much the word weighs in it: a number of variable length, seven bits a byte, the lowest first. The list of a
 * word that many passages have is a bit for each passage, in u32; before the bits, for each stretch of them, how many are
 * set before it (u32); behind the bits, the weights of those that are set, two in a byte, the first in the lower half.
 */
export const MAGIC = 'LKPASS1\n';
export const PREFIX_BYTES = 16;
export const FILE_VERSION = 2;
/** Steps in which a word's weight in a passage is kept, and the bits of a posting that hold it. */
export const WEIGHT_BITS = 4;
export const WEIGHT_STEPS = 2 ** WEIGHT_BITS;
/** A word that more than one of so many passages has is stored by bits. */
const DENSE_FROM = 32;

export function isDense(postings: number, passages: number): boolean {
  return postings * DENSE_FROM > passages;
}

/** A stretch of the bits, in u32. */
export const RANK_WORDS = 8;

/** How many u32 the parts of such a list have, in their order. */
export function denseParts(passages: number): { ranks: number; words: number } {
  const words = Math.ceil(passages / 32);
  return { ranks: Math.ceil(words / RANK_WORDS), words };
}

/** Of a word: hash (2 × u32), passages that have it (u32), bytes of its list (u32), where it begins (u32 × 2), CRC-32 (u32). */
export const WORD_BYTES = 28;
/** Words are found by the highest bits of their hash: so many in a bucket on average. */
export const WORDS_IN_BUCKET = 16;

export interface PassageFileHeader {
  version: number;
  passages: number;
  words: number;
  bucketBits: number;
  /** Name, offset from the end of the header's padding, and bytes of each column. */
  columns: { name: string; offset: number; bytes: number }[];
  /** Where the word entries and the posting lists begin in the file. */
  wordsAt: number;
  listsAt: number;
}

export function align(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
