import fc from 'fast-check';
import { bodyOf, cardOf, decodeRow, hashRow, isIntact, RowEncoder, rowHashOf, type Row } from './rows-format';

const text = fc.string({ unit: 'binary' }).map((value) => value.toWellFormed());

const row: fc.Arbitrary<Row> = fc.record({
  universe: fc.constantFrom('demo', 'star_wars'),
  id: fc.integer({ min: 0, max: 2 ** 53 - 1 }),
  title: text,
  category: text,
  content: fc
    .dictionary(fc.oneof(text, fc.constantFrom('description', 'region', 'system')), fc.oneof(text, fc.array(text)))
    .map((content) => ({ ...content })),
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

function hashed(one: Row): Buffer {
  const tuple = Buffer.from(new RowEncoder().encode(one));
  hashRow(tuple);
  return tuple;
}

const hashOf = (one: Row) => rowHashOf(hashed(one));

describe('rows as binary COPY tuples', () => {
  it('come back as they went in', () => {
    const encoder = new RowEncoder();
    fc.assert(
      fc.property(row, (one) => expect(decodeRow(encoder.encode(one))).toEqual(JSON.parse(JSON.stringify(one)))),
    );
  });

  it('come back as what is read of an article', () => {
    const encoder = new RowEncoder();
    fc.assert(
      fc.property(row, (one) => {
        const tuple = encoder.encode(one);
        const { content, sourceUrl, infobox, extra } = decodeRow(tuple);
        expect(bodyOf(tuple)).toEqual({ content, sourceUrl, infobox, wikiCategories: extra.wiki_categories });
        const member = (name: string) => (typeof content[name] === 'string' ? content[name] : '');
        expect(cardOf(tuple)).toEqual({
          description: member('description'),
          region: member('region'),
          system: member('system'),
          sourceUrl,
        });
      }),
    );
  });

  it('hash the article, not the time of the fetch', () => {
    fc.assert(
      fc.property(row, fc.integer({ min: 0, max: 1e9 }), (one, later) => {
        expect(hashOf({ ...one, scrapedAtMs: one.scrapedAtMs + later })).toEqual(hashOf(one));
        expect(hashOf({ ...one, title: `${one.title}x` })).not.toEqual(hashOf(one));
      }),
    );
  });

  it('are known to be damaged where a byte is another', () => {
    fc.assert(
      fc.property(row, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, place, change) => {
        const tuple = hashed(one);
        expect(isIntact(tuple)).toBe(true);
        // Behind the hash are the times of fetching, which do not belong to it.
        const at = place % (tuple.length - 24);
        tuple[at]! ^= change;
        // The length of the hash is the only byte that nothing depends on.
        fc.pre(at < tuple.length - 36 || at >= tuple.length - 32);
        expect(isIntact(tuple)).toBe(false);
      }),
    );
  });
});
