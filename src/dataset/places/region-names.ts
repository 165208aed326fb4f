import { fold } from '../../universe/fold';

/** A region of the universe's map, with the texts by which a value is recognised as it (by `contains`). */
export interface RegionRule {
  name: string;
  match?: readonly string[];
}

/** Brings the many spellings of regions to those of the universe's definition. */
export class RegionNames {
  readonly names: string[];
  private readonly parts: { part: string; region: number }[];

  constructor(rules: readonly (string | RegionRule)[]) {
    const full = rules.map((rule) => (typeof rule === 'string' ? { name: rule } : rule));
    this.names = full.map(({ name }) => name);
    this.parts = full.flatMap(({ name, match }, region) =>
      (match && match.length > 0 ? match : [name]).map((part) => ({ part: fold(part), region })),
    );
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
}

/** A text without what stands in brackets, and only up to the first comma or semicolon. */
export function plainName(text: string): string {
  return (
    text
      .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
      .split(/[,;]/)[0]
      ?.replace(/[()[\]]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim() ?? ''
  );
}
