import type { RegionName } from '../../universe/universe-definition';
import type { Role } from './place-role';

export interface PlacesBuildContext {
  count: number;
  /** Sequence number to ordinal. */
  ordinalOf: Uint32Array;
  /** Title, redirect or href (`/wiki/…`) to ordinal; -1 where there is no such article. */
  resolve: (titleOrHref: string) => number;
  /** Canonical regions, core outward. */
  regions: readonly RegionName[];
}

/** What an article is in the location tree. */
export type NodeKind = 'planet' | 'place' | 'system' | 'sector' | 'region' | 'other';

/** What an article's infobox says about where it is. */
export interface PlaceArticle {
  seq: number;
  title: string;
  kind: NodeKind;
  /** Each line's role, the titles that it links to, and its texts, in order. */
  lines: { role: Role; targets: readonly string[]; texts: readonly string[] }[];
}

/** A line of an infobox with its links resolved. */
export interface NodeLine {
  role: Role;
  /** Nodes that the line links to, in order. */
  nodes: readonly number[];
  texts: readonly string[];
}

const NO_LINES: readonly NodeLine[] = [];
/** What wikis put behind a title to tell one continuity from another. */
const CONTINUITY = /\/(?:Legends|Canon)$/;

/** A name as people say it. */
export function shownName(title: string): string {
  return title.replace(CONTINUITY, '');
}

/**
 * The articles of the location tree and the lines between them. A node is an article's ordinal; a title that is
 * linked to but has no article is a node as well (from `count` on), because other pages still tell where it is.
 */
export class LocationGraph {
  readonly count: number;
  private readonly kinds = new Map<number, NodeKind>();
  private readonly titles = new Map<number, string>();
  private readonly linesOf = new Map<number, NodeLine[]>();
  /** Titles that are linked to. */
  private readonly names: string[] = [];
  /** Their nodes. */
  private readonly nodes = new Map<string, number>();

  constructor(
    articles: readonly PlaceArticle[],
    private readonly context: PlacesBuildContext,
  ) {
    this.count = context.count;
    for (const { seq, kind, title } of articles) {
      this.kinds.set(context.ordinalOf[seq] ?? 0, kind);
      this.titles.set(context.ordinalOf[seq] ?? 0, title);
    }
    for (const { seq, lines } of articles) {
      const resolved = lines.map(({ role, targets, texts }) => ({
        role,
        nodes: targets.map((target) => this.nodeOf(target)),
        texts,
      }));
      this.linesOf.set(context.ordinalOf[seq] ?? 0, resolved);
    }
  }

  /** Nodes are numbered below this. */
  get size(): number {
    return this.count + this.names.length;
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
  withoutArticle(): [name: string, node: number][] {
    return [...this.nodes].filter(([, node]) => node >= this.count);
  }

  private nodeOf(name: string): number {
    let node = this.nodes.get(name);
    if (node === undefined) this.nodes.set(name, (node = this.makeNode(name)));
    return node;
  }

  private makeNode(name: string): number {
    const ordinal = this.context.resolve(name);
    if (ordinal < 0) {
      // A page's links are to twins in its own continuity, of which the dataset may hold the plain one only.
      return CONTINUITY.test(name) ? this.nodeOf(shownName(name)) : this.count + this.names.push(name) - 1;
    }
    // Of articles that are no part of the tree the links tell the title.
    if (!this.titles.has(ordinal)) this.titles.set(ordinal, name);
    return ordinal;
  }
}
