import { useEffect, useState } from 'preact/hooks';
import { fetchJson, type ApiError } from './client';
import { useResource } from './resource';

/** Pages already taken, by the first page's URL, so that coming back shows as much as one had seen. */
const taken = new Map<string, unknown[][]>();

interface Pages<P, I> {
  first: P | null;
  items: I[];
  error: ApiError | null;
  hasMore: boolean;
  loading: boolean;
  more: () => void;
}

/**
 * A list that grows by pages: `itemsOf` takes a page's items, `nextOf` says where the page after it lies,
 * given the page and how many items there are so far; null at the end.
 */
export function usePages<P, I>(
  url: string | null,
  itemsOf: (page: P) => I[],
  nextOf: (page: P, seen: number) => string | null,
): Pages<P, I> {
  const first = useResource<P>(url);
  const [state, setState] = useState<{ url: string | null; pages: P[] }>({ url: null, pages: [] });
  const [loading, setLoading] = useState(false);
  useEffect(() => {
    setState({ url, pages: url === null ? [] : ((taken.get(url) as P[][] | undefined)?.[0] ?? []) });
    setLoading(false);
  }, [url]);
  const later = state.url === url ? state.pages : [];
  const pages = first.data ? [first.data, ...later] : [];
  const items = pages.flatMap(itemsOf);
  const last = pages.at(-1);
  const next = last ? nextOf(last, items.length) : null;
  const more = () => {
    if (!next || loading || url === null) return;
    setLoading(true);
    fetchJson<P>(next)
      .then((page) => {
        const grown = [...later, page];
        taken.set(url, [grown]);
        setState((before) => (before.url === url ? { url, pages: grown } : before));
      })
      .catch(() => undefined)
      .finally(() => setLoading(false));
  };
  return { first: first.data, items, error: first.error, hasMore: next !== null, loading, more };
}
