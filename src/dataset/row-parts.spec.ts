import fc from 'fast-check';
import { bodyOf, cardOf } from './row-parts';
import type { InfoboxField } from '../universe/article';
import { isIntact, RowEncoder, type Row } from './rows-format';

const text = fc
  .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"region":"x"', '\\"system":"', '{"description":"no"}', '\\'))
  .map((value) => value.toWellFormed());
const content = fc
  .dictionary(fc.constantFrom('description', 'region', 'system', 'regions', 'aliases', 'a'), text)
  .chain((texts) => fc.array(text).map((aliases) => ({ ...texts, aliases })));

const facts = fc.record({
  content,
  imageUrl: fc.option(text),
  sourceUrl: fc.option(text),
  infobox: fc.option(fc.record({ type: fc.option(text), fields: fc.constant<InfoboxField[]>([]) })),
  extra: fc.record({ other_categories: fc.array(text), wiki_categories: fc.array(text) }),
});

function tupleOf(given: Pick<Row, 'content' | 'imageUrl' | 'sourceUrl' | 'infobox' | 'extra'>): Buffer {
  const encoder = new RowEncoder();
  const row = { universe: 'demo', id: 7, title: 'Title', category: 'planets', scrapedAtMs: 0, expiresAtMs: 0 };
  encoder.add({ ...row, ...given });
  return encoder.take();
}

describe('the parts of a tuple', () => {
  it('are those of the whole row', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { description = '', region = '', system = '' }: Record<string, unknown> = given.content;
        const { sourceUrl } = given;
        expect(cardOf(tupleOf(given))).toEqual({ description, region, system, sourceUrl });
        expect(bodyOf(tupleOf(given))).toEqual({
          content: given.content,
          infobox: given.infobox,
          wikiCategories: given.extra.wiki_categories,
          sourceUrl,
        });
      }),
    );
  });

  it('are known to be damaged where a byte of the tuple is another', () => {
    fc.assert(
      fc.property(facts, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, place, change) => {
        const tuple = tupleOf(given);
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
