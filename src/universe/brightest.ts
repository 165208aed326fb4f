import { OUT_OF_UNIVERSE } from './categories';

/** The first `limit` articles of the universe, no two with one picture; those without a picture all count. */
export function brightestOf<T extends { category: string; image_url: string | null }>(
  articles: readonly T[],
  limit: number,
): T[] {
  const seen = new Set<string>();
  const chosen = articles.filter(({ category, image_url: url }) => {
    if (OUT_OF_UNIVERSE.has(category)) return false;
    if (url === null) return true;
    if (seen.has(url)) return false;
    seen.add(url);
    return true;
  });
  return chosen.slice(0, limit);
}
