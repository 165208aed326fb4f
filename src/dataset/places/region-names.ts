import { fold } from '../../universe/fold';
import type { RegionName } from '../../universe/universe-definition';

/** Brings the many spellings of regions to those of the universe's definition. */
export class RegionNames {
  readonly names: string[];
  private readonly parts: { part: string; region: number }[];

  constructor(regions: readonly RegionName[]) {
    this.names = regions.map(({ name }) => name);
    this.parts = regions.flatMap(({ contains }, region) => contains.map((part) => ({ part: fold(part), region })));
  }

  /** Number of the canonical region that a text names first, or -1. */
  find(text: string): number {
    const folded = fold(text);
    let best = -1;
    let bestAt = Infinity;
    for (const { part, region } of this.parts) {
      const at = folded.indexOf(part);
      if (at >= 0 && at < bestAt) {
        best = region;
        bestAt = at;
      }
    }
    return best;
  }

  /** Number of the canonical region that a text names and nothing smaller, or -1. */
  findWhole(text: string): number {
    const name = plainName(text);
    return /\bsector\b/i.test(name) ? -1 : this.find(name);
  }
}

const NO_NAME = /^(?:unknown|none|various|unidentified)$/i;

/** The name in a text: without what stands in brackets, and only up to the first comma or semicolon; '' for none. */
export function plainName(text: string): string {
  const name =
    text
      .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
      .split(/[,;]/)[0]
      ?.replace(/[()[\]]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim() ?? '';
  return NO_NAME.test(name) ? '' : name;
}
