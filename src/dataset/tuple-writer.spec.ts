import fc from 'fast-check';
import { TupleWriter } from './tuple-writer';

const written = (write: (to: TupleWriter) => void): Buffer => {
  // So small that it has to grow.
  const to = new TupleWriter(1);
  write(to);
  return to.take();
};

describe('a writer of tuples', () => {
  it('writes texts of any length and script as their length and their UTF-8', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 60 }));
    fc.assert(
      fc.property(texts, (text) => {
        const bytes = written((to) => to.text(text));
        expect(bytes.readInt32BE()).toBe(bytes.length - 4);
        expect(bytes.subarray(4)).toEqual(Buffer.from(text));
      }),
    );
  });

  it('writes the digits of integers', () => {
    const integers = fc.oneof(
      fc.nat({ max: 1000 }),
      fc.maxSafeNat(),
      fc.constantFrom(0, 9, 10, 99, 100, 1e15 - 1, 1e15),
    );
    fc.assert(
      fc.property(integers, (integer) => {
        expect(written((to) => to.putInteger(integer)).toString()).toBe(String(integer));
      }),
    );
  });
});
