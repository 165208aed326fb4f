import { useEffect } from 'preact/hooks';
import { prefetch } from './api/prefetch-events';
import { useSignal } from './api/signal';

/** Names the browser's tab, which a screen reader announces first; while a run is under way, with how far it is. */
export function useTitle(title: string): void {
  const status = useSignal(prefetch);
  const percent = status?.is_running ? `${Math.floor(status.progress.percent)} % · ` : '';
  useEffect(() => {
    document.title = percent + (title ? `${title} · Lorekeeper` : 'Lorekeeper');
  }, [title, percent]);
}
