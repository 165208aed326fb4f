import { escapeInline, escapeLineStart, harmlessMarkdown } from '../../universe/markdown';
import { BOLD, BREAK, CODE, GAP, ITALIC, STRUCK, type Run } from './blocks';

/** A paragraph as Markdown: its lines, two breaks in a row as the beginning of another paragraph. */
export function inlineMarkdown(runs: readonly Run[]): string {
  const paragraphs: string[][] = [[]];
  for (const line of linesOf(runs)) {
    const text = lineMarkdown(line);
    if (text !== '') paragraphs.at(-1)!.push(escapeLineStart(text));
    else if (paragraphs.at(-1)!.length > 0) paragraphs.push([]);
  }
  const texts = paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.join('  \n'));
  return texts.join('\n\n');
}

/** The lines of a paragraph as Markdown within a cell of a table. */
export function cellLines(runs: readonly Run[]): string[] {
  return linesOf(runs)
    .map((line) => lineMarkdown(line).replace(/\|/g, '\\|'))
    .filter((text) => text !== '');
}

/** What a reader sees of a paragraph, on one line. */
export function plainRuns(runs: readonly Run[]): string {
  const text = runs.map((run) => (run.text === BREAK ? ' ' : run.text)).join('');
  return tidied([{ text, marks: 0, href: null }])
    .map((run) => run.text)
    .join('');
}

function linesOf(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    if (run.text === BREAK) lines.push([]);
    else lines.at(-1)!.push(run);
  }
  return lines;
}

/** Behind a bracket that is text, none begins the address of a link. */
const BEHIND_BRACKET = /(?<=(?<!\\)(?:\\\\)*\\\])\(/g;

function lineMarkdown(runs: readonly Run[]): string {
  const line = tidied(runs);
  // Runs that are escaped each by itself may make a mark together, where no emphasis parts them.
  return harmlessMarkdown(markdownOf(line, 0, line.length, 0, false).replace(BEHIND_BRACKET, '\\('));
}

const EMPTY_BRACKETS = /[(（]([\s,;:\ufdd0]+)[)）]/g;
/** What is left of a list of which nothing is shown: `, , and`. */
const LOOSE_COMMAS = /(^\s*|[,;:(（]\s*)((?:\ufdd0\s*[,;]\s*)+)/g;
const GAPS = /\s*\ufdd0[\s\ufdd0]*/g;

/** The runs of a line, alike ones joined, without what removed templates and references leave behind. */
function tidied(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    // A gap has no look of its own.
    if (last && (run.text === GAP || (last.marks === run.marks && last.href === run.href))) last.text += run.text;
    else if (run.text !== '') joined.push({ ...run });
  }
  let isSpaced = true;
  const kept: Run[] = [];
  for (const run of joined) {
    let text = withoutGaps(run.text).replace(/\s+/g, ' ');
    if (isSpaced && text.startsWith(' ')) text = text.slice(1);
    if (text === '') continue;
    isSpaced = text.endsWith(' ');
    const last = kept.at(-1);
    if (last && last.marks === run.marks && last.href === run.href) last.text += text;
    else kept.push({ ...run, text });
  }
  return withoutLastSpace(kept);
}

function withoutGaps(text: string): string {
  if (!text.includes(GAP)) return text;
  const withoutBrackets = text.replace(EMPTY_BRACKETS, (whole, inside: string) => (inside.includes(GAP) ? GAP : whole));
  return withoutBrackets.replace(LOOSE_COMMAS, `$1${GAP}`).replace(GAPS, (gap, at: number, all: string) => {
    const isBesideMark = /[([（]/.test(all.charAt(at - 1)) || /[.,;:!?)\]）]/.test(all.charAt(at + gap.length));
    return isBesideMark || !/\s/.test(gap) ? '' : ' ';
  });
}

function withoutLastSpace(runs: Run[]): Run[] {
  for (let last = runs.at(-1); last; last = runs.at(-1)) {
    last.text = last.text.trimEnd();
    if (last.text !== '') break;
    runs.pop();
  }
  return runs;
}

type Look = 'href' | typeof BOLD | typeof ITALIC | typeof STRUCK;
const LOOKS: readonly Look[] = ['href', BOLD, ITALIC, STRUCK];
const DELIMITERS = { [BOLD]: '**', [ITALIC]: '*', [STRUCK]: '~~' } as const;

/** Marks the runs up: of the looks that a run has, the one that goes on for longest stands outside. */
function markdownOf(runs: readonly Run[], from: number, to: number, done: number, isLinked: boolean): string {
  const pieces: string[] = [];
  for (let at = from; at < to;) {
    const { look, end } = outermost(runs, at, to, done, isLinked);
    if (look === null) pieces.push(runMarkdown(runs[at]!));
    else if (look === 'href') {
      // Behind an exclamation mark, a link would be a picture.
      if (pieces.at(-1)?.endsWith('!')) pieces.push(`${pieces.pop()!.slice(0, -1)}\\!`);
      pieces.push(link(markdownOf(runs, at, end, done, true), runs[at]!.href!));
    } else {
      const inside = markdownOf(runs, at, end, done | look, isLinked);
      pieces.push(emphasis(inside, DELIMITERS[look], characterBefore(runs, at), characterAfter(runs, end)));
    }
    at = end;
  }
  return pieces.join('');
}

/** The look of the run at `at` that goes on for longest, of those that are not done yet. */
function outermost(
  runs: readonly Run[],
  at: number,
  to: number,
  done: number,
  isLinked: boolean,
): { look: Look | null; end: number } {
  const run = runs[at]!;
  let [best, end]: [Look | null, number] = [null, at];
  for (const look of LOOKS) {
    if (look === 'href' ? isLinked || run.href === null : (run.marks & ~done & look) === 0) continue;
    const reach = reachOf(runs, at, to, look);
    if (reach > end) [best, end] = [look, reach];
  }
  return { look: best, end: best === null ? at + 1 : end };
}

/** Where the runs end that have the same look as the one at `at`. */
function reachOf(runs: readonly Run[], at: number, to: number, look: Look): number {
  const { href } = runs[at]!;
  let end = at + 1;
  while (end < to && (look === 'href' ? runs[end]!.href === href : (runs[end]!.marks & look) !== 0)) end++;
  return end;
}

/** Nothing in code can be escaped: what would be read as a mark where the code is not, is text. */
const NO_CODE = /[`|]|<[a-z/!?]|\]\(|\{\{|\}\}|\[\[|\]\]|''/i;

function runMarkdown({ text, marks }: Run): string {
  if ((marks & CODE) === 0 || NO_CODE.test(text)) return escapeInline(text);
  return between(text, (inside) => `\`${inside}\``);
}

function link(label: string, href: string): string {
  return between(label, (inside) => `[${inside.replace(/\]:/g, ']\\:')}](${href})`);
}

/** Puts marks around a text, not around the space before and after it. */
function between(text: string, mark: (inside: string) => string): string {
  const inside = text.trim();
  if (inside === '') return text;
  const start = text.startsWith(' ') ? ' ' : '';
  return `${start}${mark(inside)}${text.endsWith(' ') ? ' ' : ''}`;
}

const SPACE = /^\s?$/;
const PUNCTUATION = /^[\p{P}\p{S}]$/u;

/** Emphasis where CommonMark would read it as such; else the text alone. */
function emphasis(text: string, delimiter: string, before: string, after: string): string {
  const inside = text.trim();
  const first = inside.charAt(0);
  const last = inside.charAt(inside.length - 1);
  const isApart = (outside: string, isSpaced: boolean) => isSpaced || SPACE.test(outside) || PUNCTUATION.test(outside);
  const opens = !PUNCTUATION.test(first) || isApart(before, text.startsWith(' '));
  const closes = !PUNCTUATION.test(last) || isApart(after, text.endsWith(' '));
  return opens && closes ? between(text, () => `${delimiter}${inside}${delimiter}`) : text;
}

function characterBefore(runs: readonly Run[], at: number): string {
  return runs[at - 1]?.text.at(-1) ?? '';
}

function characterAfter(runs: readonly Run[], end: number): string {
  return runs[end]?.text.charAt(0) ?? '';
}
