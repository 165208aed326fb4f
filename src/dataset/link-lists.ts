import type { SearchDirectory } from './search/search-directory';

export const DIRECTIONS = ['out', 'in'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Which articles' infoboxes link to which, and in which fields. Articles are ordinals. */
export class LinkLists {
  private readonly starts: Uint32Array;
  private readonly targets: Uint32Array;
  private readonly fieldOf: Uint32Array;
  private readonly inStarts: Uint32Array;
  private readonly inLinks: Uint32Array;
  private readonly fields: readonly string[];

  constructor({ sections }: SearchDirectory) {
    this.starts = sections.u32('links.out.starts');
    this.targets = sections.u32('links.out.to');
    this.fieldOf = sections.u32('links.out.field');
    this.inStarts = sections.u32('links.in.starts');
    this.inLinks = sections.u32('links.in.link');
    const names = sections.strings('links.fields');
    this.fields = Array.from({ length: names.length }, (_, field) => names.get(field));
  }

  /** Those that the article links to, or that link to it, each once, in title order; with a field only through it. */
  neighbours(ordinal: number, direction: Direction, field?: string): number[] {
    const through = field === undefined ? -1 : this.fields.indexOf(field);
    if (field !== undefined && through < 0) return [];
    const found: number[] = [];
    this.eachLink(ordinal, direction, (link, neighbour) => {
      if (field !== undefined && this.fieldOf[link] !== through) return;
      if (found.at(-1) !== neighbour) found.push(neighbour);
    });
    return found;
  }

  /** The content fields in which one article links to another. */
  fieldsBetween(from: number, to: number): string[] {
    const found: string[] = [];
    this.eachLink(from, 'out', (link, target) => {
      if (target === to) found.push(this.fields[this.fieldOf[link]!]!);
    });
    return found.sort();
  }

  private eachLink(ordinal: number, direction: Direction, visit: (link: number, neighbour: number) => void): void {
    if (direction === 'out') {
      for (let link = this.starts[ordinal]!; link < this.starts[ordinal + 1]!; link++) visit(link, this.targets[link]!);
      return;
    }
    for (let at = this.inStarts[ordinal]!; at < this.inStarts[ordinal + 1]!; at++) {
      const link = this.inLinks[at]!;
      visit(link, this.sourceOf(link));
    }
  }

  /** The article among whose links out this one lies. */
  private sourceOf(link: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle]! <= link) low = middle;
      else high = middle;
    }
    return low;
  }
}
