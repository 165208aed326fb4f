import { ValueBuilder, type InfoboxValue } from '../infobox/value-builder';
import { literalApostrophes } from './apostrophes';
import { decodeEntities } from './entities';
import { argumentSpan, DEEPEST_RENDERED, NodeRenderer, type RenderOptions } from './node-renderer';
import {
  parseWikitext,
  type ElementNode,
  type TemplateNode,
  type TemplatePart,
  type WikitextNode,
} from './parse-wikitext';
import { showTemplate } from './show-template';
import { variantText } from './variants';

export type { RenderOptions } from './node-renderer';

/** Reads a value written in wikitext: items of lists and lines, links with their trails, notes in brackets. */
export function readWikitextValue(value: string, options: RenderOptions): InfoboxValue {
  const sink = new ValueBuilder();
  // A table in a parameter writes its pipes so.
  const piped = value.includes('{{{!}}') ? value.replaceAll('{{!}}', '|') : value;
  const source = piped.includes(';') ? piped.replace(TERM, '$1\n:') : piped;
  new Renderer(source, sink, options).span(0, source.length, parseWikitext(source));
  return sink.build();
}

/** A term with its definition on one line: `; Term : definition`. */
const TERM = /^(;[^\n:[\]{}<>]{1,200}?) +: *(?=[^\s:])/gm;

/** The value as one text. */
export function readWikitextText(source: string, options: RenderOptions): string {
  return readWikitextValue(source, options).values.join(' ');
}

/** An external link's start, a tag, quotes for bold and italics, a magic word, or what begins a line. */
const MARKUP =
  /\[(?=(?:(?:https?|ftp):)?\/\/|mailto:)([^\s\]<>"]+)|\]|<(\/?)([a-z][a-z0-9]*)(?=[\s/>])([^<>]*)>|'{2,}|__[A-Z]{3,20}__|\n[*#:;]+|\n-{4,}|\n\s*\n|\n/gi;
/** The same within a table: its begin and end, rows, captions, cells with their attributes. */
const TABLE_MARKUP =
  /\n[ \t:]*\{\|[^\n]*|\n\|\}|\n\|-[^\n]*|\n\|\+|\n[|!](?:[^|\n=[\]{}]*=[^|\n[\]{}]*\|(?!\|))?|(?:\|\||!!)(?:[^|\n=[\]{}]*=[^|\n[\]{}]*\|(?!\|))?/g;
const BLOCK_TAGS = new Set(
  'br p div li ul ol dl dt dd tr td th table caption blockquote center hr h2 h3 h4 h5 h6'.split(' '),
);
/** Struck text does not hold any more; the others are never seen. */
const STRUCK_TAGS = new Set('s del strike style script'.split(' '));
const UNSEEN = /display\s*:\s*none|class\s*=\s*["']?[^"'>]*\b(?:sortkey|hidden|noexcerpt|mobileonly)\b/i;
const LINE_MARKERS = /^\s*(?:[*#:;]+|-{4,})/;

/** Writes the text of parsed wikitext into a value. */
export class Renderer extends NodeRenderer {
  private hasExternalLink = false;
  /** The element that is being passed over, and how many of its kind are open. */
  private unseen: { tag: string; open: number } | null = null;
  private readonly isTable: boolean;
  private readonly literal: Map<number, number>;

  constructor(
    source: string,
    private readonly sink: ValueBuilder,
    options: RenderOptions,
    level = 0,
  ) {
    super(source, options, level);
    this.isTable = source.includes('{|');
    this.literal = literalApostrophes(source);
  }

  protected get isPassing(): boolean {
    return this.unseen !== null;
  }

  /** Renders from `start` to `end`, where `nodes` are those that stand in between. */
  span(start: number, end: number, nodes: readonly WikitextNode[]): void {
    this.inner(start + this.leadingMarkers(start, end), end, nodes);
    this.unseen = null;
  }

  /** Renders an argument of a template, which may be a list of its own. */
  argument(part: TemplatePart): void {
    const { from, start, end } = argumentSpan(this.source, part);
    const isList =
      this.source.slice(from, start).includes('\n') || /^[*#:;]\s/.test(this.source.slice(start, start + 2));
    if (this.depth < DEEPEST_RENDERED)
      this.inner(start + (isList ? this.leadingMarkers(start, end) : 0), end, part.nodes);
  }

  /** An argument as plain text. */
  plain(part: TemplatePart): string {
    if (this.depth >= DEEPEST_RENDERED || this.level >= DEEPEST_RENDERED) return '';
    const start = part.equals < 0 ? part.start : part.equals + 1;
    const source = this.source.slice(start, part.end);
    const sink = new ValueBuilder();
    new Renderer(source, sink, this.options, this.level + 1).span(0, source.length, parseWikitext(source));
    return sink.build().values.join(' ');
  }

  write(text: string): void {
    if (!this.unseen) this.sink.text(text);
  }

  breakItem(): void {
    if (!this.unseen) this.sink.breakItem();
  }

  nextCell(): void {
    this.breakItem();
  }

  protected openLink(href: string): void {
    this.sink.openLink(href);
  }

  protected closeLink(): void {
    this.sink.closeLink();
  }

  protected template(node: TemplateNode): void {
    showTemplate(node, this);
  }

  /** A value may begin with the marker of a list. */
  private leadingMarkers(start: number, end: number): number {
    return LINE_MARKERS.exec(this.source.slice(start, Math.min(end, start + 100)))?.[0].length ?? 0;
  }

  protected element(node: ElementNode): void {
    const text = this.source.slice(node.textStart, node.textEnd);
    switch (node.kind) {
      case 'literal':
        return this.sink.text(decodeEntities(text));
      case 'wikitext':
        return this.wikitext(text);
      case 'lines':
        return this.items(text.split('\n'));
      case 'tabs':
        // `<tabber>` writes `|-|Label=`, `<tabview>` a page a line.
        return this.items(text.split(/(?:^|\n)\s*\|-\||\|-\|/).map((tab) => tab.replace(/^[^=[\]{}<>]*=/, '')));
      case 'variant':
        return this.wikitext(variantText(text));
      case 'hidden':
        return;
    }
  }

  private items(items: readonly string[]): void {
    for (const item of items) {
      this.sink.breakItem();
      this.wikitext(item.trim());
    }
    this.sink.breakItem();
  }

  private wikitext(source: string): void {
    if (this.level >= DEEPEST_RENDERED) return;
    new Renderer(source, this.sink, this.options, this.level + 1).span(0, source.length, parseWikitext(source));
  }

  protected text(start: number, end: number): void {
    if (start >= end) return;
    if (!this.isTable) return this.marked(start, end);
    let at = start;
    // The begin of a value is the begin of a line.
    const text = `\n${this.source.slice(start, end)}`;
    const isLineStart = start === 0 || this.source.charAt(start - 1) === '\n';
    for (const { 0: mark, index } of text.matchAll(TABLE_MARKUP)) {
      if (index === 0 && !isLineStart) continue;
      this.marked(at, start + Math.max(0, index - 1));
      this.breakItem();
      at = start + index - 1 + mark.length;
    }
    this.marked(at, end);
  }

  private marked(start: number, end: number): void {
    if (start >= end) return;
    const text = this.source.slice(start, end);
    let at = 0;
    for (const match of text.matchAll(MARKUP)) {
      this.write(decodeEntities(text.slice(at, match.index)));
      at = match.index + match[0].length;
      this.markup(match, start + match.index);
    }
    this.write(decodeEntities(text.slice(at)));
  }

  private markup(match: RegExpExecArray, at: number): void {
    const [whole, external, slash, tag, attributes] = match;
    if (tag !== undefined) return this.tag(tag.toLowerCase(), slash === '/', attributes ?? '');
    if (this.unseen) return;
    if (external !== undefined) return this.openExternal(external);
    if (whole === ']') return this.closeExternal();
    if (whole === '\n') return this.sink.text(' ');
    if (whole.startsWith('\n')) return this.sink.breakItem();
    if (whole.startsWith("'")) this.sink.text("'".repeat(this.literal.get(at) ?? 0));
  }

  private tag(tag: string, isClosing: boolean, attributes: string): void {
    const isEmpty = attributes.endsWith('/') || tag === 'br' || tag === 'hr';
    if (this.unseen) {
      if (tag === this.unseen.tag && !isEmpty) this.unseen.open += isClosing ? -1 : 1;
      if (this.unseen.open === 0) this.unseen = null;
      return;
    }
    if (!isClosing && !isEmpty && (STRUCK_TAGS.has(tag) || UNSEEN.test(attributes.slice(0, 500))))
      this.unseen = { tag, open: 1 };
    if (BLOCK_TAGS.has(tag)) this.sink.breakItem();
  }

  private openExternal(href: string): void {
    this.sink.openLink(href);
    this.hasExternalLink = true;
  }

  private closeExternal(): void {
    if (this.hasExternalLink) this.sink.closeLink();
    else this.sink.text(']');
    this.hasExternalLink = false;
  }
}
