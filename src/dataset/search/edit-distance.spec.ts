import fc from 'fast-check';
import { EditDistance } from './edit-distance';

/** The definition, cell by cell. */
function slowDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const exchanged = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      rows[i]![j] = Math.min(exchanged, rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        rows[i]![j] = Math.min(rows[i]![j]!, rows[i - 2]![j - 2]! + 1);
      }
    }
  }
  return rows[a.length]![b.length]!;
}

const ALPHABET = [...'abcé中'];
const word = fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 9 });
const pattern = fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 1, maxLength: 31 });
const codes = (text: string) => Array.from(text, (letter) => letter.codePointAt(0)!);
const distance = (a: string, b: string, ofPrefix = false) =>
  new EditDistance(codes(a)).to(codes(`xx${b}yy`), 2, 2 + b.length, ofPrefix);

describe('EditDistance', () => {
  it.each([
    ['tatoine', 'tatooine', 1],
    ['hna', 'han', 1],
    ['corusant', 'coruscant', 1],
    ['abc', 'abc', 0],
    ['ab', '', 2],
  ])('%s to %s: %d', (a, b, expected) => {
    expect(distance(a, b)).toBe(expected);
  });

  it('is the definition, and of a prefix that of the nearest beginning', () => {
    fc.assert(
      fc.property(pattern, word, (a, b) => {
        expect(distance(a, b)).toBe(slowDistance(a, b));
        const all = Array.from({ length: b.length + 1 }, (_, end) => slowDistance(a, b.slice(0, end)));
        expect(distance(a, b, true)).toBe(Math.min(...all));
      }),
      { numRuns: 3000 },
    );
  });

  it('counts the first letters of a very long word', () => {
    const long = 'abcdefghijklmnopqrstuvwxyz0123456789';
    expect(distance(long, long)).toBe(0);
    expect(distance(long, `x${long.slice(2)}`)).toBe(2);
    expect(distance(long, 'b'.repeat(36))).toBeGreaterThan(20);
  });
});
