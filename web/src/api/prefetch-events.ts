import { apiUrl, fetchJson, serverReachable } from './client';
import { signal } from './signal';
import type { PrefetchStatus } from './types';

const RECONNECT_MS = 2000;

/** The prefetch as the server tells it, live; null before the first word. */
export const prefetch = signal<PrefetchStatus | null>(null);

/** Whether changes arrive as they happen. */
export const live = signal(false);

/** Follows `/prefetch/events`; asks `/prefetch/status` while the stream is down. Called once. */
export function followPrefetch(): void {
  const source = new EventSource(apiUrl('prefetch/events'));
  const take = (event: MessageEvent<string>) => {
    prefetch.value = JSON.parse(event.data) as PrefetchStatus;
    live.value = true;
    serverReachable.value = true;
  };
  for (const name of ['message', 'status', 'progress']) source.addEventListener(name, take);
  source.addEventListener('open', () => {
    live.value = true;
    serverReachable.value = true;
  });
  source.addEventListener('error', () => {
    live.value = false;
    void askOnce();
    // The browser reconnects by itself, except after an answer that is an error.
    if (source.readyState === EventSource.CLOSED) setTimeout(followPrefetch, RECONNECT_MS);
  });
}

async function askOnce(): Promise<void> {
  try {
    prefetch.value = await fetchJson<PrefetchStatus>(apiUrl('prefetch/status'));
  } catch {
    // client.ts has noted that the server is away; the next round of the stream asks again.
  }
}
