import {
  ANY_CATEGORY,
  articleAddress,
  categoryAddress,
  PLACES,
  SEARCH,
  universeAddress,
} from '../../src/universe/page-address';
import { signal } from './api/signal';
import { enterKnownEntry, enterNewEntry } from './scroll';

/** What the address asks for. Universe null: the default one. */
export type Route =
  | { view: 'overview'; universe: string | null }
  | ({ view: 'category'; universe: string; category: string } & CategoryChoice)
  | { view: 'article'; universe: string; title: string; section: string }
  | { view: 'search'; universe: string; query: string; category: string }
  | { view: 'places'; universe: string; path: string[] }
  | { view: 'status' };

/** How a category is shown, and which of its articles. */
export interface CategoryChoice {
  sort: string;
  /** Only articles with a picture. */
  images: boolean;
  gallery: boolean;
  /** Field of `content` and value. */
  filters: [string, string][];
}

const NO_CHOICE: CategoryChoice = { sort: '-links', images: false, gallery: false, filters: [] };

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Parses an address relative to where the service lies. */
function parseRoute(address: string): Route {
  const [, path = '', search = '', section = ''] = /^([^?#]*)\??([^#]*)#?(.*)$/s.exec(address) ?? [];
  const query = new URLSearchParams(search);
  const [universe, kind, ...rest] = path.split('/').filter(Boolean).map(decode);
  if (universe === undefined) return { view: 'overview', universe: null };
  if (universe === 'status') return { view: 'status' };
  if (kind === undefined) return { view: 'overview', universe };
  if (kind === PLACES) return { view: 'places', universe, path: rest };
  if (rest.length > 0) {
    // A single `_` may stand for a space; the service knows.
    return { view: 'article', universe, title: rest.join('/').replaceAll('_', ' '), section: decode(section) };
  }
  if (kind === SEARCH) {
    return { view: 'search', universe, query: query.get('q') ?? '', category: query.get('category') ?? '' };
  }
  return {
    view: 'category',
    universe,
    category: kind,
    sort: query.get('sort') ?? NO_CHOICE.sort,
    images: query.get('images') === 'only',
    gallery: query.get('as') === 'gallery',
    filters: query.getAll('where').flatMap((where): [string, string][] => {
      const [, field, value] = /^([^:]+):(.+)$/s.exec(where) ?? [];
      return field !== undefined && value !== undefined ? [[field, value]] : [];
    }),
  };
}

const part = encodeURIComponent;

function withQuery(path: string, values: Record<string, string>, more: [string, string][] = []): string {
  const query = new URLSearchParams([...Object.entries(values).filter(([, value]) => value !== ''), ...more]);
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Addresses of views, relative to where the service lies, which the page's `<base>` says. */
export const link = {
  /** Of the default universe. */
  home: () => './',
  overview: (universe: string) => universeAddress(universe),
  category: (universe: string, category: string, choice: Partial<CategoryChoice> = {}) => {
    const { sort, images, gallery, filters } = { ...NO_CHOICE, ...choice };
    return withQuery(
      categoryAddress(universe, category),
      { sort: sort === NO_CHOICE.sort ? '' : sort, images: images ? 'only' : '', as: gallery ? 'gallery' : '' },
      filters.map(([field, value]) => ['where', `${field}:${value}`]),
    );
  },
  article: (universe: string, title: string, section = '', category = ANY_CATEGORY) =>
    articleAddress(universe, category, title) + (section === '' ? '' : `#${part(section)}`),
  search: (universe: string, q: string, category = '') => withQuery(categoryAddress(universe, SEARCH), { q, category }),
  places: (universe: string, path: readonly string[] = []) =>
    [categoryAddress(universe, PLACES), ...path.map(part)].join('/'),
  status: () => 'status',
};

/** The address of today for one of the times when views stood behind `#`; null for any other. */
function addressOfOldHash(hash: string): string | null {
  if (!/^#\/(?:$|u\/|status|places)/.test(hash)) return null;
  const [path = '', search = ''] = hash.slice(2).split('?');
  const [first, universe, kind, ...rest] = path.split('/').filter(Boolean).map(decode);
  if (first === 'status') return link.status();
  if (first !== 'u' || universe === undefined) return link.home();
  const query = search === '' ? '' : `?${search}`;
  if (kind === 'c') return categoryAddress(universe, rest[0] ?? '') + query;
  if (kind === 'a') return link.article(universe, rest.join('/'), new URLSearchParams(search).get('section') ?? '');
  if (kind === 'search') return categoryAddress(universe, SEARCH) + query;
  if (kind === 'places') return link.places(universe, rest);
  return link.overview(universe);
}

const base = new URL(document.baseURI);

function currentRoute(): Route {
  const old = addressOfOldHash(location.hash);
  if (old !== null) history.replaceState(history.state, '', new URL(old, base));
  return parseRoute(location.href.slice(base.href.length));
}

export const route = signal<Route>(currentRoute());

// Also where only the part behind # changes.
addEventListener('popstate', () => {
  enterKnownEntry();
  route.value = currentRoute();
});

export function go(address: string): void {
  history.pushState(enterNewEntry(), '', new URL(address, base));
  // It names the view that the server wrote; programs that share links read it.
  document.querySelector('link[rel=canonical]')?.remove();
  route.value = currentRoute();
}

/** Shows another address for the view that is shown. */
export function renameAddress(address: string): void {
  history.replaceState(history.state, '', new URL(address, base));
}

/** Follows links to views without leaving the page. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const anchor = (event.target as Element).closest('a[href]');
    if (!anchor || anchor.hasAttribute('target') || /\bexternal\b/.test(anchor.getAttribute('rel') ?? '')) return;
    const url = new URL(anchor.getAttribute('href') ?? '', base);
    if (!url.href.startsWith(base.href)) return;
    event.preventDefault();
    go(url.href);
  });
}
