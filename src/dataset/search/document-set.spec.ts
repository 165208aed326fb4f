import fc from 'fast-check';
import { Bitset } from './bitset';
import { DocumentSet } from './document-set';
import { PostingUnion } from './posting-union';
import { buildPostingLists } from './posting-lists';

/** Enough for a list of sixteen: sets of both kinds meet. */
const SIZE = 512;
const few = fc.uniqueArray(fc.nat({ max: SIZE - 1 }), { maxLength: 20 });
const many = fc.uniqueArray(fc.nat({ max: SIZE - 1 }), { minLength: 100, maxLength: 300 });
const numbers = fc.oneof(few, many);
const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const bitsOf = (values: readonly number[]) => {
  const bits = new Bitset(SIZE);
  for (const value of values) bits.add(value);
  return bits;
};
const setOf = (values: readonly number[]) =>
  values.length <= DocumentSet.longestList(SIZE)
    ? DocumentSet.ofList(SIZE, Uint32Array.from(ascending(values)))
    : DocumentSet.ofBits(bitsOf(values));
const valuesOf = (set: DocumentSet) => set.slice(0, SIZE);

describe('DocumentSet', () => {
  it('does what a set does, as a list and as bits', () => {
    fc.assert(
      fc.property(numbers, numbers, fc.nat({ max: SIZE }), fc.nat({ max: SIZE }), (a, b, offset, limit) => {
        const set = setOf(a);
        const other = setOf(b);
        expect(valuesOf(set.and(other))).toEqual(ascending(a.filter((value) => b.includes(value))));
        expect(valuesOf(set.andNot(other))).toEqual(ascending(a.filter((value) => !b.includes(value))));
        expect(valuesOf(set.or(other))).toEqual(ascending([...new Set([...a, ...b])]));
        expect(valuesOf(set.within(bitsOf(b)))).toEqual(valuesOf(set.and(other)));
        expect(set.slice(offset, limit)).toEqual(ascending(a).slice(offset, offset + limit));
        expect(set.count).toBe(a.length);
        expect(set.isEmpty).toBe(a.length === 0);
        for (const value of b) expect(set.has(value)).toBe(a.includes(value));
        const each: number[] = [];
        set.each((value) => void each.push(value));
        expect(each).toEqual(ascending(a));
        expect([valuesOf(set), valuesOf(other)]).toEqual([ascending(a), ascending(b)]);
      }),
    );
  });

  it('maps by a column of rising numbers', () => {
    const column = Uint32Array.from({ length: SIZE }, (_, i) => i >>> 2);
    fc.assert(
      fc.property(numbers, (values) => {
        const expected = ascending([...new Set(values.map((value) => value >>> 2))]);
        expect(
          setOf(values)
            .mapped(column, SIZE / 4)
            .slice(0, SIZE),
        ).toEqual(expected);
      }),
    );
  });
});

describe('PostingUnion', () => {
  it('unites lists, and begins anew after each union', () => {
    const union = new PostingUnion(SIZE);
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 3 }), (lists) => {
        const { offsets, bytes } = buildPostingLists(lists.length, (visit) =>
          lists.forEach((list, i) => ascending(list).forEach((value) => visit(i, value))),
        );
        lists.forEach((_, i) => union.add(bytes, offsets[i]!, offsets[i + 1]!));
        expect(valuesOf(union.take())).toEqual(ascending([...new Set(lists.flat())]));
      }),
    );
  });
});
