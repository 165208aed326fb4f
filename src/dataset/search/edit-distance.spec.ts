import fc from 'fast-check';
import { AsciiDistance } from './ascii-distance';
import { editDistance, prefixDistance } from './edit-distance';

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

const letters = (text: string) => Buffer.from(text);
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });

describe('editDistance', () => {
  it.each([
    ['tatoine', 'tatooine', 1],
    ['hna', 'han', 1],
    ['corusant', 'coruscant', 1],
    ['abc', 'abc', 0],
    ['', 'ab', 2],
  ])('%s to %s: %d', (a, b, distance) => {
    expect(editDistance(letters(a), letters(b), 3)).toBe(distance);
  });

  it('is the definition up to its limit, and more than that beyond', () => {
    fc.assert(
      fc.property(word, word, fc.nat({ max: 4 }), (a, b, max) => {
        expect(editDistance(letters(a), letters(b), max)).toBe(Math.min(slowDistance(a, b), max + 1));
      }),
      { numRuns: 2000 },
    );
  });

  it('of a prefix is that of the nearest beginning', () => {
    fc.assert(
      fc.property(word, word, fc.nat({ max: 3 }), (a, b, max) => {
        const all = Array.from({ length: b.length + 1 }, (_, end) => slowDistance(a, b.slice(0, end)));
        expect(prefixDistance(letters(a), letters(b), max)).toBe(Math.min(...all, max + 1));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same a column at a time', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 31 });
    fc.assert(
      fc.property(pattern, word, (a, b) => {
        const ascii = new AsciiDistance(letters(a));
        const text = letters(`xx${b}yy`);
        expect(ascii.whole(text, 2, 2 + b.length)).toBe(slowDistance(a, b));
        const all = Array.from({ length: b.length + 1 }, (_, end) => slowDistance(a, b.slice(0, end)));
        expect(ascii.prefix(text, 2, 2 + b.length)).toBe(Math.min(...all));
      }),
      { numRuns: 3000 },
    );
  });
});
