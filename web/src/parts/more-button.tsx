import { useEffect, useRef } from 'preact/hooks';

/** Asks for the next page when it is scrolled into sight, or pressed. */
export function MoreButton({ loading, more }: { loading: boolean; more: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    if (!button.current) return;
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: '300px',
    });
    watcher.observe(button.current);
    return () => watcher.disconnect();
  }, [loading]);
  return (
    <p class="more">
      <button class="button is-quiet" type="button" ref={button} onClick={more} aria-disabled={loading}>
        {loading ? 'Drawing more…' : 'More'}
      </button>
    </p>
  );
}
