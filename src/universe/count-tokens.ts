/** Letters of one token at least: of common words, and of names, which no tokeniser knows. */
const LETTERS_OF_A_WORD = 4;
const LETTERS_OF_A_NAME = 2.5;
const PIECES = /[A-Za-z]+|\d|[^\sA-Za-z\d]/gu;

/**
 * How many tokens a language model makes of a text at most, as far as that can be said without its tokeniser: digits
 * and signs are one each, letters of other scripts up to two.
 */
export function countTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECES)) tokens += tokensOf(piece);
  return tokens;
}

function tokensOf(piece: string): number {
  if (piece.charCodeAt(0) > 127) return piece.length > 1 ? 3 : 2;
  const isName = piece.charCodeAt(0) < 91;
  return Math.ceil(piece.length / (isName ? LETTERS_OF_A_NAME : LETTERS_OF_A_WORD));
}
