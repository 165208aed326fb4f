import fc from 'fast-check';
import { endOfString, listMember, stringMember } from './json-text';

/** Texts that look like what is searched for, among others. */
const text = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('"description":"', '\\', '\\\\', '"', '\\"', '],', '"aliases":["', ', ', ': '),
  )
  .map((value) => value.toWellFormed());
const flat = fc.dictionary(
  fc.constantFrom('description', 'aliases', 'a', 'descriptions'),
  fc.oneof(text, fc.array(text)),
);

describe('members of a text of JSON', () => {
  it('are found as they lie', () => {
    fc.assert(
      fc.property(flat, (object) => {
        const json = JSON.stringify(object);
        const { description, aliases } = object;
        expect(stringMember(json, 'description')).toBe(
          typeof description === 'string' ? JSON.stringify(description) : '""',
        );
        expect(listMember(json, 'aliases')).toBe(Array.isArray(aliases) ? JSON.stringify(aliases) : '[]');
      }),
    );
  });

  it('end behind the quote that closes them', () => {
    fc.assert(
      fc.property(text, text, (one, next) => {
        const json = JSON.stringify([one, next]);
        expect(endOfString(json, 1)).toBe(1 + JSON.stringify(one).length);
      }),
    );
  });

  it.each(['{"aliases":["a","b', '{"aliases":["a"', '{"aliases":["a","b\\"]}'])(
    'are refused where they are cut: %s',
    (json) => {
      expect(() => listMember(json, 'aliases')).toThrow(SyntaxError);
    },
  );
});
