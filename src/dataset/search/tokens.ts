import { fold } from '../../universe/fold';

/** Longer words are cut: in the index and in queries alike, so that they still find each other. */
const MAX_TOKEN = 255;
const ASCII_WORDS = /^[a-z0-9 ]*$/;
/** As in `fold`: what joins two words without a space ("X-wing" is one word there, and its halves are words here). */
const HYPHENS = /[\-‐‑‒–—−]/g;
/** Punctuation that people type without meaning it; any other sign of a query must be in the name. */
const SMALL_TALK = /^[.,:;!?"()[\]{}/&*“”„‟«»‹›…·•]$/u;

/** The tokens of a folded text: its words, and every other sign by itself. */
export function tokensOf(folded: string): string[] {
  if (folded === '') return [];
  if (ASCII_WORDS.test(folded) && folded.length <= MAX_TOKEN) return folded.split(' ');
  const tokens = folded.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*|[^\p{L}\p{N}\s]/gu) ?? [];
  return folded.length <= MAX_TOKEN ? tokens : tokens.map(cut);
}

function cut(token: string): string {
  if (token.length <= MAX_TOKEN) return token;
  const last = token.charCodeAt(MAX_TOKEN - 1);
  return token.slice(0, last >= 0xd800 && last <= 0xdbff ? MAX_TOKEN - 1 : MAX_TOKEN);
}

export function isWord(token: string): boolean {
  return /^[\p{L}\p{N}]/u.test(token);
}

/** `text` with its hyphens as spaces, folded; null where it has none. */
export function foldSpaced(text: string): string | null {
  const spaced = text.replace(HYPHENS, ' ');
  return spaced === text ? null : fold(spaced);
}

/** The tokens under which a name is found: of its folded form, and the halves of what a hyphen joins. */
export function nameTokens(name: string, folded: string): string[] {
  const tokens = tokensOf(folded);
  const spaced = foldSpaced(name);
  return spaced === null ? tokens : [...tokens, ...tokensOf(spaced)];
}

/** What the query demands: its words and the signs that are meant; of a query of signs alone, all of them. */
export function queryTokens(folded: string): string[] {
  const tokens = tokensOf(folded);
  const meant = tokens.filter((token) => !SMALL_TALK.test(token));
  return meant.length > 0 ? meant : tokens;
}
