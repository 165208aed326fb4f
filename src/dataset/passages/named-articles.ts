import { fold } from '../../universe/fold';
import type { Search } from '../search/search';
import { tokensOf } from '../search/tokens';
import { wordKey, wordsOfQuery } from './text-words';

const MOST_WORDS = 24;
const LONGEST_NAME = 6;
/** How much more the passages of an article count that alone bears a name in the query, or with others. */
const ALONE = 1.6;
const AMONG_OTHERS = 1.25;
/** A name that more articles bear than this tells nothing. */
const MOST_BEARERS = 8;

/** An article that a query names. */
export interface NamedArticle {
  /** How much more its passages count. */
  factor: number;
  /** The words of the name, as `wordKey` writes them. */
  words: ReadonlySet<string>;
}

/** The articles that a query names by a whole name, the longest names first, by ordinal: `who rules Port Ember` -> Port Ember. */
export function namedArticles(search: Search, query: string): Map<number, NamedArticle> {
  const words = tokensOf(fold(query)).slice(0, MOST_WORDS);
  const named = new Map<number, NamedArticle>();
  const used = new Array<boolean>(words.length).fill(false);
  for (let length = Math.min(LONGEST_NAME, words.length); length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      if (used.slice(from, from + length).includes(true)) continue;
      const name = words.slice(from, from + length).join(' ');
      const bearers = search.bearersOf(name);
      if (bearers.length === 0 || bearers.length > MOST_BEARERS) continue;
      const keys = wordsOfQuery(name).map(wordKey);
      if (keys.length === 0) continue;
      used.fill(true, from, from + length);
      for (const ordinal of bearers) {
        const known = named.get(ordinal);
        const factor = Math.max(bearers.length === 1 ? ALONE : AMONG_OTHERS, known?.factor ?? 0);
        named.set(ordinal, { factor, words: new Set([...keys, ...(known?.words ?? [])]) });
      }
    }
  }
  return named;
}
