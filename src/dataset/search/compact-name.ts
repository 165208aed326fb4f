import { isWord } from './tokens';

/**
 * A folded name's tokens without spaces, signs and a leading "the", as whole names are compared: "Death Star",
 * "Death-Star" and "deathstar" are the same, and "hearth" is the whole of "The Hearth". Of signs alone, these.
 */
export function compactName(tokens: readonly string[]): string {
  const words = tokens.filter(isWord);
  if (words.length === 0) return tokens.join('');
  return (words.length > 1 && words[0] === 'the' ? words.slice(1) : words).join('');
}
