const PATIENCE_MS = 1500;
/** Where each entry of the history had been scrolled to, by the key that is kept in its state. */
const positions = new Map<number, number>();
let current = keyOfEntry() ?? 0;
history.replaceState({ key: current }, '');

history.scrollRestoration = 'manual';
addEventListener('scroll', () => positions.set(current, scrollY), { passive: true });

function keyOfEntry(): number | null {
  return (history.state as { key?: number } | null)?.key ?? null;
}

/** Scrolls a new view to its top, and one that is come back to where it was, as soon as it is that long again. */
export function placeScroll(): void {
  const known = keyOfEntry();
  current = known ?? Date.now() + Math.random();
  if (known === null) history.replaceState({ key: current }, '');
  const target = known === null ? 0 : (positions.get(known) ?? 0);
  const since = performance.now();
  const place = () => {
    scrollTo(0, target);
    if (Math.abs(scrollY - target) > 2 && performance.now() - since < PATIENCE_MS) requestAnimationFrame(place);
  };
  place();
}
