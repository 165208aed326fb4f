/**
 * The addresses of the page's views, relative to where the service lies, as the server writes them and the page's
 * script reads them: `star_wars`, `star_wars/planets`, `star_wars/planets/Tatooine`.
 */

/** Stands for the category where it is not known: the server leads from there to the article's own address. */
export const ANY_CATEGORY = 'wiki';

/** Views of a universe that are no categories. */
export const SEARCH = 'search';
export const PLACES = 'places';

export function universeAddress(universe: string): string {
  return encodeURIComponent(universe);
}

export function categoryAddress(universe: string, category: string): string {
  return `${universeAddress(universe)}/${encodeURIComponent(category)}`;
}

/** Spaces as underscores and slashes as they are, as wikis write them, wherever the title can be told from it. */
export function articleAddress(universe: string, category: string, title: string): string {
  const words = title.includes('_') ? title : title.replaceAll(' ', '_');
  const encoded = encodeURIComponent(words).replaceAll('%3A', ':').replaceAll('%2C', ',');
  // A browser takes empty parts and dots for steps between folders.
  const isPlain = title.split('/').every((part) => !/^\.{0,2}$/.test(part));
  return `${categoryAddress(universe, category)}/${isPlain ? encoded.replaceAll('%2F', '/') : encoded}`;
}
