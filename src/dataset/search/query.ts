import { fold } from '../../universe/fold';
import { compactHash } from './compact-hash';
import { foldSpaced, isWord, queryTokens, tokensOf } from './tokens';

/** More words than this are compared whole only: their beginnings and parts would cost more than they can tell. */
export const MAX_LOOSE_TOKENS = 8;
const MAX_JOINED_TOKENS = 8;

/** What a person asked for, in the forms in which names are compared with it. */
export interface Query {
  /** Hashes of the query without spaces, for names that are the same as a whole. */
  compact: { hash: number; check: number };
  /** What a name must have; never empty. */
  tokens: string[];
  /** Other ways to write the same: two words as one ("x wing"), hyphens as spaces. */
  variants: string[][];
}

/** Null where the query has nothing to look for. */
export function parseQuery(text: string): Query | null {
  const folded = fold(text);
  const tokens = distinct(queryTokens(folded));
  if (tokens.length === 0) return null;
  return { compact: compactHash(tokensOf(folded)), tokens, variants: variantsOf(text, queryTokens(folded)) };
}

function variantsOf(text: string, tokens: readonly string[]): string[][] {
  const variants: string[][] = [];
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
