import type { Bitset } from './bitset';
import type { DocumentSet } from './document-set';
import type { Query } from './query';
import type { SearchIndex } from './search-index';

/**
 * So many times as many articles must link to one that carries the words as to one whose whole name is the query,
 * to come before it; and to one that is only called so by others, to come before the one with that title.
 */
export const NAME_WEIGHT = 5;

/** An article of which the query is the whole title, or another name. */
export interface WholeName {
  rank: number;
  isTitle: boolean;
  links: number;
  /** Its place among kinds of articles: of the universe, /Legends, out of the universe. */
  group: number;
}

/** The articles whose title, redirect or link text is the query as a whole, spaces and signs aside; by rank. */
export function wholeNames(index: SearchIndex, query: Query, mask: Bitset | null): Map<number, WholeName> {
  const whole = new Map<number, WholeName>();
  for (const name of index.names.whole(query.compact)) {
    const rank = index.names.rankOf(name);
    if ((mask && !mask.has(rank)) || whole.has(rank)) continue;
    whole.set(rank, {
      rank,
      isTitle: index.names.isTitle(name),
      links: index.linksOf(rank),
      group: index.groupOf(rank),
    });
  }
  return whole;
}

/**
 * Of them, in order, those that stand before all other matches: not outshone by the best of `rivals`, which carry the
 * words. A name that nothing links to comes first only where nothing links to its rivals either.
 */
export function famousNames(index: SearchIndex, whole: ReadonlyMap<number, WholeName>, rivals: DocumentSet): number[] {
  let brightest = 0;
  rivals.each((rank) => {
    if (whole.has(rank)) return true;
    brightest = index.linksOf(rank);
    return false;
  });
  const weight = ({ isTitle, links }: WholeName) => (isTitle ? links * NAME_WEIGHT : links);
  return [...whole.values()]
    .filter(({ links }) => links * NAME_WEIGHT >= brightest)
    .sort(
      (a, b) => a.group - b.group || weight(b) - weight(a) || Number(b.isTitle) - Number(a.isTitle) || a.rank - b.rank,
    )
    .map(({ rank }) => rank);
}
