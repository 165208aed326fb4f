import fc from 'fast-check';
import { atOnce, inTurns, sorted, type Steps } from './steps';

describe('steps', () => {
  it('sort as an array does, equal elements in their order', () => {
    const elements = fc.array(fc.record({ key: fc.nat({ max: 20 }), place: fc.nat() }), { maxLength: 2000 });
    fc.assert(
      fc.property(elements, (values) => {
        const byKey = (a: { key: number }, b: { key: number }) => a.key - b.key;
        expect(atOnce(sorted(values, byKey))).toEqual([...values].sort(byKey));
      }),
      { numRuns: 30 },
    );
  });

  it('let others in between, however long they take', async () => {
    let others = 0;
    let isOver = false;
    const other = () => {
      others++;
      if (!isOver) setImmediate(other);
    };
    function* long(): Steps<string> {
      const end = performance.now() + 10_000;
      while (others < 3 && performance.now() < end) yield;
      return 'done';
    }
    setImmediate(other);
    expect(await inTurns(long())).toBe('done');
    isOver = true;
    expect(others).toBeGreaterThanOrEqual(3);
  });
});
