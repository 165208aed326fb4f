const OUTSIDE = new Set(['media', 'real_world']);

/** Whether a category holds what is in the universe, and not works about it or people who made them. */
export function isOfTheUniverse(category: string): boolean {
  return !OUTSIDE.has(category);
}

/** The first `limit` articles of the universe, no two with one picture; those without a picture all count. */
export function brightestOf<T extends { category: string; image_url: string | null }>(
  articles: readonly T[],
  limit: number,
): T[] {
  const seen = new Set<string>();
  const chosen = articles.filter(({ category, image_url: url }) => {
    if (!isOfTheUniverse(category)) return false;
    if (url === null) return true;
    if (seen.has(url)) return false;
    seen.add(url);
    return true;
  });
  return chosen.slice(0, limit);
}
