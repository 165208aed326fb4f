import { join } from 'node:path';
import fc from 'fast-check';
import type { ArticleRecord } from '../../universe/article';
import { loadUniverseDefinitions } from '../../universe/load-universe-definitions';
import { parseRecord } from '../../universe/parse-record';
import { RejectedRecord } from '../../universe/rejected-record';
import { toNativeLine } from '../../file-cache/native-line';
import { RowMaker } from './row-maker';
import type { RowRules } from './row-rules';

/** Of each twenty one is of the other kind, so that many lines have none. */
function mostly<T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 19, arbitrary: usual }, { weight: 1, arbitrary: other });
}

/** Texts that a line may have as they are, and those that have to be read, cleaned or refused. */
const word = fc.oneof(
  fc.constantFrom(
    'Tatooine',
    'Padmé',
    'Outer Rim',
    'a "b"',
    'back\\slash',
    'line\nbreak',
    'tab\t',
    '東京',
    '🙂',
    'x, y',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const odd = fc.constantFrom(
  '',
  ' ',
  '_',
  ' x',
  'x ',
  '\u00a0',
  '\u3000x',
  'e\u0301',
  '\u0000',
  '\u0001',
  '\u007f',
  '\ud800',
  '\u2028',
  'Category:Planets',
  'category: x',
  'x'.repeat(256),
  '界'.repeat(90),
  '界'.repeat(256),
);
const text = mostly(word, odd);
const address = mostly(
  fc.constantFrom(null, 'https://images.demo.invalid/a.png', 'http://x'),
  fc.constantFrom(
    '',
    'HTTP://X/Y',
    'https:///x',
    'https://?x',
    'https://x/ y',
    'https://x/é',
    'https://x/"y"',
    'https://x/\\y',
    'ftp://x/y',
    `https://x/${'y'.repeat(2040)}`,
  ),
);
const time = mostly(
  fc.constantFrom(null, '2026-01-02T03:04:05Z', '2026-01-02T03:04:05.678Z'),
  fc.constantFrom('', '2026-01-02', '2026-02-31T03:04:05Z', '2026-01-02T03:04:05+00', 'soon', '\\'),
);
const label = mostly(
  fc.constantFrom('Affiliation(s)', 'Affiliations', 'Abilities', 'Aliases', 'Description', 'Designation', ''),
  fc.oneof(fc.constant('1st'), text),
);
const field = fc.record({
  label,
  values: fc.array(fc.oneof(fc.constantFrom('Non-sentient', 'Tatooine'), text), { maxLength: 4 }),
  links: fc.array(
    fc.record({
      text,
      href: fc.oneof(
        text.map((title) => `/wiki/${title}`),
        text,
      ),
    }),
    { maxLength: 2 },
  ),
});
const record: fc.Arbitrary<ArticleRecord> = fc.record({
  pageid: mostly(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom(null, 0, 2 ** 52, 1e21, -1, 1.5)),
  title: mostly(fc.constantFrom('Tatooine', 'Padmé', '東京'), text),
  url: address,
  revid: mostly(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom(null, 0, -1, 1.5, 1e15 - 1, 2 ** 60)),
  timestamp: time,
  categories: fc.array(mostly(fc.constantFrom('Planets', 'Battles', 'Species of Hoth', 'Pets'), text), {
    maxLength: 3,
  }),
  redirects: mostly(fc.array(text, { maxLength: 3 }), fc.array(text, { minLength: 15, maxLength: 20 })),
  infobox: fc.option(
    fc.record({
      type: mostly(fc.constantFrom(null, 'Planet', 'Species', 'Droid_series'), text),
      fields: fc.array(field, { maxLength: 6 }),
    }),
  ),
  extract: fc.option(text),
  image: address,
  category: fc.constant(null),
  otherCategories: fc.constant([]),
  fields: fc.constant({}),
  scrapedAt: time,
});
/** Lines as they are written; some of what is in them is no record. */
const line = record.map((one) => Buffer.from(toNativeLine(one)));

describe('the row of a line', () => {
  // Each makes all of the rows, so that nothing of one is left to the next.
  let forLines: ReturnType<typeof makerOf>;
  let forRecords: ReturnType<typeof makerOf>;
  beforeAll(async () => {
    const definitions = await loadUniverseDefinitions(join(__dirname, '../../../universes'), (problem) => {
      throw new Error(problem);
    });
    const definition = { ...definitions.get('demo')!, articleUrl: 'https://demo.invalid/wiki/$1' };
    const rules = { universe: 'demo', definition, scrapedAtMs: 1e12, ttlMs: 1e9 };
    forLines = makerOf(rules);
    forRecords = makerOf(rules);
  });

  /** The row that is made of the line as it lies; null where it is left to be read as a record. */
  function asItLies(bytes: Buffer, start = 0, end = bytes.length): string | null {
    return forLines.maker.line(bytes, start, end) ? forLines.row() : null;
  }

  /** The row of the record in a line, or why there is none. */
  function asRecord(bytes: Buffer): string {
    try {
      forRecords.maker.record(parseRecord(JSON.parse(bytes.toString())));
    } catch (error) {
      return error instanceof RejectedRecord ? error.code : 'BAD_JSON';
    }
    return forRecords.row();
  }

  /** Of the lines that are taken as they lie, the rows are those of their records. */
  function expectSameRows(lines: fc.Arbitrary<Buffer>, numRuns: number): void {
    let taken = 0;
    const isSame = fc.property(lines, (bytes) => {
      const row = asItLies(bytes);
      if (row === null) return;
      taken++;
      expect(row).toBe(asRecord(bytes));
    });
    fc.assert(isSame, { numRuns });
    expect(taken).toBeGreaterThan(50);
  }

  it('is that of its record, byte for byte', () => expectSameRows(line, 3000));

  it('is that of its record, or left to it, whatever becomes of the line', () => {
    const change = fc.tuple(fc.nat(), fc.constantFrom('cut', 'replace', 'insert'), fc.nat({ max: 255 }));
    const changed = fc
      .tuple(line, fc.array(change, { minLength: 1, maxLength: 2 }))
      .map(([bytes, changes]) => changes.reduce(withChange, bytes));
    expectSameRows(changed, 5000);
  });

  it('does not depend on what lies around it', () => {
    fc.assert(
      fc.property(line, fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 20 }), (bytes, before, behind) => {
        const all = Buffer.concat([before, bytes, Buffer.from('\n'), behind]);
        expect(asItLies(all, before.length, before.length + bytes.length)).toBe(asItLies(bytes));
      }),
    );
  });

  it.each([
    ['a planet', planet({})],
    ['escapes', planet({ extract: 'The "second" sun\n\tsets\\' })],
    ['letters beyond ASCII', planet({ title: 'Padmé 東京', categories: ['Planètes'], image: 'https://x/é.png' })],
    ['no page id and no address', planet({ pageid: null, url: null })],
    ['no infobox', planet({ infobox: null })],
    ['an infobox of no fields', planet({ infobox: { type: null, fields: [] } })],
    ['redirects', planet({ redirects: ['Tatoo I', 'Two suns'] })],
    ['times and a revision', planet({ revid: 7, timestamp: '2026-01-02T03:04:05Z', scrapedAt: '2026-01-03' })],
    ['a description among the fields', planet({ extract: null, infobox: box('Description', ['Dry', 'hot']) })],
    ['a description besides the extract', planet({ infobox: box('Description', ['Dry']) })],
    ['values of an array twice', planet({ infobox: box('Affiliation(s)', ['Hutts', 'Hutts', '', 'Empire']) })],
    [
      'the title among the aliases',
      planet({ infobox: box('Aliases', ['Tatooine', 'Tatoo I']), redirects: ['Tatoo I'] }),
    ],
    ['a field without a label', planet({ infobox: box('', ['x']) })],
    ['a condition', planet({ infobox: { ...box('Designation', ['Non-sentient']), type: 'Species' } })],
  ])('is made of it as it lies where there is %s', (_, one) => {
    const bytes = Buffer.from(toNativeLine(one));
    expect(asItLies(bytes)).toBe(asRecord(bytes));
    expect(asItLies(bytes)).toContain('Tatooine');
  });

  it.each([
    ['white space', '{"title": "T"}'],
    ['a member in another place', '{"infobox":null,"title":"T"}'],
    ['a member given twice', '{"title":"T","title":"T"}'],
    ['a member that is not known', '{"title":"T","more":1}'],
    ['a number written otherwise', '{"pageid":1e3,"title":"T"}'],
    ['a number that is too large', '{"pageid":4503599627370496,"title":"T"}'],
    ['an escape of a letter', '{"title":"T","extract":"\\u00e9"}'],
    ['an escape that none needs', '{"title":"T","extract":"a\\/b"}'],
    ['an escape in the title', '{"title":"\\"T\\""}'],
    ['a title to compose', '{"title":"e\u0301"}'],
    ['a title that is blank', '{"title":" _"}'],
    ['a name to trim', '{"title":"T","categories":[" x"]}'],
    ['a name with the prefix of its namespace', '{"title":"T","categories":["Category:x"]}'],
    ['a name given twice', '{"title":"T","categories":["x","x"]}'],
    ['a redirect from the title', '{"title":"T","redirects":["T"]}'],
    ['an address that is none', '{"title":"T","url":"ftp://x"}'],
    ['a type to trim', '{"title":"T","infobox":{"type":" P","fields":[]}}'],
    ['a type that is empty', '{"title":"T","infobox":{"type":"","fields":[]}}'],
    ['a value that is null', withField('{"label":"L","values":[null],"links":[]}')],
    ['a field without links', withField('{"label":"L","values":[]}')],
    ['links before values', withField('{"label":"L","links":[],"values":[]}')],
    [
      'two labels of one key',
      withField('{"label":"L","values":[],"links":[]},{"label":"L(s)","values":[],"links":[]}'),
    ],
    ['a key like a number', withField('{"label":"1","values":[],"links":[]}')],
    ['a byte order mark', '\ufeff{"title":"T"}'],
    ['nothing', ''],
    ['more than a record', '{"title":"T"}{}'],
    ['less than a record', '{"title":"T"'],
    ['a text without an end', '{"title":"T'],
    ['a list without an end', '{"title":"T","categories":["x"'],
  ])('is left to the record where there is %s', (_, text) => {
    expect(asItLies(Buffer.from(text))).toBeNull();
  });

  it('is left to the record where bytes are no letters', () => {
    const bytes = Buffer.from('{"title":"Tx"}');
    bytes[bytes.indexOf('x')] = 0xff;
    expect(asItLies(bytes)).toBeNull();
  });

  it('is left to the record where the line is long', () => {
    expect(asItLies(Buffer.from(JSON.stringify({ title: 'T', extract: 'x'.repeat(150_000) })))).toBeNull();
  });
});

function makerOf(rules: RowRules) {
  let tuples = '';
  const maker = new RowMaker(rules, ({ rows }) => (tuples = rows.tuples.toString('latin1')));
  const row = () => {
    maker.flush();
    return tuples;
  };
  return { maker, row };
}

function withChange(bytes: Buffer, [place, kind, byte]: [number, string, number]): Buffer {
  const at = place % bytes.length;
  const put = kind === 'cut' ? [] : [byte];
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(kind === 'insert' ? at : at + 1)]);
}

function planet(more: Partial<ArticleRecord>): ArticleRecord {
  return {
    pageid: 7,
    title: 'Tatooine',
    url: 'https://demo.invalid/wiki/Tatooine',
    revid: null,
    timestamp: null,
    categories: ['Planets', 'Desert planets', 'Battles'],
    redirects: [],
    infobox: box('Region', ['Tatooine', 'Outer Rim']),
    extract: 'A planet.',
    image: 'https://images.demo.invalid/a.png',
    category: null,
    otherCategories: [],
    fields: {},
    scrapedAt: null,
    ...more,
  };
}

function box(label: string, values: string[]) {
  return { type: 'Planet', fields: [{ label, values, links: [{ text: 'Outer Rim', href: '/wiki/Outer_Rim' }] }] };
}

function withField(field: string): string {
  return `{"title":"T","infobox":{"type":"P","fields":[${field}]}}`;
}
