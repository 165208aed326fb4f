/**
 * How many tokens a language model makes of a text at most, without a model: common words are one token, rare ones one
 * for each few letters; digits, signs and line ends count for themselves; letters of other scripts more.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let letters = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i) | 32;
    if (code >= 97 && code <= 122 && text.charCodeAt(i) < 128) {
      // The first of every three letters.
      if (letters++ % 3 === 0) tokens++;
      continue;
    }
    letters = 0;
    tokens += tokensOfCode(text.charCodeAt(i));
  }
  return tokens;
}

function tokensOfCode(code: number): number {
  // A space belongs to the word behind it.
  if (code === 0x20) return 0;
  if (code < 0x800) return 1;
  return 2;
}
