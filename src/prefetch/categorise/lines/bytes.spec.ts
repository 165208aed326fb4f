import fc from 'fast-check';
import { isAt, isSame, Literal } from './bytes';

describe('a literal', () => {
  const letters = (min: number, max: number) =>
    fc.string({ unit: fc.constantFrom('a', 'b', '"'), minLength: min, maxLength: max });

  it('lies where the same bytes lie, and nowhere else', () => {
    const cases = fc.tuple(letters(4, 13), letters(0, 20), fc.nat({ max: 20 }), letters(0, 4), fc.nat({ max: 3 }));
    fc.assert(
      fc.property(cases, ([text, before, at, after, offset]) => {
        for (const around of [`${before}${text}${after}`, `${before}${after}`]) {
          const bytes = Buffer.from(`${'-'.repeat(offset)}${around}`).subarray(offset);
          const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
          const isThere = around.startsWith(text, at) && at + text.length <= around.length;
          expect(new Literal(text).isAt(view, at)).toBe(isThere);
          expect(isAt(bytes, at, Buffer.from(text))).toBe(isThere);
        }
      }),
    );
  });
});

it('the same bytes are of the same length and equal one by one', () => {
  const bytes = Buffer.from('planet planes planet');
  expect(isSame(bytes, 0, 6, 14, 20)).toBe(true);
  expect(isSame(bytes, 0, 6, 7, 13)).toBe(false);
  expect(isSame(bytes, 0, 6, 14, 19)).toBe(false);
  expect(isSame(bytes, 3, 3, 9, 9)).toBe(true);
});
