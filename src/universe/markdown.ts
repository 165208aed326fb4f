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

const RULE = /^ {0,3}\|?[\s|:-]*-[\s|:-]*$/;

/** Where code begins and ends. */
const FENCE = /^ *(`{3,})[\w+-]*$/;

/** What a reader sees of Markdown, without its marks; the cells of a table row are parted by ` | `. */
export function plainText(markdown: string): string {
  const lines: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const ticks = FENCE.exec(line)?.[1];
    if (ticks !== undefined && (fence === null || ticks === fence)) fence = fence === null ? ticks : null;
    else if (fence !== null) lines.push(line);
    else if (!(line.includes('|') && RULE.test(line))) lines.push(plainLine(line));
  }
  return lines.join('\n');
}

const BLOCK_MARKS = /^(\s*)(?:>\s?|#{1,6}\s+|[*+-]\s+)+/;
/** Neither part of a link goes past another one's beginning, so that this is linear. */
const INLINE = /\\([!-/:-@[-`{-~])|`([^`\n]+)`|!?\[((?:\\.|[^[\]\\])*)\]\((?:\\.|[^()\\\s])*\)|\*{1,3}|~~|`/g;

function plainLine(line: string): string {
  if (!line.startsWith('|')) return inlineText(line.replace(BLOCK_MARKS, '$1'));
  return inlineText(line.replace(/^\|\s*|\s*\|$/g, '').replace(/ \| /g, ' | '));
}

/** The text of a line's content: links as their labels, no marks of emphasis. */
export function inlineText(text: string): string {
  return text.replace(INLINE, (_, escaped?: string, code?: string, label?: string) => {
    return escaped ?? code ?? (label === undefined ? '' : inlineText(label));
  });
}
