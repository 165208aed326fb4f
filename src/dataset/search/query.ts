import { fold } from '../../universe/fold';
import { singular } from '../../universe/singular';
import { compactName } from './compact-name';
import { inOtherNumerals } from './numerals';
import { withoutQuestion, withoutRanks } from './spoken-words';
import { foldSpaced, isWord, queryTokens, tokensOf } from './tokens';

/** More words than this are compared whole only: their beginnings and parts would cost more than they can tell. */
export const MAX_LOOSE_TOKENS = 8;
const MAX_JOINED_TOKENS = 8;

/** What a person asked for, in the forms in which names are compared with it. */
export interface Query {
  /** The whole names that may be meant, by `compactName`: as typed, in the singular, in other numerals. */
  whole: string[];
  /** What a name must have; never empty. */
  tokens: string[];
  /** Other ways to write the same: two words as one ("x wing"), hyphens as spaces, in the singular, in other numerals. */
  variants: string[][];
  /** The same without ranks before a name and without a question around it; null where there are none. */
  bare: Query | null;
  /** It has a rank before a name, as people have. */
  isOfPerson: boolean;
}

/** Null where the query has nothing to look for. */
export function parseQuery(text: string): Query | null {
  const query = formsOf(text);
  const words = tokensOf(fold(text));
  const asked = withoutQuestion(words);
  const bare = withoutRanks(asked);
  if (!query || bare.length === words.length) return query;
  return { ...query, bare: formsOf(bare.join(' ')), isOfPerson: bare.length < asked.length };
}

function formsOf(text: string): Query | null {
  const folded = fold(text);
  const tokens = queryTokens(folded);
  if (tokens.length === 0) return null;
  const whole = [tokensOf(folded), ...otherWords(tokens)].map(compactName);
  return { whole, tokens: distinct(tokens), variants: variantsOf(text, tokens), bare: null, isOfPerson: false };
}

function variantsOf(text: string, tokens: readonly string[]): string[][] {
  const variants = otherWords(tokens).map(distinct);
  const spaced = foldSpaced(text);
  if (spaced !== null) variants.push(distinct(queryTokens(spaced)));
  if (tokens.length > MAX_JOINED_TOKENS) return variants;
  for (let i = 0; i + 1 < tokens.length; i++) {
    const [left, right] = [tokens[i] ?? '', tokens[i + 1] ?? ''];
    if (isWord(left) && isWord(right)) {
      // The joined word goes first: mostly there is no such word, and the others need not be looked up.
      variants.push(distinct([left + right, ...tokens.slice(0, i), ...tokens.slice(i + 2)]));
    }
  }
  return variants;
}

/** The same name with its last word in the singular, and with its numbers in the other numerals. */
function otherWords(tokens: readonly string[]): string[][] {
  const last = tokens.at(-1) ?? '';
  const one = singular(last);
  const numbers = inOtherNumerals(tokens);
  return [...(one === last ? [] : [[...tokens.slice(0, -1), one]]), ...(numbers ? [numbers] : [])];
}

/**
 * Tokens whose presence as beginnings (or as parts) is not already implied by another's: a name that has "starship"
 * has "star" as well. The longest come first, because they leave the fewest names.
 */
export function withoutImplied(
  tokens: readonly string[],
  implies: (longer: string, token: string) => boolean,
): string[] {
  const longestFirst = distinct(tokens).sort((a, b) => b.length - a.length);
  const kept: string[] = [];
  for (const token of longestFirst) if (!kept.some((longer) => implies(longer, token))) kept.push(token);
  return kept;
}

function distinct(tokens: readonly string[]): string[] {
  return [...new Set(tokens)];
}
