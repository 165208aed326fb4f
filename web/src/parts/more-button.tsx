import { useEffect, useRef } from 'preact/hooks';
import { count } from '../words';

/** Asks for the next page when it is scrolled into sight, or pressed. */
export function MoreButton(props: { loading: boolean; more: () => void; shown?: number; total?: number }) {
  const { loading, more, shown, total } = props;
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
      {total !== undefined && shown !== undefined && (
        <span class="note">
          {count(shown)} of {count(total)} shown
        </span>
      )}
    </p>
  );
}
