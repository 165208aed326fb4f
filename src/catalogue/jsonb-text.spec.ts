import fc from 'fast-check';
import { compact, infoboxAsWritten } from './jsonb-text';

/** Texts that look like what lies between strings, among others. */
const text = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('{"label": ', ', "links": [', '", "', ': ', ', ', '}, ', '}]}', '\\', '\\"', '"', '{', '[], '),
  )
  .map((value) => value.toWellFormed());
const infobox = fc.record({
  type: fc.option(text),
  fields: fc.array(
    fc.record({
      label: text,
      values: fc.array(text),
      links: fc.array(fc.record({ text, href: text })),
    }),
  ),
});

/** A value as jsonb prints it: members by the length of their names, then by name; a space behind colons and commas. */
function printed(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}: ${printed(member)}`).join(', ')}}`;
}

describe('what jsonb prints', () => {
  it('is made compact without touching a string', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(text, fc.array(text))), (content) => {
        const sorted = Object.fromEntries(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)));
        expect(compact(printed(content))).toBe(JSON.stringify(sorted));
      }),
    );
    expect(compact('{"a": 1, "b": [true, null, -2.5e3], "c": {}}')).toBe('{"a":1,"b":[true,null,-2.5e3],"c":{}}');
  });

  it('is an infobox as it was written', () => {
    fc.assert(fc.property(infobox, (one) => expect(infoboxAsWritten(printed(one))).toBe(JSON.stringify(one))));
  });
});
