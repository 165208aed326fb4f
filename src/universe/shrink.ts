/**
 * Whether more than a fifth of a universe would be gone where `before` articles become `after`: that is refused until it
 * is forced.
 */
export function isShrunk(before: number, after: number): boolean {
  return 5 * (before - after) > before;
}
