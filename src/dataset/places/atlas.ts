import type { FactTable } from './fact-table';
import type { PlacesBuildContext } from './places-builder';
import type { Role } from './place-role';

/** What an article is in the location tree. */
export type NodeKind = 'planet' | 'place' | 'system' | 'sector' | 'region' | 'other';

/** A line of an infobox with its links resolved. */
export interface NodeLine {
  role: Role;
  /** Nodes that the line links to, in order. */
  nodes: readonly number[];
  texts: readonly string[];
}

const NO_LINES: readonly NodeLine[] = [];
const LEGENDS = '/Legends';

/**
 * The articles of the location tree and the lines between them. A node is an article's ordinal; a title that is
 * linked to but has no article is a node as well (from `count` on), because other pages still tell where it is.
 */
export class Atlas {
  readonly count: number;
  readonly size: number;
  private readonly kinds = new Map<number, NodeKind>();
  private readonly titles = new Map<number, string>();
  private readonly linesOf = new Map<number, NodeLine[]>();
  private readonly names: readonly string[];
  private readonly resolved = new Set<number>();

  constructor(
    articles: { seqs: readonly number[]; kinds: readonly NodeKind[]; titles: readonly string[] },
    facts: FactTable,
    private readonly context: PlacesBuildContext,
  ) {
    const ordinals = articles.seqs.map((seq) => context.ordinalOf[seq] ?? 0);
    this.count = context.count;
    this.names = facts.names;
    this.size = this.count + facts.names.length;
    ordinals.forEach((ordinal, entry) => {
      this.kinds.set(ordinal, articles.kinds[entry] ?? 'other');
      this.titles.set(ordinal, articles.titles[entry] ?? '');
    });
    const nodes = facts.names.map((name, number) => this.nodeOf(name, number));
    for (const { entry, role, targets, texts } of facts.lines()) {
      const ordinal = ordinals[entry] ?? 0;
      const line = { role, nodes: targets.map((target) => nodes[target] ?? 0), texts };
      const lines = this.linesOf.get(ordinal);
      if (lines) lines.push(line);
      else this.linesOf.set(ordinal, [line]);
    }
  }

  /** Ordinals of the articles of a kind, in title order. */
  all(kind: NodeKind): number[] {
    const ordinals: number[] = [];
    for (const [ordinal, its] of this.kinds) if (its === kind) ordinals.push(ordinal);
    return ordinals.sort((a, b) => a - b);
  }

  kind(node: number): NodeKind {
    return this.kinds.get(node) ?? 'other';
  }

  /** Whether there is an article of the node. */
  isArticle(node: number): boolean {
    return node < this.count;
  }

  title(node: number): string {
    return this.titles.get(node) ?? this.names[node - this.count] ?? '';
  }

  lines(ordinal: number): readonly NodeLine[] {
    return this.linesOf.get(ordinal) ?? NO_LINES;
  }

  /** Node of the article that a text names, or -1. */
  find(text: string): number {
    return text === '' ? -1 : this.context.resolve(text);
  }

  /** Titles without an article, with their nodes. */
  *withoutArticle(): Generator<[name: string, node: number]> {
    for (let i = 0; i < this.names.length; i++) if (!this.resolved.has(i)) yield [this.names[i]!, this.count + i];
  }

  private nodeOf(name: string, number: number): number {
    let ordinal = this.context.resolve(name);
    // A page's links are to twins in its own continuity, of which the dataset may hold the plain one only.
    if (ordinal < 0 && name.endsWith(LEGENDS)) ordinal = this.context.resolve(name.slice(0, -LEGENDS.length));
    if (ordinal >= 0) this.resolved.add(number);
    if (ordinal < 0) return this.count + number;
    // Of articles that are no part of the tree the links tell the title.
    if (!this.titles.has(ordinal)) this.titles.set(ordinal, name);
    return ordinal;
  }
}
