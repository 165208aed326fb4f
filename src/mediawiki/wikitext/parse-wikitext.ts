/**
 * The structure of wikitext as MediaWiki's preprocessor sees it: templates, links and what is not text. Written here,
 * not taken: wtf_wikipedia flattens fields (links, lists and nested templates are gone, a field with an unknown
 * template vanishes), wikiparser-node keeps them all but needs 25 ms a page and is GPL. One pass over the text, linear
 * whatever the text, no recursion.
 */
export interface TemplateNode {
  kind: 'template';
  start: number;
  end: number;
  name: string;
  parts: TemplatePart[];
}

/** One `|…` of a template: the span of its text, and where its `=` stands. */
export interface TemplatePart {
  start: number;
  end: number;
  /** Index of the first `=`, or -1 for a positional part. */
  equals: number;
  nodes: WikitextNode[];
}

export interface LinkNode {
  kind: 'link';
  start: number;
  end: number;
  /** Index of the first `|`, or -1. */
  pipe: number;
  nodes: WikitextNode[];
}

/** A comment, a reference or another element that is not text; or (`literal`) text that holds no markup. */
export interface SkippedNode {
  kind: 'skipped' | 'literal';
  start: number;
  end: number;
  /** Of a literal: where its text begins and ends. */
  textStart: number;
  textEnd: number;
  tag: string;
}

export type WikitextNode = TemplateNode | LinkNode | SkippedNode;

interface Frame {
  kind: 'template' | 'link' | 'parameter';
  start: number;
  parts: TemplatePart[];
  nodes: WikitextNode[];
}

const SKIPPED_TAGS = new Set([
  'ref',
  'references',
  'gallery',
  'math',
  'timeline',
  'imagemap',
  'templatestyles',
  'score',
]);
const LITERAL_TAGS = new Set(['nowiki', 'pre', 'syntaxhighlight', 'source']);
const TAG = /<([a-z]+)(?=[\s/>])[^<>]*>/iy;
/** Deeper nesting than this is read as plain text: real pages stay below 40. */
const DEEPEST = 100;

/** Parses a text, or a part of it, into its top-level nodes in order. */
export function parseWikitext(source: string, from = 0, to = source.length): WikitextNode[] {
  return new WikitextParser(source, from, to).parse();
}

class WikitextParser {
  private readonly root: WikitextNode[] = [];
  private readonly frames: Frame[] = [];
  /** Tags without an end anywhere behind: not searched for again, so that the pass stays linear. */
  private readonly unclosed = new Set<string>();
  private at: number;

  constructor(
    private readonly source: string,
    from: number,
    private readonly to: number,
  ) {
    this.at = from;
  }

  parse(): WikitextNode[] {
    while (this.at < this.to) this.step(this.source.charCodeAt(this.at));
    while (this.frames.length > 0) this.dropFrame();
    return this.root;
  }

  private step(code: number): void {
    switch (code) {
      case 0x7b: // {
        return this.openBraces();
      case 0x7d: // }
        return this.closeBraces();
      case 0x5b: // [
        return this.is('[[') ? this.open('link', 2) : this.skip(1);
      case 0x5d: // ]
        return this.is(']]') ? this.closeLink() : this.skip(1);
      case 0x7c: // |
        return this.pipe();
      case 0x3d: // =
        return this.equals();
      case 0x3c: // <
        return this.angle();
      default:
        this.at++;
    }
  }

  private is(text: string): boolean {
    return this.source.startsWith(text, this.at) && this.at + text.length <= this.to;
  }

  private skip(count: number): void {
    this.at += count;
  }

  private get top(): Frame | undefined {
    return this.frames[this.frames.length - 1];
  }

  private openBraces(): void {
    let run = 1;
    while (this.at + run < this.to && run < 5 && this.source.charCodeAt(this.at + run) === 0x7b) run++;
    if (run === 1) return this.skip(1);
    return run === 3 ? this.open('parameter', 3) : this.open('template', 2);
  }

  private open(kind: Frame['kind'], width: number): void {
    if (this.frames.length >= DEEPEST) return this.skip(width);
    const part = { start: this.at + width, end: -1, equals: -1, nodes: [] };
    this.frames.push({ kind, start: this.at, parts: [part], nodes: part.nodes });
    this.at += width;
  }

  private closeBraces(): void {
    if (!this.is('}}')) return this.skip(1);
    // A link that nobody closed is text; the template around it still ends here.
    while (this.top?.kind === 'link' && this.frames.some((frame) => frame.kind !== 'link')) this.dropFrame();
    const frame = this.top;
    if (!frame || frame.kind === 'link') return this.skip(2);
    if (frame.kind === 'parameter') return this.closeParameter(frame);
    this.frames.pop();
    this.endPart(frame);
    this.at += 2;
    this.nodes.push(this.template(frame));
  }

  private closeParameter(frame: Frame): void {
    const width = this.is('}}}') ? 3 : 2;
    this.frames.pop();
    this.at += width;
    const { start } = frame;
    this.nodes.push({ kind: 'skipped', start, end: this.at, textStart: start, textEnd: start, tag: 'parameter' });
  }

  private closeLink(): void {
    const frame = this.top;
    if (frame?.kind !== 'link') return this.skip(2);
    this.frames.pop();
    this.endPart(frame);
    this.at += 2;
    const pipe = frame.parts.length > 1 ? (frame.parts[1]?.start ?? 0) - 1 : -1;
    const nodes = frame.parts.flatMap((part) => part.nodes);
    this.nodes.push({ kind: 'link', start: frame.start, end: this.at, pipe, nodes });
  }

  private pipe(): void {
    const frame = this.top;
    this.at++;
    if (!frame) return;
    this.endPart(frame, this.at - 1);
    const part = { start: this.at, end: -1, equals: -1, nodes: [] };
    frame.parts.push(part);
    frame.nodes = part.nodes;
  }

  private equals(): void {
    const part = this.top?.kind === 'template' ? this.top.parts[this.top.parts.length - 1] : undefined;
    if (part?.equals === -1) part.equals = this.at;
    this.at++;
  }

  private angle(): void {
    if (this.is('<!--')) return this.element('-->', 'skipped', '!--', this.at + 4);
    TAG.lastIndex = this.at;
    const match = TAG.exec(this.source);
    const tag = match?.[1]?.toLowerCase() ?? '';
    const kind = SKIPPED_TAGS.has(tag) ? 'skipped' : LITERAL_TAGS.has(tag) ? 'literal' : null;
    if (!match || !kind || TAG.lastIndex > this.to) return this.skip(1);
    const inside = this.at + match[0].length;
    if (match[0].endsWith('/>')) return this.leaf('skipped', inside, inside, inside, tag);
    return this.element(`</${tag}`, kind, tag, inside);
  }

  private element(closing: string, kind: SkippedNode['kind'], tag: string, inside: number): void {
    const found = this.unclosed.has(tag) ? -1 : this.findClosing(closing, inside);
    if (found < 0) {
      this.unclosed.add(tag);
      return this.skip(1);
    }
    const bracket = tag === '!--' ? found + 2 : this.source.indexOf('>', found);
    const end = bracket < 0 || bracket >= this.to ? this.to : bracket + 1;
    this.leaf(kind, inside, found, end, tag);
  }

  private findClosing(closing: string, from: number): number {
    const exact = this.source.indexOf(closing, from);
    if (exact >= 0) return exact < this.to ? exact : -1;
    if (closing === '-->') return -1;
    const pattern = new RegExp(closing, 'gi');
    pattern.lastIndex = from;
    const match = pattern.exec(this.source);
    return match && match.index < this.to ? match.index : -1;
  }

  private leaf(kind: SkippedNode['kind'], textStart: number, textEnd: number, end: number, tag: string): void {
    this.nodes.push({ kind, start: this.at, end, textStart, textEnd, tag });
    this.at = end;
  }

  private get nodes(): WikitextNode[] {
    return this.top?.nodes ?? this.root;
  }

  /** A frame without an end is text: what was found inside belongs to what is around. */
  private dropFrame(): void {
    const frame = this.frames.pop();
    if (!frame) return;
    const into = this.nodes;
    for (const part of frame.parts) for (const node of part.nodes) into.push(node);
  }

  private endPart(frame: Frame, end = this.at): void {
    const part = frame.parts[frame.parts.length - 1];
    if (part) part.end = end;
  }

  private template(frame: Frame): TemplateNode {
    const [head, ...parts] = frame.parts;
    const name = head ? templateName(this.textOf(head)) : '';
    return { kind: 'template', start: frame.start, end: this.at, name, parts };
  }

  /** The text of a part without comments. */
  private textOf(part: TemplatePart): string {
    let text = '';
    let at = part.start;
    for (const node of part.nodes) {
      text += this.source.slice(at, node.start);
      at = node.end;
    }
    return text + this.source.slice(at, part.end);
  }
}

/** A template's name as its page is called: `template:celestial_body ` -> `Celestial body`. */
export function templateName(text: string): string {
  const name = text
    .replace(/^\s*(?:(?:safe)?subst\s*:)?\s*:?\s*(?:template\s*:)?/i, '')
    .replace(/[\s_]+/g, ' ')
    .trim();
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The name of a part, or null for a positional one. */
export function partName(source: string, part: TemplatePart): string | null {
  return part.equals < 0
    ? null
    : source
        .slice(part.start, part.equals)
        .replace(/<!--.*?-->/gs, '')
        .trim();
}

/** Where the value of a part begins. */
export function valueStart(part: TemplatePart): number {
  return part.equals < 0 ? part.start : part.equals + 1;
}
