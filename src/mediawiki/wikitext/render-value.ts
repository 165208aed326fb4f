import { ValueBuilder, type InfoboxValue } from '../infobox/value-builder';
import { decodeEntities } from './entities';
import { inlineTemplate } from './inline-templates';
import { readTarget, type Namespaces } from './namespaces';
import {
  parseWikitext,
  partName,
  valueStart,
  type LinkNode,
  type TemplateNode,
  type TemplatePart,
  type WikitextNode,
} from './parse-wikitext';
import { normaliseTitle, titleAddress } from './titles';

export interface RenderOptions {
  namespaces: Namespaces;
  /** How the wiki addresses its articles: `/wiki/$1`. */
  articlePath: string;
}

/** Reads a value written in wikitext: items of lists and lines, links with their trails, notes in brackets. */
export function readWikitextValue(source: string, options: RenderOptions): InfoboxValue {
  const sink = new ValueBuilder();
  new Renderer(source, sink, options).span(0, source.length, parseWikitext(source));
  return sink.build();
}

/** The value as one text. */
export function readWikitextText(source: string, options: RenderOptions): string {
  return readWikitextValue(source, options).values.join(' ');
}

/** An external link's start, a tag, quotes for bold and italics, a magic word, or what begins a line. */
const MARKUP =
  /\[(?=(?:https?:)?\/\/)([^\s\]<>"]+)|\]|<(\/?)([a-z][a-z0-9]*)(?=[\s/>])[^<>]*>|'{2,5}|__[A-Z]{3,20}__|\n[*#:;]+|\n\s*\n|\n/gi;
const BLOCK_TAGS = new Set('br p div li ul ol dl dt dd tr td th table blockquote center hr h2 h3 h4'.split(' '));
const LINE_MARKERS = /^\s*[*#:;]+/;
const LINK_TRAIL = /[a-z]+/y;

/** Writes the text of parsed wikitext into a value. */
export class Renderer {
  private hasExternalLink = false;

  constructor(
    private readonly source: string,
    private readonly sink: ValueBuilder,
    private readonly options: RenderOptions,
    private readonly depth = 0,
  ) {}

  /** Renders from `start` to `end`, where `nodes` are those that stand in between. */
  span(start: number, end: number, nodes: readonly WikitextNode[]): void {
    let at = start + this.leadingMarkers(start, end);
    for (const node of nodes) {
      if (node.start < at) continue;
      this.text(at, node.start);
      at = Math.max(node.end, this.node(node));
    }
    this.text(at, end);
  }

  /** A value may begin with the marker of a list. */
  private leadingMarkers(start: number, end: number): number {
    return LINE_MARKERS.exec(this.source.slice(start, Math.min(end, start + 100)))?.[0].length ?? 0;
  }

  /** Renders one node and returns where its text ends: a link takes the letters behind it along. */
  private node(node: WikitextNode): number {
    if (node.kind === 'literal') this.sink.text(decodeEntities(this.source.slice(node.textStart, node.textEnd)));
    else if (node.kind === 'link') return this.link(node);
    else if (node.kind === 'template') this.template(node);
    return node.end;
  }

  private text(start: number, end: number): void {
    if (start >= end) return;
    const text = this.source.slice(start, end);
    let at = 0;
    MARKUP.lastIndex = 0;
    for (let match = MARKUP.exec(text); match; match = MARKUP.exec(text)) {
      this.sink.text(decodeEntities(text.slice(at, match.index)));
      at = match.index + match[0].length;
      this.markup(match);
    }
    this.sink.text(decodeEntities(text.slice(at)));
  }

  private markup(match: RegExpExecArray): void {
    const [whole, external, , tag] = match;
    if (external !== undefined) return this.openExternal(external);
    if (whole === ']') return this.closeExternal();
    if (tag !== undefined) return BLOCK_TAGS.has(tag.toLowerCase()) ? this.sink.breakItem() : undefined;
    if (whole === '\n') return this.sink.text(' ');
    if (whole.startsWith('\n')) this.sink.breakItem();
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

  private link(node: LinkNode): number {
    const { source, options } = this;
    const targetEnd = node.pipe < 0 ? node.end - 2 : node.pipe;
    const target = readTarget(source.slice(node.start + 2, targetEnd), options.namespaces);
    if (target.kind === 'file' || target.kind === 'category') return node.end;
    if (target.kind === 'article') this.sink.openLink(this.hrefOf(target.title, target.fragment));
    if (node.pipe < 0)
      this.sink.text(
        decodeEntities(
          source
            .slice(node.start + 2, targetEnd)
            .trim()
            .replace(/^:/, ''),
        ),
      );
    else this.inner(node.pipe + 1, node.end - 2, node.nodes);
    LINK_TRAIL.lastIndex = node.end;
    const trail = LINK_TRAIL.exec(source)?.[0] ?? '';
    this.sink.text(trail);
    if (target.kind === 'article') this.sink.closeLink();
    return node.end + trail.length;
  }

  private hrefOf(title: string, fragment: string): string {
    const address = titleAddress(this.options.articlePath, normaliseTitle(decodeEntities(title)));
    return fragment === '' ? address : `${address}#${fragment.trim().replaceAll(' ', '_')}`;
  }

  private inner(start: number, end: number, nodes: readonly WikitextNode[]): void {
    if (this.depth > 40) return;
    const renderer = new Renderer(this.source, this.sink, this.options, this.depth + 1);
    let at = start;
    for (const node of nodes) {
      if (node.start < at) continue;
      renderer.text(at, node.start);
      at = Math.max(node.end, renderer.node(node));
    }
    renderer.text(at, end);
  }

  private template(node: TemplateNode): void {
    for (const piece of inlineTemplate(node.name)) {
      if (piece === 'break') this.sink.breakItem();
      else if (typeof piece === 'string') this.sink.text(piece);
      else this.arguments(node, piece);
    }
  }

  /** Renders the positional arguments that a template shows. */
  private arguments(node: TemplateNode, shown: { from: number; to: number; between: string | 'break' }): void {
    const parts = this.positional(node).slice(shown.from - 1, shown.to);
    parts.forEach((part, index) => {
      if (index > 0 && shown.between === 'break') this.sink.breakItem();
      else if (index > 0) this.sink.text(shown.between);
      this.inner(this.trimmedStart(part), this.trimmedEnd(part), part.nodes);
    });
  }

  private positional(node: TemplateNode): TemplatePart[] {
    const byNumber = new Map<number, TemplatePart>();
    let next = 1;
    for (const part of node.parts) {
      const name = partName(this.source, part);
      if (name === null) byNumber.set(next++, part);
      else if (/^\d{1,2}$/.test(name)) byNumber.set(Number(name), part);
    }
    return [...byNumber].sort(([a], [b]) => a - b).map(([, part]) => part);
  }

  private trimmedStart(part: TemplatePart): number {
    let at = valueStart(part);
    while (at < part.end && /\s/.test(this.source.charAt(at))) at++;
    return at;
  }

  private trimmedEnd(part: TemplatePart): number {
    let end = part.end;
    while (end > part.start && /\s/.test(this.source.charAt(end - 1))) end--;
    return end;
  }
}
