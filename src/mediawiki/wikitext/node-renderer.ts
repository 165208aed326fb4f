import type { TemplatePart, ElementNode, LinkNode, TemplateNode, WikitextNode } from './parse-wikitext';
import { decodeEntities } from './entities';
import { readTarget, titleIn, type LinkTarget, type Namespaces } from './namespaces';
import type { TemplateScreen } from './show-template';
import { articleHref } from './titles';

export interface RenderOptions {
  namespaces: Namespaces;
}

const LINK_TRAIL = /\p{Ll}+/uy;
export const DEEPEST_RENDERED = 40;

/** Goes through parsed wikitext in order; what becomes of its text, links and templates is told by those who extend it. */
export abstract class NodeRenderer implements TemplateScreen {
  protected depth = 0;

  constructor(
    readonly source: string,
    protected readonly options: RenderOptions,
    /** How many renderers this one is within: those of elements whose text is wikitext of its own. */
    protected readonly level: number,
  ) {}

  /** Whether what comes is not shown. */
  protected abstract readonly isPassing: boolean;
  /** Renders a text between nodes. */
  protected abstract text(start: number, end: number): void;
  protected abstract template(node: TemplateNode): void;
  protected abstract element(node: ElementNode): void;
  protected abstract openLink(href: string): void;
  protected abstract closeLink(): void;
  abstract argument(part: TemplatePart): void;
  abstract plain(part: TemplatePart): string;
  abstract write(text: string): void;
  abstract breakItem(): void;
  abstract nextCell(): void;

  get language(): string {
    return this.options.namespaces.language;
  }

  link(title: string, text: string): void {
    if (this.isPassing || title === '') return;
    this.openLink(this.hrefOf(title));
    this.write(text);
    this.closeLink();
  }

  protected hrefOf(title: string, fragment = ''): string {
    return articleHref(titleIn(title, this.options.namespaces), fragment);
  }

  /** Renders from `start` to `end`, where `nodes` are those that stand in between. */
  protected inner(start: number, end: number, nodes: readonly WikitextNode[]): void {
    this.depth++;
    let at = start;
    for (const node of nodes) {
      if (node.start < at) continue;
      this.text(at, node.start);
      at = this.isPassing ? node.end : this.node(node);
    }
    this.text(at, end);
    this.depth--;
  }

  /** Renders one node and returns where its text ends: a link takes the letters behind it along. */
  private node(node: WikitextNode): number {
    switch (node.kind) {
      case 'link':
        return this.linkNode(node);
      case 'template':
        if (this.depth < DEEPEST_RENDERED) this.template(node);
        return node.end;
      case 'parameter':
        if (node.default) this.argument({ ...node.default, equals: -1 });
        return node.end;
      default:
        this.element(node);
        return node.end;
    }
  }

  private linkNode(node: LinkNode): number {
    const { source, options } = this;
    const targetEnd = node.pipe < 0 ? node.end - 2 : node.pipe;
    const shown = decodeEntities(source.slice(node.start + 2, targetEnd));
    const target = readTarget(shown, options.namespaces);
    if (target.kind === 'file' || target.kind === 'category' || target.kind === 'language') {
      this.unshownLink(node, target);
      return node.end;
    }
    if (target.kind === 'article') this.openLink(this.hrefOf(target.title, target.fragment));
    if (node.pipe < 0) this.write(shown.trim().replace(/^:/, ''));
    else if (this.depth < DEEPEST_RENDERED) this.inner(node.pipe + 1, node.end - 2, node.nodes);
    LINK_TRAIL.lastIndex = node.end;
    const trail = LINK_TRAIL.exec(source)?.[0] ?? '';
    this.write(trail);
    if (target.kind === 'article') this.closeLink();
    return node.end + trail.length;
  }

  /** A link that shows no text of its own: a picture, a category, the page in another language. */
  protected unshownLink(_node: LinkNode, _target: LinkTarget): void {}
}

/** The span of an argument without the white space around it. */
export function argumentSpan(source: string, part: TemplatePart): { from: number; start: number; end: number } {
  const from = part.equals < 0 ? part.start : part.equals + 1;
  let start = from;
  let end = part.end;
  while (start < end && /\s/.test(source.charAt(start))) start++;
  while (end > start && /\s/.test(source.charAt(end - 1))) end--;
  return { from, start, end };
}
