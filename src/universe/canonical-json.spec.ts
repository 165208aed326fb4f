import fc from 'fast-check';
import { readCanonical } from './canonical-json';
import { parseRecord } from './parse-record';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('infobox', '"revid":1000', '\\', '\u0007'),
);
const link = fc.record({ text, href: text });
const field = fc.record({ label: text, values: fc.array(text), links: fc.array(link) });
const record = fc.record(
  {
    pageid: fc.integer({ min: 1, max: 1e9 }),
    title: fc.string({ minLength: 1 }).map((title) => `T${title}`),
    url: fc.constant('https://demo.invalid/wiki/T'),
    revid: fc.integer({ min: 1, max: 1e9 }),
    timestamp: fc.constant('2026-01-02T03:04:05Z'),
    categories: fc.array(text),
    redirects: fc.array(text),
    infobox: fc.option(fc.record({ type: fc.option(text), fields: fc.array(field) })),
    extract: fc.option(text),
    image: fc.constant(null),
    scraped_at: fc.constant('2026-01-02T03:04:05Z'),
  },
  { requiredKeys: ['title', 'categories', 'redirects', 'infobox', 'extract', 'image'] },
);

/** The line's reading without what its text tells. */
function plainly(line: string) {
  return parseRecord(JSON.parse(line));
}

describe('what the text of a native line tells', () => {
  it('never changes what is read, and its infobox is the one that would be written', () => {
    fc.assert(
      fc.property(record, (value) => {
        const line = JSON.stringify(value);
        const { json, ...read } = parseRecord(JSON.parse(line), line);
        expect(read).toEqual(plainly(line));
        if (json) expect(json.infobox).toBe(read.infobox && JSON.stringify(read.infobox));
      }),
      { numRuns: 500 },
    );
  });

  it('is taken from what the file-cache writer makes', () => {
    const line =
      '{"pageid":7,"title":"T","revid":9,"categories":["A","B"],"redirects":[],"infobox":{"type":"Planet","fields":' +
      '[{"label":"Region","values":["Rim","Core"],"links":[{"text":"Rim","href":"/wiki/Rim"}]},' +
      '{"label":"","values":[],"links":[]}]},"extract":"An é.","image":null}';
    const infobox = JSON.stringify((JSON.parse(line) as { infobox: unknown }).infobox);
    expect(readCanonical(line, JSON.parse(line) as Record<string, unknown>)).toEqual({ infobox });
  });

  it.each([
    ['white space', '{"title":"T", "infobox":{"type":"P","fields":[]}}'],
    ['white space made up for by a short number', '{"pageid":1e3,"title":"T", "infobox":{"type":"P","fields":[]}}'],
    ['a short number behind white space', '{ "pageid":1000,"title":"1000","revid":1e3}'],
    ['an escape', '{"title":"T","infobox":{"type":"P","fields":[{"label":"\\u00e9","values":[],"links":[]}]}}'],
    ['a member given twice', '{"title":"T","title":"T","infobox":null}'],
    ['a member in another place', '{"infobox":{"type":"P","fields":[]},"title":"T"}'],
    ['a member that is not known', '{"title":"T","infobox":{"type":"P","fields":[],"more":1}}'],
    ['members of an infobox in another order', '{"title":"T","infobox":{"fields":[],"type":"P"}}'],
    ['members of a field in another order', box('{"values":[],"label":"L","links":[]}')],
    ['links before values', box('{"label":"L","links":[],"values":[]}')],
    ['members of a link in another order', box('{"label":"L","values":[],"links":[{"href":"H","text":"T"}]}')],
    ['a value that is null', box('{"label":"L","values":[null],"links":[]}')],
    ['a type to be trimmed', '{"title":"T","infobox":{"type":" P","fields":[]}}'],
    ['a type that is empty', '{"title":"T","infobox":{"type":"","fields":[]}}'],
    ['a field without links', box('{"label":"L","values":[]}')],
  ])('is nothing where there is %s', (_, line) => {
    expect(readCanonical(line, JSON.parse(line) as Record<string, unknown>)).toBeNull();
  });
});

function box(field: string): string {
  return `{"title":"T","infobox":{"type":"P","fields":[${field}]}}`;
}
