/** Characters that only make a text run in another direction than it is written: a name could pose as another. */
const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069]/g;
/** What would be read as a mark: punctuation that is one anywhere, or at the beginning of a line. */
const SPECIAL =
  /\\(?=[!-/:-@[-`{-~])|[*`[\]]|_(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])_|<(?=[a-z/!?])|~(?=~)|[{}](?=[{}|])|(?<=[{}|])[{}]|(?<=\{)\||\|(?=\})|&(?=#?\w{1,31};)|'(?=')|^\s*(?:#{1,6}(?=\s|$)|[+-](?=\s)|>|=+(?=\s*$)|-(?=-{2,}\s*$))|^\s*\d{1,9}[.)](?=\s)/gimu;

/** Plain text as Markdown that shows the very same. */
export function escapeMarkdown(text: string): string {
  return text.replace(DIRECTION_MARKS, '').replace(SPECIAL, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`);
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

const RULE = /^ {0,3}\|?[\s|:-]*-[\s|:-]*$/;

/** What a reader sees of Markdown, without its marks; the cells of a table row are parted by ` | `. */
export function plainText(markdown: string): string {
  const lines: string[] = [];
  for (const line of markdown.split('\n')) if (!(line.includes('|') && RULE.test(line))) lines.push(plainLine(line));
  return lines.join('\n');
}

const LINE_START = /^(\s*)(?:>\s?|#{1,6}\s+|[*+-]\s+)+/;
/** Neither part of a link goes past another one's beginning, so that this is linear. */
const INLINE = /\\([!-/:-@[-`{-~])|!?\[((?:\\.|[^[\]\\])*)\]\((?:\\.|[^()\\\s])*\)|\*{1,3}|~~|`/g;

function plainLine(line: string): string {
  if (!line.startsWith('|')) return inlineText(line.replace(LINE_START, '$1'));
  return inlineText(line.replace(/^\|\s*|\s*\|$/g, '').replace(/ \| /g, ' | '));
}

/** The text of a line's content: links as their labels, no marks of emphasis. */
export function inlineText(text: string): string {
  return text.replace(INLINE, (_, escaped?: string, label?: string) => {
    return escaped ?? (label === undefined ? '' : inlineText(label));
  });
}
