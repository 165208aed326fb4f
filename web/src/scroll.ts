const PATIENCE_MS = 1500;
const KEPT = 'lorekeeper-scroll';
const MOST_KEPT = 100;

/** Where each entry of the history had been scrolled to, by the key in its state; the latest last. */
const positions = new Map<number, number>(keptPositions());
let current = 0;
/** Where the view that is shown belongs. */
let target = 0;

history.scrollRestoration = 'manual';
enterKnownEntry();
addEventListener(
  'scroll',
  () => {
    positions.delete(current);
    positions.set(current, scrollY);
  },
  { passive: true },
);
// Who comes back from another page finds this one loaded anew.
addEventListener('pagehide', () => {
  sessionStorage.setItem(KEPT, JSON.stringify([...positions].slice(-MOST_KEPT)));
});

function keptPositions(): [number, number][] {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? '[]') as [number, number][];
  } catch {
    return [];
  }
}

/** To be called when a step in the history is made, before it changes what is shown; gives the entry's state. */
export function enterNewEntry(): { key: number } {
  current = Date.now() + Math.random();
  target = 0;
  return { key: current };
}

/** To be called when one has come to an entry of the history that there was. */
export function enterKnownEntry(): void {
  const key = (history.state as { key?: number } | null)?.key;
  if (key === undefined) history.replaceState(enterNewEntry(), '');
  else {
    current = key;
    target = positions.get(key) ?? 0;
  }
}

/** Scrolls a new view to its top, and one that is come back to where it was, as soon as it is that long again. */
export function placeScroll(): void {
  const wanted = target;
  const since = performance.now();
  // Whoever scrolls meanwhile knows better.
  const interrupted = new AbortController();
  for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown'])
    addEventListener(name, () => interrupted.abort(), { once: true, passive: true, signal: interrupted.signal });
  const place = () => {
    if (interrupted.signal.aborted) return;
    scrollTo(0, wanted);
    if (Math.abs(scrollY - wanted) > 2 && performance.now() - since < PATIENCE_MS) requestAnimationFrame(place);
    else interrupted.abort();
  };
  place();
}

/** Whether the view was left at a place of its own. */
export function wasScrolled(): boolean {
  return target > 0;
}
