import { useEffect, useRef } from 'preact/hooks';
import { apiUrl } from './api/client';
import { useResource } from './api/resource';
import { prefetch } from './api/prefetch-events';
import { signal, useSignal } from './api/signal';
import type { Licence, Universe } from './api/types';

/** The universe that was looked at last: what Places and the search mean. */
export const currentUniverse = signal<string | null>(null);

export const universesUrl = () => apiUrl('api/v1/wiki/universes');

/** The universes that can be browsed; asked anew when a run has ended. */
export function useUniverses(): { universes: Universe[]; loaded: boolean; error: string | null } {
  const status = useSignal(prefetch);
  const { data, error, reload } = useResource<Universe[]>(universesUrl());
  const ended = status?.is_running === false ? (status.progress.completed_at ?? status.progress.stage) : null;
  const seen = useRef(ended);
  useEffect(() => {
    // The first word about the prefetch is no news: the universes have just been asked for.
    if (ended !== null && seen.current !== null && ended !== seen.current) reload();
    if (ended !== null) seen.current = ended;
  }, [ended, reload]);
  return { universes: data ?? [], loaded: data !== null, error: error?.message ?? null };
}

/** Whether everything, pictures included, was given to the public. */
export function isFree(licence: Licence): boolean {
  return /^CC0|public domain/i.test(licence.name);
}
