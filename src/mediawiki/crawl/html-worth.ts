import type { HtmlFacts } from './html-page';

/** After so many pages of a kind that are rendered without an infobox, no more of it are asked for. */
const TRIES = 5;

/**
 * Learns which pages are worth a request for their HTML. Pages whose wikitext has the same template are rendered alike,
 * so a few of them show whether there is anything to win. In the order of the pages, it always learns the same.
 */
export class HtmlWorth {
  private readonly kinds = new Map<string, { asked: number; won: number }>();

  isWorth(kind: string): boolean {
    const seen = this.kinds.get(kind);
    return !seen || seen.won > 0 || seen.asked < TRIES;
  }

  note(kind: string, { infobox }: HtmlFacts): void {
    const seen = this.kinds.get(kind) ?? { asked: 0, won: 0 };
    seen.asked++;
    if (infobox !== null) seen.won++;
    this.kinds.set(kind, seen);
  }
}
