import fc from 'fast-check';
import { ByteTable } from './byte-table';

/** Few letters, so that texts come again and share beginnings and lengths. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '東'), maxLength: 11 });

describe('a table of texts', () => {
  it('numbers each text once, in the order in which they are first seen', () => {
    const texts = fc.array(fc.tuple(text, fc.nat({ max: 5 })), { maxLength: 400 });
    fc.assert(
      fc.property(texts, (given) => {
        const table = new ByteTable();
        const seen: string[] = [];
        for (const [one, margin] of given) {
          // Texts lie anywhere in bytes of which others are part.
          const bytes = Buffer.from(`${'x'.repeat(margin)}${one}ab`);
          const end = bytes.length - 2;
          const known = seen.indexOf(one);
          expect(table.find(bytes, margin, end)).toBe(known);
          if (known < 0) seen.push(one);
          expect(table.numberOf(bytes, margin, end)).toBe(seen.indexOf(one));
          expect(table.find(bytes, margin, end)).toBe(seen.indexOf(one));
        }
        expect(table.size).toBe(seen.length);
        expect(seen.map((_, number) => table.text(number))).toEqual(seen);
      }),
    );
  });

  it('numbers what `find` did not know without looking for it again', () => {
    const table = new ByteTable();
    for (let i = 0; i < 5000; i++) {
      const bytes = Buffer.from(`text ${i}`);
      expect(table.find(bytes, 0, bytes.length)).toBe(-1);
      expect(table.add(bytes, 0, bytes.length)).toBe(i);
    }
    expect(table.text(4321)).toBe('text 4321');
    const { offsets, bytes } = table.packedFrom(4998);
    expect([...offsets]).toEqual([0, 9, 18]);
    expect(bytes.toString()).toBe('text 4998text 4999');
  });

  it('sees what was written into the same bytes since', () => {
    const table = new ByteTable();
    const bytes = Buffer.from('first');
    expect(table.numberOf(bytes, 0, 5)).toBe(0);
    bytes.write('again');
    expect(table.find(bytes, 0, 5)).toBe(-1);
    expect(table.numberOf(bytes, 0, 5)).toBe(1);
    expect(table.text(0)).toBe('first');
  });
});
