/** Characters that only make a text run in another direction than it is written: a name could pose as another. */
const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069]/g;
/** What would be read as a mark wherever it stands. */
const SPECIAL =
  /\\(?=[!-/:-@[-`{-~]|$)|[*`[\]]|(?<=\])\(|_(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])_|<(?=[a-z/!?])|~(?=~)|[{}](?=[{}|])|(?<=[{}|])[{}]|(?<=\{)\||\|(?=\})|&(?=#?\w{1,31};)|'(?=')/gimu;
/** What begins a heading, a list, a quotation, a table, a rule or the underline of a heading. */
const LINE_START =
  /^[^\S\n]*(?:#{1,6}(?=\s|$)|[+-](?=\s|$)|[>|]|=(?==*[^\S\n]*$)|[-:](?=[-:| ]*$)|\d{1,9}[.)](?=\s|$))/gm;

/** Plain text as Markdown that shows the very same. */
export function escapeMarkdown(text: string): string {
  return escapeLineStart(escapeInline(text));
}

/** A piece of plain text as Markdown within a line. */
export function escapeInline(text: string): string {
  return text.replace(DIRECTION_MARKS, '').replace(SPECIAL, '\\$&');
}

/** Lines of Markdown whose beginnings are text. */
export function escapeLineStart(lines: string): string {
  return lines.replace(LINE_START, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`);
}

/** What HTML, a comment or an autolink begins with. */
const MARKUP = /<(?=[a-z/!?])/gi;
const TARGET = /\]\(\s*<?([^()[\]\s<>]*)/g;
const DEFINITION = /^(\s{0,3})\[(?=[^\]\n]*\]:)/gm;
const SAFE_TARGET = /^(?:\/(?!\/)|#|https?:\/\/|mailto:|$)/i;

/**
 * Markdown in which nothing can do harm where it is shown: no HTML, no address with a script in it, no marks that turn
 * the direction of a text. What is harmless already is given back as it is.
 */
export function harmlessMarkdown(text: string): string {
  return text
    .replace(DIRECTION_MARKS, '')
    .replace(MARKUP, (mark, at: number, all: string) => (isEscaped(all, at) ? mark : `\\${mark}`))
    .replace(TARGET, (whole, target: string) => (SAFE_TARGET.test(target) ? whole : ']('))
    .replace(DEFINITION, '$1\\[');
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}

const ONLY_RULES = /^[\s|:-]*$/;
/** Marks that are gone through before a piece is given. */
const MARKS_IN_PIECE = 256;

/** What a reader sees of Markdown, without its marks; the cells of a table row are parted by ` | `. */
export function plainText(markdown: string): string {
  return [...plainPieces(markdown)].join('');
}

/** The same in pieces, each the work of a fraction of a millisecond. */
export function* plainPieces(markdown: string): Generator<string> {
  let isFirst = true;
  for (const line of markdown.split('\n')) {
    if (line.includes('|') && line.includes('-') && ONLY_RULES.test(line)) continue;
    if (!isFirst) yield '\n';
    isFirst = false;
    yield* linePieces(line);
  }
}

const BLOCK_MARKS = /^(\s*)(?:>\s?|#{1,6}\s+|[*+-]\s+)+/;
/** Neither part of a link goes past another one's beginning, so that this is linear. */
const INLINE = /\\([!-/:-@[-`{-~])|`([^`\n]+)`|!?\[((?:\\.|[^[\]\\])*)\]\((?:\\.|[^()\\\s])*\)|\*{1,3}|~~|`/g;

function linePieces(line: string): Generator<string> {
  if (!line.startsWith('|')) return inlinePieces(line.replace(BLOCK_MARKS, '$1'));
  const cells = line.slice(1).trim();
  return inlinePieces(cells.endsWith('|') ? cells.slice(0, -1).trimEnd() : cells);
}

function* inlinePieces(text: string): Generator<string> {
  let at = 0;
  let piece = '';
  let marks = 0;
  for (const match of text.matchAll(INLINE)) {
    const [mark, escaped = '', code = '', label] = match;
    piece += text.slice(at, match.index) + escaped + code;
    at = match.index + mark.length;
    if (label === undefined && ++marks % MARKS_IN_PIECE !== 0) continue;
    yield piece;
    piece = '';
    if (label !== undefined) yield* inlinePieces(label);
  }
  yield piece + text.slice(at);
}

/** The text of a line's content: links as their labels, no marks of emphasis. */
export function inlineText(text: string): string {
  return [...inlinePieces(text)].join('');
}
