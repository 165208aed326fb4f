import fc from 'fast-check';
import { Generations } from './generations';

describe('values in two generations', () => {
  it('are what was put in, or gone', () => {
    const operations = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 30 })));
    fc.assert(
      fc.property(operations, (pairs) => {
        const kept = new Generations<number, string>(100, ({ length }) => length);
        const put = new Map<number, string>();
        for (const [key, length] of pairs) {
          const found = kept.get(key);
          if (found !== undefined) expect(found).toBe(put.get(key));
          else {
            put.set(key, 'x'.repeat(length));
            kept.set(key, 'x'.repeat(length));
            expect(kept.get(key)).toBe(put.get(key));
          }
        }
      }),
    );
  });

  it('stay within their bytes, the ones in use the longest', () => {
    const kept = new Generations<number, string>(100, ({ length }) => length);
    for (let key = 0; key < 1000; key++) {
      if (key > 0) expect(kept.get(0)).toBe('0123456789');
      kept.set(key, '0123456789');
    }
    const there = Array.from({ length: 1000 }, (_, key) => key).filter((key) => kept.get(key) !== undefined);
    expect(there).toContain(0);
    expect(there).toContain(999);
    expect(there.length).toBeLessThanOrEqual(10);
  });

  it('are not kept where one alone is too long', () => {
    const kept = new Generations<number, string>(10, ({ length }) => length);
    kept.set(1, 'x'.repeat(11));
    kept.set(2, 'y');
    kept.set(3, 'z'.repeat(6));
    expect(kept.get(1)).toBeUndefined();
  });
});
