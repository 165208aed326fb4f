import { useEffect, useState } from 'preact/hooks';

/** A value that components follow. */
export interface Signal<T> {
  value: T;
  subscribe(listener: () => void): () => void;
}

export function signal<T>(initial: T): Signal<T> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get value() {
      return current;
    },
    set value(next) {
      if (Object.is(current, next)) return;
      current = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useSignal<T>(source: Signal<T>): T {
  const [, redraw] = useState({});
  const shown = source.value;
  useEffect(() => {
    // It may have changed between the drawing and this effect.
    if (!Object.is(source.value, shown)) redraw({});
    return source.subscribe(() => redraw({}));
  }, [source]);
  return shown;
}
