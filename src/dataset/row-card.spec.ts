import fc from 'fast-check';
import { cardOf } from './row-card';
import { RowEncoder, type Row } from './rows-format';

const text = fc
  .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"region":"x"', '\\"system":"', '{"description":"no"}', '\\'))
  .map((value) => value.toWellFormed());
const content = fc
  .dictionary(fc.constantFrom('description', 'region', 'system', 'regions', 'aliases', 'a'), text)
  .chain((texts) => fc.array(text).map((aliases) => ({ ...texts, aliases })));

describe('the card of a tuple', () => {
  it('has the texts that the whole row has', () => {
    fc.assert(
      fc.property(content, fc.option(text), fc.option(text), (given, imageUrl, sourceUrl) => {
        const row: Row = {
          universe: 'demo',
          id: 7,
          title: 'Title',
          category: 'planets',
          content: given,
          imageUrl,
          sourceUrl,
          infobox: null,
          extra: { wiki_categories: [] },
          scrapedAtMs: 0,
          expiresAtMs: 0,
        };
        const encoder = new RowEncoder();
        encoder.add(row);
        const { description = '', region = '', system = '' }: Record<string, unknown> = given;
        expect(cardOf(encoder.take())).toEqual({ description, region, system, sourceUrl });
      }),
    );
  });
});
