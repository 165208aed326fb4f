import { useCallback, useEffect, useState } from 'preact/hooks';
import { ApiError, fetchJson } from './client';

const RETRY_MS = 3000;
const MAX_KEPT = 200;
// What was seen before is shown at once when one comes back to it, and brought up to date behind it.
const kept = new Map<string, unknown>();

export interface Resource<T> {
  data: T | null;
  error: ApiError | null;
  reload: () => void;
}

function keep(url: string, data: unknown): void {
  kept.delete(url);
  kept.set(url, data);
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value as string);
}

/** Takes what URLs answer, so that it is there when it is followed; for so long at most. */
export async function readInto(urls: readonly string[], patienceMs: number): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs);
  await Promise.allSettled(urls.map(async (url) => keep(url, await fetchJson(url, { signal }))));
}

/** Follows what a URL answers; null asks for nothing. Server trouble is tried again until it is over. */
export function useResource<T>(url: string | null): Resource<T> {
  const [state, setState] = useState<{ url: string | null; data: T | null; error: ApiError | null }>({
    url: null,
    data: null,
    error: null,
  });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (url === null) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    fetchJson<T>(url, { signal: abort.signal }).then(
      (data) => {
        if (abort.signal.aborted) return;
        keep(url, data);
        setState({ url, data, error: null });
      },
      (error: ApiError) => {
        if (abort.signal.aborted) return;
        setState((before) => ({ url, data: before.url === url ? before.data : null, error }));
        if (error.status === 0 || error.status >= 500) timer = setTimeout(() => setRound((n) => n + 1), RETRY_MS);
      },
    );
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [url, round]);
  const reload = useCallback(() => setRound((n) => n + 1), []);
  const current = state.url === url ? state : { data: null, error: null };
  const data = current.data ?? (url === null ? null : ((kept.get(url) as T | undefined) ?? null));
  return { data, error: current.error, reload };
}
