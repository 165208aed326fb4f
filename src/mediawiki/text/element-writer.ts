import { isAside } from './asides';
import { BOLD, CODE, ITALIC, STRUCK } from './blocks';
import type { Kind, Opening, TextBuilder } from './text-builder';

export type Attributes = Readonly<Record<string, string>>;

const MARKS: ReadonlyMap<string, number> = new Map([
  ...each('b strong', BOLD),
  ...each('i em cite dfn var', ITALIC),
  ...each('s del strike', STRUCK),
  ...each('code tt kbd samp', CODE),
]);
const PARAGRAPHS: ReadonlySet<string> = new Set(
  'p div center section article aside header footer main address details summary hr figure figcaption'.split(' '),
);
const VOID: ReadonlySet<string> = new Set('br hr wbr img meta link input'.split(' '));
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['blockquote', 'quote'],
  ...each('ul ol', 'list' as const),
  ['li', 'item'],
  ['dl', 'definitions'],
  ['dt', 'term'],
  ['dd', 'definition'],
  ['table', 'table'],
  ['caption', 'caption'],
  ['tr', 'row'],
  ...each('td th', 'cell' as const),
  ['pre', 'preformatted'],
]);
const MOST_SPANNED = 1000;

function each<T>(names: string, value: T): [string, T][] {
  return names.split(' ').map((name) => [name, value]);
}

/** Tells a builder what HTML elements mean, one after the other, as they begin and end. */
export class ElementWriter {
  /** How many elements of each mark are open. */
  private readonly marks = new Map<number, number>();
  /** The element that is passed over, and how many of its kind are open. */
  private passed: { name: string; open: number } | null = null;

  constructor(private readonly builder: TextBuilder) {}

  /** Whether what comes is no text, to the end of an element. */
  get isPassing(): boolean {
    return this.passed !== null;
  }

  /** Whatever is open, the text goes on: at a heading. */
  reset(): void {
    this.passed = null;
    this.marks.clear();
    this.builder.marks = 0;
  }

  open(name: string, attributes: Attributes): void {
    if (this.passed) {
      if (name === this.passed.name && !VOID.has(name)) this.passed.open++;
    } else if (isAside(name, attributes) && !VOID.has(name)) {
      this.passed = { name, open: 1 };
      if (KINDS.has(name) || PARAGRAPHS.has(name)) this.builder.endParagraph();
    } else this.enter(name, attributes);
  }

  close(name: string): void {
    if (this.passed) {
      if (name === this.passed.name && --this.passed.open === 0) this.passed = null;
      return;
    }
    const kind = KINDS.get(name);
    if (kind) this.builder.close(kind);
    else if (PARAGRAPHS.has(name)) this.builder.endParagraph();
    else if (/^h[1-6]$/.test(name)) this.builder.closeHeading();
    else this.mark(name, -1);
  }

  private enter(name: string, attributes: Attributes): void {
    const opening = openingOf(name, attributes);
    if (opening?.kind === 'cell') this.reset();
    if (opening) this.builder.open(opening);
    else if (name === 'br') this.builder.lineBreak();
    else if (PARAGRAPHS.has(name)) this.builder.endParagraph();
    else if (/^h[1-6]$/.test(name)) {
      this.reset();
      this.builder.openHeading(Number(name.charAt(1)), attributes['id'] || null);
    } else this.mark(name, 1);
  }

  private mark(name: string, by: 1 | -1): void {
    if (name === 'q') return this.builder.text('"');
    const mark = MARKS.get(name);
    if (mark === undefined) return;
    const count = Math.max(0, (this.marks.get(mark) ?? 0) + by);
    this.marks.set(mark, count);
    if (count > 0) this.builder.marks |= mark;
    else this.builder.marks &= ~mark;
  }
}

function openingOf(name: string, attributes: Attributes): Opening | null {
  const kind = KINDS.get(name);
  switch (kind) {
    case undefined:
      return null;
    case 'list':
      return { kind, isOrdered: name === 'ol' };
    case 'table':
      return { kind, isStyled: isStyled(attributes) };
    case 'cell':
      return { kind, isHeader: name === 'th', ...spanOf(attributes) };
    case 'preformatted':
      return { kind, language: '' };
    default:
      return { kind };
  }
}

/** How many columns and rows a cell takes. */
export function spanOf(attributes: Attributes): { columns: number; rows: number } {
  return { columns: count(attributes['colspan']), rows: count(attributes['rowspan']) };
}

function count(text: string | undefined): number {
  const number = parseInt(text ?? '1', 10);
  return number >= 1 ? Math.min(MOST_SPANNED, number) : 1;
}

/** Whether a table looks like one of data. */
export function isStyled(attributes: Attributes): boolean {
  const border = attributes['border'];
  const isPlain = attributes['role'] === 'presentation' || /\bplain\b|layout/i.test(attributes['class'] ?? '');
  return !isPlain && (/table|sortable/i.test(attributes['class'] ?? '') || (border !== undefined && border !== '0'));
}

const ATTRIBUTE = /([a-z][\w-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>|]+))/gi;
const LONGEST_ATTRIBUTES = 2000;

/** The attributes of a tag of wikitext. */
export function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [, name = '', double, single, bare] of text.slice(0, LONGEST_ATTRIBUTES).matchAll(ATTRIBUTE))
    attributes[name.toLowerCase()] = double ?? single ?? bare ?? '';
  return attributes;
}
