import { literalApostrophes } from '../wikitext/apostrophes';
import { decodeEntities } from '../wikitext/entities';
import { argumentSpan, DEEPEST_RENDERED, NodeRenderer } from '../wikitext/node-renderer';
import {
  parseWikitext,
  type ElementNode,
  type LinkNode,
  type TemplateNode,
  type TemplatePart,
} from '../wikitext/parse-wikitext';
import { readWikitextText } from '../wikitext/render-value';
import { variantText } from '../wikitext/variants';
import { BOLD, ITALIC } from './blocks';
import { attributesOf, isStyled, spanOf, type ElementWriter } from './element-writer';
import { pictureOfLink, picturesOfGallery, type TextOptions } from './gallery';
import { isAside } from './asides';
import { isBlockTag, isKnownTag } from './html-tags';
import { markdownHref } from './markdown-href';
import { OpenList } from './open-list';
import { showInText, type TextScreen } from './text-templates';
import { tabsOf } from './tabs';
import type { TextBuilder } from './text-builder';

/** What all renderers of one page share. */
export interface PageContext {
  title: string;
  options: TextOptions;
  builder: TextBuilder;
  elements: ElementWriter;
}

/** What the rest of a line is: the attributes of a table or of a row. */
type LineRest = 'table' | 'row' | null;

const TABLE_START = /[ \t:]*\{\|/y;
const TABLE_MARK = /[ \t]*(\|\}|\|-+|\|\+|[|!])/y;
const STRAY_TABLE_MARK = /[ \t]*\|(?:\}|-+[^\n]*|\+)?/y;
const PASSED_MARK = /\n(?:[ \t:]*(\{\||\|\})|(=)=[^=\n][^\n]*=[ \t]*(?=\n|$))/g;
const LIST_MARKERS = /[*#:;]+[ \t]*/y;
const RULE = /-{4,}/y;
const INDENT = /[ \t]+/y;
const HEADING = /(={1,6})([^\n]*)/y;
/** What means something within a line. */
const TOKEN =
  /\n|'{2,}|\[(?=(?:(?:https?|ftps?|irc|ircs|news|gopher):)?\/\/|mailto:)([^\s\]<>"]+)|\]|<(\/?)([a-z][a-z0-9-]*)(?=[\s/>]|$)([^<>]*)(>?)|__[\p{Lu}\p{Lo}]{2,30}__|\|\|?|!!|:/giu;

const NOWIKI = /^<nowiki>/i;
const END_TAG = /<\/([a-z][a-z0-9-]*)/gi;

/** Renders wikitext into an article's text: its lists, tables, headings and paragraphs, line by line. */
export class PageRenderer extends NodeRenderer implements TextScreen {
  private readonly literal: Map<number, number>;
  private isLineStart = true;
  private readonly list: OpenList;
  private isPreformatted = false;
  private heading: { end: number; lineEnd: number } | null = null;
  private rest: LineRest = null;
  private attributes = '';
  /** A tag whose attributes hold a template: passed over to its end. */
  private isInTag = false;
  /** How many tables are open, and how many of them are passed over. */
  private tables = 0;
  private passedTables = 0;
  /** The cell that begins on this line. */
  private cell: { start: number; isHeader: boolean; mayHaveAttributes: boolean } | null = null;
  private isExternal = false;
  private nextToken: RegExpExecArray | null | undefined = undefined;
  private endTags: Set<string> | null = null;

  constructor(
    source: string,
    private readonly page: PageContext,
    level = 0,
  ) {
    super(source, page.options, level);
    this.literal = literalApostrophes(source);
    this.list = new OpenList(page.builder);
  }

  /** Renders the whole text; `isPiece`: of a paragraph that goes on before and behind it. */
  render(isPiece = false): void {
    const { builder } = this.page;
    const { depth } = builder;
    this.isLineStart = !isPiece;
    this.inner(0, this.source.length, parseWikitext(this.source));
    this.endLine();
    if (!isPiece) builder.closeTo(depth);
  }

  protected get isPassing(): boolean {
    return this.page.elements.isPassing || this.passedTables > 0 || this.isInTag || this.rest !== null;
  }

  // What templates and links write.

  write(text: string): void {
    if (text === '' || this.isPassing) return;
    this.beginText();
    this.page.builder.text(text);
  }

  breakItem(): void {
    if (!this.isPassing) this.page.builder.lineBreak();
  }

  nextCell(): void {
    if (this.isPassing || !this.cell) return;
    // What stood before were the attributes of the first cell.
    if (this.cell.mayHaveAttributes) this.page.builder.emptyCell(1, 1);
    this.openCell(this.cell.isHeader, this.cell.start);
    this.cell.mayHaveAttributes = false;
  }

  plain(part: TemplatePart): string {
    const start = part.equals < 0 ? part.start : part.equals + 1;
    return this.level >= DEEPEST_RENDERED ? '' : readWikitextText(this.source.slice(start, part.end), this.options);
  }

  /** Renders an argument; one that begins with a list or on a line of its own is a block. */
  argument(part: TemplatePart): void {
    const { from, start, end } = argumentSpan(this.source, part);
    if (this.depth >= DEEPEST_RENDERED || start >= end) return;
    const isBlock = this.source.slice(from, start).includes('\n') || /[*#:;]/.test(this.source.charAt(start));
    if (isBlock || this.source.slice(start, end).includes('\n'))
      return this.wikitext(this.source.slice(start, end), !isBlock);
    this.inner(start, end, part.nodes);
  }

  /** Renders wikitext of its own: what is open around it stays open. `isPiece`: of a paragraph. */
  private wikitext(source: string, isPiece: boolean): void {
    if (this.level >= DEEPEST_RENDERED) return;
    if (isPiece) this.beginText();
    else if (this.isLineStart) this.list.end();
    new PageRenderer(source, this.page, this.level + 1).render(isPiece);
  }

  gap(): void {
    this.page.builder.gap();
  }

  /** A block of another kind: what renders it may write paragraphs of its own. */
  quote(write: () => void): void {
    const { builder } = this.page;
    const depth = builder.depth;
    if (this.isLineStart) this.list.end();
    builder.open({ kind: 'quote' });
    write();
    builder.close('quote');
    builder.closeTo(depth);
    this.isLineStart = true;
  }

  paragraph(write: () => void): void {
    this.page.builder.endParagraph();
    write();
    this.page.builder.endParagraph();
  }

  picture(name: string, caption: string): void {
    const url = this.page.options.imageAddress(name);
    if (url !== null) this.page.builder.picture(url, caption);
  }

  protected openLink(href: string): void {
    this.beginText();
    if (this.cell) this.cell.mayHaveAttributes = false;
    const own = this.hrefOf(this.page.title);
    this.page.builder.href = href === own ? null : markdownHref(href);
  }

  protected closeLink(): void {
    this.page.builder.href = null;
  }

  protected template(node: TemplateNode): void {
    showInText(node, this);
  }

  protected override unshownLink(node: LinkNode): void {
    const picture = pictureOfLink(this.source, node, this.page.options);
    if (picture) this.picture(picture.name, picture.caption);
    this.page.builder.gap();
  }

  protected element(node: ElementNode): void {
    const { builder } = this.page;
    const text = this.source.slice(node.textStart, node.textEnd);
    switch (node.kind) {
      case 'literal':
        return this.literalElement(node, text);
      case 'wikitext':
        return this.wikitext(text.trim(), !text.includes('\n'));
      case 'lines':
        return this.lines(text);
      case 'tabs':
        return this.tabs(text);
      case 'variant':
        return this.write(decodeEntities(variantText(text)));
      case 'hidden':
        if (node.tag === 'gallery') this.gallery(text);
        else if (/^(?:math|chem|ce)$/.test(node.tag)) return this.formula(text);
        return builder.gap();
    }
  }

  private literalElement(node: ElementNode, text: string): void {
    const attributes = this.source.slice(node.start, node.textStart);
    if (node.tag === 'nowiki') return this.write(decodeEntities(text));
    if (node.tag !== 'pre' && /\binline\b|enclose\s*=\s*["']?none/i.test(attributes)) {
      this.beginText();
      return this.page.builder.inlineCode(text);
    }
    const language = attributesOf(attributes)['lang'] ?? '';
    if (this.isLineStart) this.list.end();
    const shown = node.tag === 'pre' ? decodeEntities(text.replace(/<\/?nowiki\s*\/?>/gi, '')) : text;
    this.page.builder.code(shown, /^[\w+-]{1,30}$/.test(language) ? language.toLowerCase() : '');
  }

  private formula(text: string): void {
    this.beginText();
    this.page.builder.formula(text);
  }

  private lines(text: string): void {
    const { builder } = this.page;
    if (this.isLineStart) this.list.end();
    builder.endParagraph();
    for (const line of text.trim().split('\n')) {
      this.wikitext(line.trim(), true);
      builder.lineBreak();
    }
    builder.endParagraph();
  }

  private tabs(text: string): void {
    const { builder } = this.page;
    this.list.end();
    for (const { label, content } of tabsOf(text)) {
      builder.endParagraph();
      builder.emphasis = BOLD;
      builder.text(decodeEntities(label));
      builder.emphasis = 0;
      builder.endParagraph();
      this.wikitext(content, false);
    }
    this.isLineStart = true;
  }

  gallery(text: string): void {
    for (const { name, caption } of picturesOfGallery(text, this.page.options)) this.picture(name, caption);
  }

  // Lines.

  protected text(start: number, end: number): void {
    for (let at = start; at < end;) {
      if (this.heading && at >= this.heading.end) at = this.closeHeading();
      else if (this.rest !== null) at = this.readRest(at, end);
      else if (this.passedTables > 0) at = this.passTable(at, end);
      else if (this.isInTag) at = this.passTag(at, end);
      else if (this.isLineStart) at = this.beginLine(at, end);
      else at = this.inLine(at, Math.min(end, this.heading?.end ?? end));
    }
  }

  private matchAt(pattern: RegExp, at: number, end: number): RegExpExecArray | null {
    pattern.lastIndex = at;
    const match = pattern.exec(this.source);
    return match && pattern.lastIndex <= end ? match : null;
  }

  /** Reads what begins a line and says where its text begins. */
  private beginLine(at: number, end: number): number {
    const heading = this.source.charAt(at) === '=' ? this.openHeading(at) : -1;
    if (heading >= 0) return heading;
    if (this.page.elements.isPassing) {
      this.isLineStart = false;
      return at;
    }
    if (this.source.charCodeAt(at) === 0x0a) {
      this.endBlock();
      return at + 1;
    }
    const table = this.matchAt(TABLE_START, at, end);
    if (table) return this.beginTable(at + table[0].length);
    const mark = this.matchAt(this.tables > 0 ? TABLE_MARK : STRAY_TABLE_MARK, at, end);
    if (mark) return this.tables > 0 ? this.tableMark(mark, at) : this.strayMark(mark, at);
    const markers = this.matchAt(LIST_MARKERS, at, end);
    if (markers) return this.listLine(markers[0], at);
    const rule = this.matchAt(RULE, at, end);
    if (rule) {
      this.endBlock();
      return at + rule[0].length;
    }
    const indent = this.matchAt(INDENT, at, end);
    if (indent) return this.indentedLine(at, end);
    this.endPreformatted();
    this.beginText();
    return at;
  }

  /** Text without a marker ends lists. */
  private beginText(): void {
    if (!this.isLineStart) return;
    this.list.end();
    this.isLineStart = false;
  }

  /** A line that begins with a space is preformatted; so are those behind it that do. */
  private indentedLine(at: number, end: number): number {
    const { builder } = this.page;
    const textAt = at + (/[^ \t]|$/.exec(this.source.slice(at, end))?.index ?? 0);
    const isBlank = this.source.charCodeAt(textAt) === 0x0a;
    // Behind the space stands another node, or nothing.
    if (textAt >= end ? !NOWIKI.test(this.source.slice(textAt, textAt + 8)) : isBlank && !this.isPreformatted)
      return textAt;
    if (this.tables > 0 || this.list.isOpen || this.level > 0 || isBlockTag(this.source, textAt)) {
      this.endPreformatted();
      this.beginText();
      return textAt;
    }
    if (this.isPreformatted) builder.text('\n');
    else builder.open({ kind: 'preformatted', language: '' });
    this.isPreformatted = true;
    this.isLineStart = false;
    return at + 1;
  }

  private endPreformatted(): void {
    if (this.isPreformatted) this.page.builder.close('preformatted');
    this.isPreformatted = false;
  }

  private endLine(): void {
    if (this.heading) this.closeHeading();
    if (this.rest !== null) this.endRest();
    this.page.builder.emphasis = 0;
    this.closeExternal();
    this.list.end();
    this.endPreformatted();
  }

  private newLine(): void {
    const { builder } = this.page;
    builder.emphasis = 0;
    this.closeExternal();
    this.list.endLine();
    this.cell = null;
    this.isLineStart = true;
    if (!this.isPreformatted) builder.text(' ');
  }

  private endBlock(): void {
    this.list.end();
    this.endPreformatted();
    this.page.builder.endParagraph();
  }

  // Headings.

  /** Begins the section whose heading is the line at `at`, and says where its words begin; -1 where it is none. */
  private openHeading(at: number): number {
    const match = this.matchAt(HEADING, at, this.source.length);
    const line = match?.[0].trimEnd() ?? '';
    const closing = /={1,6}$/.exec(line.slice(-6))?.[0].length ?? 0;
    const level = Math.min(match?.[1]!.length ?? 0, closing, Math.ceil(line.length / 2) - 1);
    if (!match || level < 1) return -1;
    this.endBlock();
    this.tables = 0;
    this.page.elements.reset();
    this.page.builder.openHeading(level);
    this.isLineStart = false;
    this.heading = { end: at + line.length - level, lineEnd: at + match[0].length };
    return at + level;
  }

  private closeHeading(): number {
    const { lineEnd } = this.heading!;
    this.heading = null;
    this.page.builder.emphasis = 0;
    this.page.builder.closeHeading();
    this.isLineStart = true;
    return this.source.charCodeAt(lineEnd) === 0x0a ? lineEnd + 1 : lineEnd;
  }

  private listLine(whole: string, at: number): number {
    this.endPreformatted();
    this.page.builder.endParagraph();
    this.list.beginItem(whole.trimEnd());
    this.isLineStart = false;
    return at + whole.length;
  }

  // Tables.

  private beginTable(at: number): number {
    this.endBlock();
    this.rest = 'table';
    this.attributes = '';
    return at;
  }

  /** The rest of the line where a table or a row begins. */
  private readRest(at: number, end: number): number {
    const found = this.source.indexOf('\n', at);
    const stop = found < 0 || found > end ? end : found;
    if (this.attributes.length < 1000) this.attributes += this.source.slice(at, stop);
    if (stop === found) this.endRest();
    return stop === found ? stop + 1 : stop;
  }

  private endRest(): void {
    const { builder } = this.page;
    const isTable = this.rest === 'table';
    this.rest = null;
    this.isLineStart = true;
    if (!isTable) return void builder.open({ kind: 'row' });
    const attributes = attributesOf(this.attributes);
    if (isAside('table', attributes)) this.passedTables = 1;
    else {
      this.tables++;
      builder.open({ kind: 'table', isStyled: isStyled(attributes) });
    }
  }

  /** Passes over a table that is no text, to its end or to a heading. */
  private passTable(at: number, end: number): number {
    // It begins behind the end of a line.
    const from = Math.max(0, at - 1);
    for (const match of this.source.slice(from, end).matchAll(PASSED_MARK)) {
      const [whole, mark, heading] = match;
      if (heading !== undefined) this.passedTables = 0;
      else this.passedTables += mark === '{|' ? 1 : -1;
      if (this.passedTables === 0) return from + match.index + (heading === undefined ? whole.length : 1);
    }
    return end;
  }

  private tableMark([whole, mark = '']: RegExpExecArray, at: number): number {
    const { builder } = this.page;
    const next = at + whole.length;
    this.endBlock();
    this.isLineStart = false;
    if (mark === '|}') {
      builder.close('table');
      this.tables--;
      this.isLineStart = true;
    } else if (mark.startsWith('|-')) {
      this.rest = 'row';
      this.attributes = '';
    } else if (mark === '|+') {
      builder.open({ kind: 'caption' });
      this.cell = null;
    } else this.openCell(mark === '!', next);
    return next;
  }

  private openCell(isHeader: boolean, start: number): void {
    const { builder } = this.page;
    this.list.end();
    builder.emphasis = 0;
    builder.open({ kind: 'cell', isHeader, columns: 1, rows: 1 });
    this.cell = { start, isHeader, mayHaveAttributes: true };
    this.isLineStart = false;
  }

  /** What stands before the first pipe of a cell are its attributes. */
  private endAttributes(at: number): boolean {
    const { cell } = this;
    if (!cell?.mayHaveAttributes) return false;
    const { columns, rows } = spanOf(attributesOf(this.source.slice(cell.start, at)));
    this.page.builder.emptyCell(columns, rows);
    this.page.elements.reset();
    cell.mayHaveAttributes = false;
    return true;
  }

  /** The mark of a table that a template began, or that a heading has ended. */
  private strayMark([whole]: RegExpExecArray, at: number): number {
    this.endBlock();
    this.isLineStart = false;
    return at + whole.length;
  }

  // Within a line.

  private inLine(at: number, end: number): number {
    const match = this.tokenBehind(at);
    if (!match || match.index >= end) {
      this.textPiece(at, end);
      return end;
    }
    this.textPiece(at, match.index);
    return this.token(match, end);
  }

  /** The next token; it is kept until the text comes to it, so that finding them all is linear. */
  private tokenBehind(at: number): RegExpExecArray | null {
    if (this.nextToken !== undefined && (this.nextToken === null || this.nextToken.index >= at)) return this.nextToken;
    TOKEN.lastIndex = at;
    return (this.nextToken = TOKEN.exec(this.source));
  }

  private textPiece(at: number, end: number): void {
    if (end > at && !this.page.elements.isPassing) this.page.builder.text(decodeEntities(this.source.slice(at, end)));
  }

  /** Takes one token and says where the text goes on. */
  private token(match: RegExpExecArray, end: number): number {
    const [whole, external, , tag] = match;
    if (tag !== undefined) return this.tag(match, match.index, end);
    const stop = Math.min(end, match.index + whole.length);
    if (this.page.elements.isPassing) {
      this.isLineStart = whole === '\n';
      return stop;
    }
    if (whole === '\n') this.newLine();
    else if (whole.startsWith("'")) this.apostrophes(match.index, whole.length);
    else if (external !== undefined) return this.openExternal(external, match.index, stop);
    else if (whole === ']') this.closeBracket();
    else if (whole.startsWith('|') || whole === '!!') this.cellMark(whole, match.index);
    else if (whole === ':') this.colon(match.index);
    return stop;
  }

  private apostrophes(at: number, length: number): void {
    const { builder } = this.page;
    const literal = this.literal.get(at) ?? 0;
    if (literal > 0) builder.text("'".repeat(literal));
    const marks = length - literal;
    if (marks === 2 || marks === 5) builder.emphasis ^= ITALIC;
    if (marks === 3 || marks === 5) builder.emphasis ^= BOLD;
  }

  private cellMark(mark: string, at: number): void {
    if (this.cell && (mark === '||' || (mark === '!!' && this.cell.isHeader)))
      return this.openCell(this.cell.isHeader, at + mark.length);
    if (mark === '|' && this.endAttributes(at)) return;
    this.page.builder.text(mark);
  }

  /** A term's definition may stand on its line. */
  private colon(at: number): void {
    if (!this.list.isInTerm || this.source.startsWith('//', at + 1)) this.page.builder.text(':');
    else this.list.beginDefinition();
  }

  // External links and tags.

  private openExternal(address: string, at: number, stop: number): number {
    if (!this.closesOnLine(stop)) {
      this.page.builder.text(this.source.slice(at, stop));
      return stop;
    }
    this.isExternal = true;
    this.page.builder.href = markdownHref(decodeEntities(address));
    let label = stop;
    while (/[^\S\n]/.test(this.source.charAt(label))) label++;
    if (this.source.charAt(label) === ']') this.page.builder.linkNumber();
    return label;
  }

  private bracketAt = -1;
  private lineEndAt = -1;

  /** Whether a bracket closes before the line ends; what was found is kept, so that this is linear. */
  private closesOnLine(at: number): boolean {
    const next = (mark: string, known: number) => {
      if (known >= at) return known;
      const found = this.source.indexOf(mark, at);
      return found < 0 ? Infinity : found;
    };
    this.bracketAt = next(']', this.bracketAt);
    this.lineEndAt = next('\n', this.lineEndAt);
    return this.bracketAt < this.lineEndAt;
  }

  private closeBracket(): void {
    if (this.isExternal) this.closeExternal();
    else this.page.builder.text(']');
  }

  private closeExternal(): void {
    if (this.isExternal) this.page.builder.href = null;
    this.isExternal = false;
  }

  private tag([whole, , slash, tag = '', attributes = '', bracket]: RegExpExecArray, at: number, end: number): number {
    const { elements, builder } = this.page;
    const name = tag.toLowerCase();
    if (bracket === '' || !this.isMarkup(name, attributes)) {
      if (!elements.isPassing) builder.text('<');
      return at + 1;
    }
    // The tag goes on behind a template.
    if (at + whole.length > end) this.isInTag = true;
    if (slash === '/' && name !== 'br') elements.close(name);
    else {
      elements.open(name, attributesOf(attributes));
      if (attributes.endsWith('/')) elements.close(name);
    }
    return Math.min(end, at + whole.length);
  }

  /** Whether a tag is known, or else looks like one of an extension: with an end. */
  private isMarkup(name: string, attributes: string): boolean {
    if (isKnownTag(name) || attributes.endsWith('/')) return true;
    this.endTags ??= new Set([...this.source.matchAll(END_TAG)].map(([, tag = '']) => tag.toLowerCase()));
    return this.endTags.has(name);
  }

  private passTag(at: number, end: number): number {
    const rest = this.source.slice(at, end);
    const found = rest.search(/[<>\n]/);
    if (found < 0) return end;
    this.isInTag = false;
    return rest.charAt(found) === '>' ? at + found + 1 : at + found;
  }
}
