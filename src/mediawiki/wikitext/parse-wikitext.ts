import { extensionKind, type ExtensionKind } from './extension-tags';
import { withoutComments } from './page-text';

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
  /** What is marked up before the first pipe: the first argument of a parser function. */
  headNodes: WikitextNode[];
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

/** `{{{name|default}}}`, of which an article shows the default. */
export interface ParameterNode {
  kind: 'parameter';
  start: number;
  end: number;
  default: TemplatePart | null;
}

/** A comment (tag `!--`), an element of an extension, or a `-{…}-` of language variants. */
export interface ElementNode {
  kind: ExtensionKind | 'variant';
  start: number;
  end: number;
  /** Where its text begins and ends. */
  textStart: number;
  textEnd: number;
  tag: string;
}

export type WikitextNode = TemplateNode | LinkNode | ParameterNode | ElementNode;

interface Frame {
  kind: 'braces' | 'link';
  start: number;
  /** How many opening marks are still to be closed. */
  width: number;
  parts: TemplatePart[];
  nodes: WikitextNode[];
}

const TAG = /<([a-z][a-z0-9_-]*)(?=[\s/>])[^<>]*>/iy;
/** Deeper nesting than this is read as plain text: real pages stay below 40. */
const DEEPEST = 100;
/** A `-{…}-` holds a word or two in each script. */
const LONGEST_VARIANT = 500;

/** Parses a text, or a part of it, into its top-level nodes in order. */
export function parseWikitext(source: string, from = 0, to = source.length): WikitextNode[] {
  return new WikitextParser(source, from, to).parse();
}

class WikitextParser {
  private readonly root: WikitextNode[] = [];
  private readonly frames: Frame[] = [];
  /** Marks without an end anywhere behind: not searched for again, so that the pass stays linear. */
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
      case 0x2d: // -
        return this.variant();
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

  /** How many of the same character follow. */
  private run(code: number): number {
    let end = this.at;
    while (end < this.to && this.source.charCodeAt(end) === code) end++;
    return end - this.at;
  }

  private openBraces(): void {
    const run = this.run(0x7b);
    return run === 1 ? this.skip(1) : this.open('braces', run);
  }

  private open(kind: Frame['kind'], width: number): void {
    if (this.frames.length < DEEPEST) this.push(kind, this.at, width, []);
    this.at += width;
  }

  private push(kind: Frame['kind'], start: number, width: number, nodes: WikitextNode[]): void {
    this.frames.push({ kind, start, width, parts: [{ start: start + width, end: -1, equals: -1, nodes }], nodes });
  }

  /** Closing braces match as many of the opening ones as they can: three make a parameter, two a template. */
  private closeBraces(): void {
    let run = this.run(0x7d);
    while (run >= 2) {
      // A link that nobody closed is text; the template around it still ends here.
      while (this.top?.kind === 'link' && this.frames.some((frame) => frame.kind !== 'link')) this.dropFrame();
      const frame = this.top;
      if (frame?.kind !== 'braces') break;
      const matched = Math.min(frame.width, run, 3);
      this.closeFrame(frame, matched);
      run -= matched;
    }
    this.at += run;
  }

  private closeFrame(frame: Frame, matched: number): void {
    this.endPart(frame);
    this.frames.pop();
    this.at += matched;
    const rest = frame.width - matched;
    const node = matched === 3 ? this.parameter(frame, rest) : this.template(frame, rest);
    if (rest >= 2) this.push('braces', frame.start, rest, [node]);
    else this.nodes.push(node);
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
    const part = this.top?.kind === 'braces' ? this.top.parts[this.top.parts.length - 1] : undefined;
    if (part?.equals === -1) part.equals = this.at;
    this.at++;
  }

  private angle(): void {
    if (this.is('<!--')) return this.element('-->', 'hidden', '!--', this.at + 4);
    TAG.lastIndex = this.at;
    const match = TAG.exec(this.source);
    const tag = match?.[1]?.toLowerCase() ?? '';
    const kind = extensionKind(tag);
    if (!match || !kind || TAG.lastIndex > this.to) return this.skip(1);
    const inside = this.at + match[0].length;
    if (match[0].endsWith('/>')) return this.leaf('hidden', inside, inside, inside, tag);
    return this.element(`</${tag}`, kind, tag, inside);
  }

  private element(closing: string, kind: ElementNode['kind'], tag: string, inside: number): void {
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
    if (closing === '-->') {
      const found = this.source.indexOf(closing, from);
      return found < this.to ? found : -1;
    }
    const pattern = new RegExp(`${closing}(?=[\\s>])`, 'gi');
    pattern.lastIndex = from;
    const match = pattern.exec(this.source);
    return match && match.index < this.to ? match.index : -1;
  }

  private variant(): void {
    if (!this.is('-{') || this.is('-{{')) return this.skip(1);
    const inside = this.at + 2;
    const found = this.source.slice(inside, Math.min(inside + LONGEST_VARIANT, this.to)).indexOf('}-');
    if (found < 0) return this.skip(1);
    this.leaf('variant', inside, inside + found, inside + found + 2, '-{');
  }

  private leaf(kind: ElementNode['kind'], textStart: number, textEnd: number, end: number, tag: string): void {
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

  private template(frame: Frame, offset: number): TemplateNode {
    const [head, ...parts] = frame.parts;
    const name = head ? templateName(textOf(this.source, head)) : '';
    const headNodes = head?.nodes ?? [];
    return { kind: 'template', start: frame.start + offset, end: this.at, name, headNodes, parts };
  }

  private parameter(frame: Frame, offset: number): ParameterNode {
    return { kind: 'parameter', start: frame.start + offset, end: this.at, default: frame.parts[1] ?? null };
  }
}

/** The text of a part without what is marked up in it. */
function textOf(source: string, part: TemplatePart): string {
  let text = '';
  let at = part.start;
  for (const node of part.nodes) {
    text += source.slice(at, node.start);
    at = node.end;
  }
  return text + source.slice(at, part.end);
}

/** A template's name as its page is called: `template:celestial_body ` -> `Celestial body`. */
function templateName(text: string): string {
  const name = text
    .replace(/^\s*(?:(?:safe)?subst\s*:)?\s*:?\s*(?:template\s*:)?/i, '')
    .replace(/[\s_]+/g, ' ')
    .trim();
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The name of a part, or null for a positional one. */
export function partName(source: string, part: TemplatePart): string | null {
  return part.equals < 0 ? null : withoutComments(source.slice(part.start, part.equals)).trim();
}

/** Where the value of a part begins. */
export function valueStart(part: TemplatePart): number {
  return part.equals < 0 ? part.start : part.equals + 1;
}

/** The first parameter that a template's text asks for: `{{#if:{{{mass|}}}|{{{mass}}} kg}}` -> `mass`. */
export function parameterName(text: string): string | null {
  return /\{\{\{\s*([^{}|<>]{1,100}?)\s*(?:\||\}\}\})/.exec(text)?.[1] ?? null;
}
