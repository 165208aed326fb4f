import fc from 'fast-check';
import { compareBytes } from './compare-bytes';

test('orders as Buffer.compare does', () => {
  const bytes = fc.uint8Array({ max: 3, maxLength: 5 });
  fc.assert(
    fc.property(bytes, bytes, bytes, bytes, (a, before, b, after) => {
      const data = Buffer.concat([before, b, after]);
      const order = compareBytes(a, data, before.length, before.length + b.length);
      expect(Math.sign(order)).toBe(Buffer.compare(a, b));
    }),
  );
});
