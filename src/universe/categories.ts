/** The categories of the contract, in their order: the first of several wins. */
export const CATEGORIES = [
  'characters',
  'species',
  'creatures',
  'droids',
  'planets',
  'astronomy',
  'locations',
  'organizations',
  'battles',
  'events',
  'weapons',
  'armor',
  'vehicles',
  'items',
  'technology',
  'abilities',
  'lore',
  'media',
  'real_world',
  'other',
] as const;

export type Category = (typeof CATEGORIES)[number];

/** Categories of things outside the universe's own story; search puts them behind the others. */
export const OUT_OF_UNIVERSE: ReadonlySet<string> = new Set<Category>(['media', 'real_world']);

const RANK: ReadonlyMap<string, number> = new Map(CATEGORIES.map((name, index) => [name, index]));

/** Orders category names as the contract lists them, then names of earlier versions alphabetically by code point. */
export function compareCategories(a: string, b: string): number {
  const rankA = RANK.get(a) ?? CATEGORIES.length;
  const rankB = RANK.get(b) ?? CATEGORIES.length;
  return rankA - rankB || (a < b ? -1 : a > b ? 1 : 0);
}
