import fc from 'fast-check';
import { RowReader } from './row-reader';
import { RowEncoder, type Row } from './rows-format';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('"', '\\"', 'a\nb', '\u0001\u001f', '\\u0041', 'é"ü', '[],{}:'),
);
const list = fc.array(text, { maxLength: 4 });
const row: fc.Arbitrary<Row> = fc.record({
  universe: fc.constant('demo'),
  id: fc.integer({ min: 0, max: 2 ** 53 - 1 }),
  title: text,
  category: text,
  content: fc
    .dictionary(fc.oneof(text, fc.constant('description')), fc.oneof(text, list))
    .map((content) => ({ ...content })),
  imageUrl: fc.option(text),
  sourceUrl: fc.option(text),
  infobox: fc.option(
    fc.record({
      type: fc.option(text),
      fields: fc.array(
        fc.record({ label: text, values: list, links: fc.array(fc.record({ text, href: text }), { maxLength: 3 }) }),
      ),
    }),
  ),
  extra: fc.record(
    {
      wiki_categories: list,
      other_categories: list,
      redirects: list,
      revid: fc.integer({ min: 1 }),
      updated_at: fc.integer({ min: 0, max: 4e12 }).map((ms) => new Date(ms).toISOString()),
    },
    { requiredKeys: ['wiki_categories'] },
  ),
  scrapedAtMs: fc.integer({ min: 0, max: 4e12 }),
  expiresAtMs: fc.constant(0),
});

/** What the reader says of the row at hand. */
function readBack(reader: RowReader, bytes: Buffer) {
  const { infobox, redirects } = reader;
  const content = reader.readContent();
  const texts = (ranges: typeof redirects, first = 0, end = ranges.length) =>
    Array.from({ length: end - first }, (_, i) =>
      bytes.toString('utf8', ranges.start(first + i), ranges.end(first + i)),
    );
  const members = texts(content.keys).map((key, member) => {
    const values = texts(content.values, content.firstValue(member), content.valueEnd(member));
    return [key, content.isList(member) ? values : values[0]];
  });
  const fields = Array.from({ length: infobox.fields }, (_, field) => {
    const [first, end] = [infobox.firstLink(field), infobox.linkEnd(field)];
    const hrefs = texts(infobox.linkHrefs, first, end);
    return {
      label: infobox.labelText(infobox.label(field)),
      values: texts(infobox.values, infobox.firstValue(field), infobox.valueEnd(field)),
      links: texts(infobox.linkTexts, first, end).map((text, i) => ({ text, href: hrefs[i] })),
    };
  });
  return {
    id: reader.id,
    title: bytes.toString('utf8', reader.titleStart, reader.titleEnd),
    category: bytes.toString('utf8', reader.categoryStart, reader.categoryEnd),
    imageUrl: bytes.toString('utf8', reader.imageStart, reader.imageEnd),
    scrapedAtMs: reader.scrapedAtMs,
    updatedAtMs: reader.updatedAtMs,
    redirects: texts(redirects),
    content: members,
    described: content.description < 0 ? null : members[content.description]?.[0],
    type: infobox.type,
    fields,
  };
}

it('reads of a row what was written, whatever its texts, one row behind the other', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 4 }), (rows) => {
      const encoder = new RowEncoder(16);
      for (const one of rows) encoder.add(one);
      const bytes = encoder.take();
      const reader = new RowReader();
      let at = 0;
      for (const one of rows) {
        at = reader.read(bytes, at);
        expect(readBack(reader, bytes)).toEqual({
          id: one.id,
          title: one.title,
          category: one.category,
          imageUrl: one.imageUrl ?? '',
          scrapedAtMs: one.scrapedAtMs,
          updatedAtMs: one.extra.updated_at === undefined ? null : Date.parse(one.extra.updated_at),
          redirects: one.extra.redirects ?? [],
          content: Object.entries(one.content),
          described: 'description' in one.content ? 'description' : null,
          type: one.infobox?.type ?? '',
          fields: one.infobox?.fields ?? [],
        });
      }
      expect(at).toBe(bytes.length);
    }),
    { numRuns: 300 },
  );
});
