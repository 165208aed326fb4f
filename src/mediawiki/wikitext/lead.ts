import { tidy, ValueBuilder } from '../infobox/value-builder';
import { isInfoboxName } from './infobox-candidates';
import { readTarget } from './namespaces';
import { parseWikitext, type TemplateNode, type WikitextNode } from './parse-wikitext';
import { Renderer, type RenderOptions } from './render-value';
import { wellFormed } from './titles';

/** Longer than this, a first paragraph is cut at the end of a word. */
const LONGEST_EXTRACT = 1200;
/** A paragraph of fewer characters says nothing, unless it has the bold title. */
const SHORTEST_EXTRACT = 20;

interface Span {
  start: number;
  end: number;
}

/**
 * The first paragraph of a section as plain text: the one that begins with the title, in bold or plain, else the first
 * with a sentence. What stands alone (templates, pictures, tables), hatnotes and quotes are passed over.
 */
export function readLead(
  title: string,
  source: string,
  { start, end }: Span,
  nodes: readonly WikitextNode[],
  options: RenderOptions,
): string | null {
  let fallback: string | null = null;
  for (const span of paragraphs(source, { start, end }, cutsOf(source, { start, end }, nodes, options))) {
    const paragraph = withoutHatnotes(source.slice(span.start, span.end));
    const isBold = /'''/.test(paragraph.slice(0, 200));
    if (fallback !== null && !isBold) continue;
    if (!isBold && isQuoteOrNote(paragraph, title)) continue;
    const text = renderParagraph(paragraph, options);
    if (text.length < SHORTEST_EXTRACT && !(isBold && text !== '')) continue;
    if (isBold || startsWithTitle(text, title)) return cut(text);
    fallback = text;
  }
  return fallback === null ? null : cut(fallback);
}

/** What is no text, in order: tables, and the nodes that stand alone. */
function cutsOf(source: string, span: Span, nodes: readonly WikitextNode[], options: RenderOptions): Span[] {
  const inSpan = nodes.filter((node) => node.start >= span.start && node.end <= span.end);
  const cuts = [
    ...tablesIn(source, span, inSpan),
    ...asidesIn(source, span),
    ...inSpan.filter((node) => isBlock(source, node, options)),
  ];
  return cuts.sort((a, b) => a.start - b.start);
}

const ASIDE = /<(blockquote|div)(?=[\s>])([^<>]*)>(?:(?!<\1[\s>])[^])*?<\/\1\s*>/gi;
const ASIDE_CLASS = /class\s*=\s*["']?[^"'>]*\b(?:hatnote|dablink|quote|notice|noprint|navbox|rellink|toc)\b/i;

/** Quotations, and boxes that point to other articles or give notice. */
function asidesIn(source: string, span: Span): Span[] {
  const text = source.slice(span.start, span.end);
  if (!/<(?:blockquote|div)[\s>]/i.test(text)) return [];
  return [...text.matchAll(ASIDE)]
    .filter(([, tag = '', attributes = '']) => tag.toLowerCase() === 'blockquote' || ASIDE_CLASS.test(attributes))
    .map((match) => ({ start: span.start + match.index, end: span.start + match.index + match[0].length }));
}

const TABLE_MARK = /(?:^|\n)[ \t:]*(\{\||\|\})|<(\/?)table(?=[\s>])/gi;

/** The tables of a span, of wikitext or HTML, each with those within it. */
function tablesIn(source: string, span: Span, nodes: readonly WikitextNode[]): Span[] {
  const text = source.slice(span.start, span.end);
  if (!/\{\||<table/i.test(text)) return [];
  const tables: Span[] = [];
  let open = 0;
  let start = 0;
  let next = 0;
  for (const match of text.matchAll(TABLE_MARK)) {
    const at = span.start + match.index;
    while (next < nodes.length && (nodes[next]?.end ?? 0) <= at) next++;
    if ((nodes[next]?.start ?? Infinity) < at) continue;
    const isStart = match[1] === '{|' || match[2] === '';
    if (isStart && open++ === 0) start = at;
    else if (!isStart && open > 0 && --open === 0) tables.push({ start, end: at + match[0].length });
  }
  if (open > 0) tables.push({ start, end: span.end });
  return tables;
}

function isBlock(source: string, node: WikitextNode, { namespaces }: RenderOptions): boolean {
  if (node.kind === 'template') return standsAlone(source, node);
  if (node.kind === 'hidden') return node.tag === 'gallery' || node.tag === 'infobox';
  if (node.kind !== 'link') return false;
  const target = readTarget(source.slice(node.start + 2, node.pipe < 0 ? node.end - 2 : node.pipe), namespaces);
  return target.kind === 'file' || target.kind === 'category' || target.kind === 'language';
}

/** A template at the begin of its line with no text behind it, or only the bold title. */
function standsAlone(source: string, node: TemplateNode): boolean {
  if (isInfoboxName(node.name)) return true;
  const before = source.slice(Math.max(0, node.start - 200), node.start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return /(?:^|\}\}|\]\])\s*$/.test(line) && /^[ \t]*(?:\n|$|\{\{|\[\[|'')/.test(source.slice(node.end, node.end + 40));
}

/** The paragraphs between the cuts: a blank line parts them. */
function* paragraphs(source: string, span: Span, cuts: readonly Span[]): Generator<Span> {
  let at = span.start;
  for (const cut of [...cuts, { start: span.end, end: span.end }]) {
    if (cut.start < at) continue;
    yield* split(source, at, cut.start);
    at = Math.max(at, cut.end);
  }
}

function* split(source: string, start: number, end: number): Generator<Span> {
  const text = source.slice(start, end);
  let at = 0;
  for (const { 0: gap, index } of text.matchAll(/\n[ \t]*\n/g)) {
    yield { start: start + at, end: start + index };
    at = index + gap.length;
  }
  yield { start: start + at, end };
}

/** Indented lines above a paragraph point to other articles; so do lines wholly in italics. */
function withoutHatnotes(paragraph: string): string {
  let text = paragraph.trimStart();
  for (
    let line = firstLine(text);
    /^:|^''(?!')[^']*''[.\s]*$|^-{4,}\s*$|^__[A-Z]+__\s*$/.test(line);
    line = firstLine(text)
  ) {
    const rest = text.slice(line.length).trimStart();
    if (rest === '') return line.startsWith(':') ? '' : text;
    text = rest;
  }
  return text;
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}

/** A table, a list, a heading, a quotation or a line in italics is no paragraph. */
function isQuoteOrNote(paragraph: string, title: string): boolean {
  const text = paragraph.trim();
  if (/^(?:\{\||[*#:;=|!]|<gallery|<blockquote|<center|<h\d)/i.test(text)) return true;
  const isWholeItalic = /^''(?!')[^']*''[.\s]*$/.test(text);
  const isWholeQuote = /^["“„«»][^"”“»]*["”“»]\s*(?:[-–—].{0,200})?$/.test(text);
  return (isWholeItalic || isWholeQuote) && !startsWithTitle(text.replace(/^['"“„«»]+/, ''), title);
}

function startsWithTitle(text: string, title: string): boolean {
  const name = title.replace(/\s*\([^()]*\)$/, '').toLowerCase();
  return text
    .replace(/^(?:the|an?)\s+/i, '')
    .toLowerCase()
    .startsWith(name.replace(/^(?:the|an?)\s+/, ''));
}

function renderParagraph(paragraph: string, options: RenderOptions): string {
  if (/^(?:\{\||[*#:;=|!])/.test(paragraph)) return '';
  const sink = new ValueBuilder();
  new Renderer(paragraph, sink, options).span(0, paragraph.length, parseWikitext(paragraph));
  return tidyText(sink.build().values.join(' '));
}

/** A removed pronunciation leaves empty brackets, or a separator in them. */
function tidyText(text: string): string {
  const brackets = text.replace(/([(（])\s*[;,]+\s*/g, '$1').replace(/\s*[;,]*\s*([)）])/g, '$1');
  return tidy(brackets.replace(/\(\s*\)|（\s*）/g, '')).replace(/\s+([.,;:!?])(?=\s|$)/g, '$1');
}

function cut(text: string): string {
  if (text.length <= LONGEST_EXTRACT) return text;
  const space = text.lastIndexOf(' ', LONGEST_EXTRACT);
  return `${wellFormed(text.slice(0, space > 0 ? space : LONGEST_EXTRACT))}…`;
}
