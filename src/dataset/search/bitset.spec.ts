import fc from 'fast-check';
import { Bitset } from './bitset';

const SIZE = 100;
const numbers = fc.uniqueArray(fc.nat({ max: SIZE - 1 }));
const setOf = (values: readonly number[]) => {
  const set = new Bitset(SIZE);
  for (const value of values) set.add(value);
  return set;
};
const valuesOf = (set: Bitset) => set.slice(0, SIZE);
const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);

describe('Bitset', () => {
  it('does what a set does', () => {
    fc.assert(
      fc.property(numbers, numbers, fc.nat({ max: SIZE }), fc.nat({ max: SIZE }), (a, b, offset, limit) => {
        const set = setOf(a);
        expect(set.count()).toBe(a.length);
        expect(set.isEmpty).toBe(a.length === 0);
        expect(set.slice(offset, limit)).toEqual(ascending(a).slice(offset, offset + limit));
        expect(valuesOf(set.copy().and(setOf(b)))).toEqual(ascending(a.filter((value) => b.includes(value))));
        expect(valuesOf(set.copy().andNot(setOf(b)))).toEqual(ascending(a.filter((value) => !b.includes(value))));
        expect(valuesOf(set.copy().or(setOf(b)))).toEqual(ascending([...new Set([...a, ...b])]));
        for (const value of b) set.delete(value);
        const each: number[] = [];
        set.each((value) => void each.push(value));
        expect(each).toEqual(ascending(a.filter((value) => !b.includes(value))));
        for (const value of a) expect(set.has(value)).toBe(!b.includes(value));
      }),
    );
  });

  it.each([0, 1, 31, 32, 33, 64, 100])('where() finds the places of a value among %d', (size) => {
    const column = Uint8Array.from({ length: size }, (_, i) => i % 6);
    const places = (test: (value: number) => boolean) => [...column.keys()].filter((i) => test(column[i] ?? 0));
    expect(Bitset.where(column, 4).slice(0, size)).toEqual(places((value) => value === 4));
    expect(Bitset.where(column, 1, 1).slice(0, size)).toEqual(places((value) => (value & 1) === 1));
    expect(Bitset.where(column, 0, 4).count()).toBe(places((value) => (value & 4) === 0).length);
  });

  it.each([0, 1, 31, 32, 33, 64])('full(%d) holds every number below it', (size) => {
    expect(Bitset.full(size).count()).toBe(size);
  });
});
