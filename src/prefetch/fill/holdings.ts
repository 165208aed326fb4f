import { Problem } from '../../problem/problem';

/** How many articles there are, and how many of them hold what makes them worth reading. */
export interface Holdings {
  articles: number;
  infobox: number;
  extract: number;
  image: number;
}

export const noHoldings = (): Holdings => ({ articles: 0, infobox: 0, extract: 0, image: 0 });

/** Counts an article, read or as its native line says it. */
export function addHoldings(to: Holdings, article: { infobox?: unknown; extract?: unknown; image?: unknown }): void {
  to.articles++;
  if (article.infobox) to.infobox++;
  if (article.extract) to.extract++;
  if (article.image) to.image++;
}

/** A load whose articles lose more than this part of what they held is refused. */
const MOST_LOST = 0.2;
/** Of fewer articles nothing is concluded. */
const FEWEST = 5;
const WORDS = { infobox: 'an infobox', extract: 'a first paragraph', image: 'a picture' } as const;

/** Refuses articles that are as many as before and emptier: another dump than was meant, or a wiki that answers badly. */
export function guardHoldings(before: Holdings, after: Holdings): void {
  for (const kind of ['infobox', 'extract', 'image'] as const) {
    const kept = (after[kind] / after.articles) * before.articles;
    if (before[kind] < FEWEST || kept >= before[kind] * (1 - MOST_LOST)) continue;
    throw new Problem(
      'CONFLICT',
      `Only ${after[kind]} of ${after.articles} articles would have ${WORDS[kind]}; now ${before[kind]} of ${before.articles} have one. Nothing was changed. If the wiki really lost them, repeat with --allow-shrink.`,
    );
  }
}
