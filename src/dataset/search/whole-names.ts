import type { Bitset } from './bitset';
import type { DocumentSet } from './document-set';
import type { Query } from './query';
import type { SearchIndex } from './search-index';
import { OUT_OF_UNIVERSE_GROUP } from './search-order';

/**
 * So many times as many articles must link to one that carries the words as to one whose whole name is the query,
 * to come before it; and to one that is only called so by others, to come before the one with that title.
 */
export const NAME_WEIGHT = 5;
/** The same for one that bears the query as another name. */
const ALIAS_WEIGHT = 5;
/** Added to all counts of links, so that two links are not twice the fame of one. */
const SMOOTHING = 2;

/** An article of which the query is the whole title, or another name. */
export interface WholeName {
  rank: number;
  /** Number of the name. */
  name: number;
  isTitle: boolean;
  links: number;
  /** Its place among kinds of articles: of the universe, /Legends, out of the universe. */
  group: number;
}

/** The articles whose title, redirect or link text is the query as a whole, spaces and signs aside; by rank. */
export function wholeNames(index: SearchIndex, query: Query, mask: Bitset | null): Map<number, WholeName> {
  const whole = new Map<number, WholeName>();
  addWholeNames(index, query, mask, whole);
  // A rank may be left out where no article of the universe bears it in its name.
  const isKnown = [...whole.values()].some(({ group }) => group < OUT_OF_UNIVERSE_GROUP);
  if (query.bare && !isKnown) addWholeNames(index, query.bare, mask, whole, query.isOfPerson);
  return whole;
}

function addWholeNames(
  index: SearchIndex,
  query: Query,
  mask: Bitset | null,
  whole: Map<number, WholeName>,
  personsOnly = false,
): void {
  for (const name of query.whole.flatMap((form) => index.names.whole(form))) {
    const rank = index.names.rankOf(name);
    if (personsOnly && !index.isPerson(rank)) continue;
    if ((mask && !mask.has(rank)) || whole.has(rank)) continue;
    whole.set(rank, {
      rank,
      name,
      isTitle: index.names.isTitle(name),
      links: index.linksOf(rank),
      group: index.groupOf(rank),
    });
  }
}

/**
 * Of them, in order, those that stand before all other matches: not outshone by the best of `rivals`, which carry the
 * words. One out of the universe that only bears the name must itself be the best known.
 */
export function famousNames(index: SearchIndex, whole: ReadonlyMap<number, WholeName>, rivals: DocumentSet): number[] {
  let brightest = 0;
  rivals.each((rank) => {
    if (whole.has(rank)) return true;
    brightest = index.linksOf(rank);
    return false;
  });
  const factor = ({ isTitle, group }: WholeName) => {
    if (isTitle) return NAME_WEIGHT;
    return group < OUT_OF_UNIVERSE_GROUP ? ALIAS_WEIGHT : 1;
  };
  const weight = ({ isTitle, links }: WholeName) => (isTitle ? links * NAME_WEIGHT : links);
  return [...whole.values()]
    .filter((name) => (name.links + SMOOTHING) * factor(name) >= brightest + SMOOTHING)
    .sort(
      (a, b) => a.group - b.group || weight(b) - weight(a) || Number(b.isTitle) - Number(a.isTitle) || a.rank - b.rank,
    )
    .map(({ rank }) => rank);
}
