import { signal } from './api/signal';

/** What the address asks for. Universe null: the default one. */
export type Route =
  | { view: 'overview'; universe: string | null }
  | { view: 'category'; universe: string; category: string; sort: string; images: boolean }
  | { view: 'article'; universe: string; title: string; section: string }
  | { view: 'search'; universe: string; query: string; category: string }
  | { view: 'places'; universe: string | null; path: string[] }
  | { view: 'status' }
  | { view: 'nowhere' };

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Parses the part of the address behind `#`. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').filter(Boolean).map(decode);
  const query = new URLSearchParams(search);
  const [first, universe, kind, ...rest] = parts;
  if (first === undefined) return { view: 'overview', universe: null };
  if (first === 'status') return { view: 'status' };
  if (first === 'places') return { view: 'places', universe: null, path: [] };
  if (first !== 'u' || universe === undefined) return { view: 'nowhere' };
  switch (kind) {
    case undefined:
      return { view: 'overview', universe };
    case 'c':
      return {
        view: 'category',
        universe,
        category: rest[0] ?? '',
        sort: query.get('sort') ?? '-links',
        images: query.get('images') === 'only',
      };
    case 'a':
      return { view: 'article', universe, title: rest.join('/'), section: query.get('section') ?? '' };
    case 'search':
      return { view: 'search', universe, query: query.get('q') ?? '', category: query.get('category') ?? '' };
    case 'places':
      return { view: 'places', universe, path: rest };
    default:
      return { view: 'nowhere' };
  }
}

const part = encodeURIComponent;

function withQuery(path: string, values: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ''));
  return query.size > 0 ? `${path}?${query}` : path;
}

export const link = {
  overview: (universe: string) => `#/u/${part(universe)}`,
  category: (universe: string, category: string, sort = '', images = false) =>
    withQuery(`#/u/${part(universe)}/c/${part(category)}`, { sort, images: images ? 'only' : '' }),
  article: (universe: string, title: string, section = '') =>
    withQuery(`#/u/${part(universe)}/a/${part(title)}`, { section }),
  search: (universe: string, q: string, category = '') => withQuery(`#/u/${part(universe)}/search`, { q, category }),
  places: (universe: string, path: readonly string[] = []) =>
    `#/u/${part(universe)}/places${path.map((name) => `/${part(name)}`).join('')}`,
  status: () => '#/status',
};

export const route = signal<Route>(parseRoute(location.hash));

addEventListener('hashchange', () => {
  route.value = parseRoute(location.hash);
});

export function go(address: string): void {
  location.hash = address;
}

/** Changes the address without a step in the history: for what changes while one types. */
export function replaceRoute(address: string): void {
  history.replaceState(history.state, '', address);
  route.value = parseRoute(address);
}
