import { compareCategories, OUT_OF_UNIVERSE } from '../universe/categories';
import { compareCodePoints, fold, LEGENDS } from '../universe/fold';
import type { CategoryCount } from './dataset-info';
import { FLAG_HAS_IMAGE, FLAG_LEGENDS, FLAG_OUT_OF_UNIVERSE } from './flags';
import { sortedByBytes } from './sorted-by-bytes';
import { packTexts } from './text-table';

/** The articles in their final order. Columns are by ordinal, but for `ordinalOf`, which is by sequence number. */
export interface FinalOrder {
  seqs: Uint32Array;
  ordinalOf: Uint32Array;
  folded: string[];
  flags: Uint8Array;
  categories: CategoryCount[];
  categoryOf: Uint16Array;
  /** Where each category begins in `byCategory`, its ordinals in title order. */
  starts: Uint32Array;
  byCategory: Uint32Array;
}

/** What is given is by sequence number; `images`: '' where there is none. */
export function finalOrder(
  titles: readonly string[],
  categories: readonly string[],
  images: readonly string[],
): FinalOrder {
  const folds = titles.map(fold);
  const seqs = sortedByBytes(packTexts(folds), (a, b) => compareCodePoints(titles[a]!, titles[b]!));
  const ordinalOf = new Uint32Array(titles.length);
  seqs.forEach((seq, ordinal) => (ordinalOf[seq] = ordinal));
  const folded = Array.from(seqs, (seq) => folds[seq]!);
  const known = new Set(titles);
  const flags = Uint8Array.from(seqs, (seq) => flagsOf(titles[seq]!, categories[seq]!, images[seq]!, known));
  return { seqs, ordinalOf, folded, flags, ...byCategory(seqs, categories, images) };
}

function byCategory(seqs: Uint32Array, categoryOfSeq: readonly string[], images: readonly string[]) {
  const names = [...new Set(categoryOfSeq)].sort(compareCategories);
  const numberOf = new Map(names.map((name, number) => [name, number]));
  const categoryOf = Uint16Array.from(seqs, (seq) => numberOf.get(categoryOfSeq[seq]!)!);
  const categories = names.map((name) => ({ name, articles: 0, withImages: 0 }));
  categoryOf.forEach((category, ordinal) => {
    categories[category]!.articles++;
    if (images[seqs[ordinal]!]) categories[category]!.withImages++;
  });
  const starts = new Uint32Array(names.length + 1);
  categories.forEach(({ articles }, category) => (starts[category + 1] = starts[category]! + articles));
  const ordinals = Uint32Array.from(seqs.keys()).sort((a, b) => categoryOf[a]! - categoryOf[b]! || a - b);
  return { categories, categoryOf, starts, byCategory: ordinals };
}

function flagsOf(title: string, category: string, image: string, titles: ReadonlySet<string>): number {
  const isTwin = title.endsWith(LEGENDS) && titles.has(title.slice(0, -LEGENDS.length));
  return (
    (image ? FLAG_HAS_IMAGE : 0) |
    (isTwin ? FLAG_LEGENDS : 0) |
    (OUT_OF_UNIVERSE.has(category) ? FLAG_OUT_OF_UNIVERSE : 0)
  );
}
