import { z } from 'zod';
import { numbersOf } from '../catalogue/asked-category';
import { articlesJson } from '../catalogue/present/articles';
import type { UniverseView } from '../catalogue/universe-view';
import { articleMembers } from '../params/article-members';
import { categories } from '../params/parameters';
import { defineExport } from './export';

/** Articles that are read at once. */
const SLICE = 100;

const QUERY = z.object({ category: categories, fields: articleMembers });

/** `export.ndjson`: every article as answers have it, one a line, in title order. */
export const ARTICLES_EXPORT = defineExport({
  kind: 'stream',
  id: 'exportArticles',
  path: 'export.ndjson',
  query: QUERY,
  summary: 'Every article, one a line',
  description:
    'All articles of the universe, or of some categories, in title order, as NDJSON: each line is an article as the other operations give it. Sent as fast as the caller reads.',
  mediaType: 'application/x-ndjson',
  problems: ['UNKNOWN_CATEGORY'],
  fileName: (universe) => `${universe}.ndjson`,
  async *make({ view, query, images }) {
    // What fails before anything is sent is asked of the other source, and the answer says so.
    let source = view;
    for (const ordinals of slices(chosenOrdinals(view, query.category), SLICE)) {
      const lines = await articlesJson(source, ordinals, images, query.fields);
      source = view.untilItsEnd();
      if (lines.length > 0) yield `${lines.join('\n')}\n`;
    }
  },
});

/** The ordinals of some categories, in title order; of all without any. Throws Problem UNKNOWN_CATEGORY. */
export function chosenOrdinals(view: UniverseView, names: readonly string[] | undefined): Uint32Array {
  const numbers = numbersOf(view, names);
  const { directory } = view;
  if (!numbers) return Uint32Array.from({ length: directory.count }, (_, ordinal) => ordinal);
  const chosen = [...new Set(numbers)].map((number) => directory.ordinalsOf(number));
  const all = new Uint32Array(chosen.reduce((sum, { length }) => sum + length, 0));
  chosen.reduce((at, ordinals) => (all.set(ordinals, at), at + ordinals.length), 0);
  return all.sort();
}

/** A list in parts of `length`, as views. */
export function* slices(ordinals: Uint32Array, length: number): Generator<Uint32Array> {
  for (let from = 0; from < ordinals.length; from += length) yield ordinals.subarray(from, from + length);
}
