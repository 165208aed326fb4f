import fc from 'fast-check';
import { decodeRow, readRowHash, RowEncoder, type Row } from './rows-format';

const text = fc.string({ unit: 'binary' }).map((value) => value.toWellFormed());

const row: fc.Arbitrary<Row> = fc.record({
  universe: fc.constantFrom('demo', 'star_wars'),
  id: fc.integer({ min: 0, max: 2 ** 53 - 1 }),
  title: text,
  category: text,
  content: fc.dictionary(text, fc.oneof(text, fc.array(text))).map((content) => ({ ...content })),
  imageUrl: fc.option(text),
  sourceUrl: fc.option(text),
  infobox: fc.option(
    fc.record({
      type: fc.option(text),
      fields: fc.array(fc.record({ label: text, values: fc.array(text), links: fc.constant([]) })),
    }),
  ),
  extra: fc.record({ wiki_categories: fc.array(text) }),
  scrapedAtMs: fc.integer({ min: 0, max: 4e12 }),
  expiresAtMs: fc.integer({ min: 0, max: 4e12 }),
});

describe('rows as binary COPY tuples', () => {
  it('come back as they went in, one after another', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const encoder = new RowEncoder(16);
        const lengths = rows.map((one) => encoder.add(one));
        const bytes = encoder.take();
        let at = 0;
        rows.forEach((one, i) => {
          const tuple = bytes.subarray(at, (at += lengths[i] ?? 0));
          expect(decodeRow(tuple)).toEqual(JSON.parse(JSON.stringify(one)));
        });
        expect(at).toBe(bytes.length);
      }),
    );
  });

  it('hash the article, not the time of the fetch', () => {
    fc.assert(
      fc.property(row, fc.integer({ min: 0, max: 1e9 }), (one, later) => {
        const hashOf = (value: Row) => {
          const encoder = new RowEncoder();
          encoder.add(value);
          const tuple = encoder.take();
          const hash = new Int32Array(2);
          readRowHash(tuple, tuple.length, hash, 0);
          return hash.join();
        };
        expect(hashOf({ ...one, scrapedAtMs: one.scrapedAtMs + later })).toBe(hashOf(one));
        expect(hashOf({ ...one, title: `${one.title}x` })).not.toBe(hashOf(one));
      }),
    );
  });
});
