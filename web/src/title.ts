import { useEffect } from 'preact/hooks';

/** Names the browser's tab, which a screen reader announces first. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Lorekeeper` : 'Lorekeeper';
  }, [title]);
}
