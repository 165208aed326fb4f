/** Whether these bytes lie there. */
export function isAt(bytes: Buffer, at: number, expected: Buffer): boolean {
  for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
  return true;
}

/** Whether the same bytes lie at two places. */
export function isSame(bytes: Buffer, start: number, end: number, otherStart: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - otherStart) return false;
  for (let i = start, other = otherStart; i < end; i++, other++) if (bytes[i] !== bytes[other]) return false;
  return true;
}
