import fc from 'fast-check';
import { parseRecord } from './parse-record';
import { recordFromItem, statedCategory } from './record-from-item';
import { recordFromPerArticle } from './record-from-per-article';
import { RejectedRecord } from './rejected-record';
import { sanitiseAddress, sanitiseHref, sanitiseText, sanitiseTime } from './sanitise';
import { toContent } from './to-content';

function rejection(parse: () => unknown): { code: string; title?: string } | null {
  try {
    parse();
    return null;
  } catch (error) {
    if (!(error instanceof RejectedRecord)) throw error;
    return { code: error.code, title: error.title };
  }
}

const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;

describe('parseRecord', () => {
  it('reads a whole record', () => {
    const line = {
      pageid: 13,
      title: 'Tatooine',
      url: 'https://wiki.invalid/wiki/Tatooine',
      revid: 1,
      timestamp: '2026-01-01T00:00:00Z',
      categories: ['Category:Planets', 'Canon articles'],
      redirects: ['Tattooine', 'Tatooine', ''],
      infobox: {
        type: 'Planet',
        fields: [{ label: 'Region', values: ['Outer Rim'], links: [{ text: 'Outer Rim', href: '/wiki/Outer_Rim' }] }],
      },
      extract: 'A desert.',
      image: 'https://images.invalid/t.png',
      unheard_of: deep,
    };
    const { unheard_of, ...known } = line;
    expect(unheard_of).toBeDefined();
    expect(parseRecord(line)).toEqual({
      ...known,
      categories: ['Planets', 'Canon articles'],
      redirects: ['Tattooine'],
      category: null,
      otherCategories: [],
      fields: {},
      scrapedAt: null,
      text: null,
    });
  });

  it('needs a title only', () => {
    expect(parseRecord({ title: 'Hoth' })).toMatchObject({
      title: 'Hoth',
      pageid: null,
      infobox: null,
      categories: [],
    });
    expect(parseRecord({ title: 'Hoth', pageid: null, infobox: null, extract: null, image: null }).title).toBe('Hoth');
  });

  const broken = [
    [null, 'NOT_AN_OBJECT'],
    [[], 'NOT_AN_OBJECT'],
    ['x', 'NOT_AN_OBJECT'],
    [5, 'NOT_AN_OBJECT'],
    [deep, 'NOT_AN_OBJECT'],
    [{}, 'NO_TITLE'],
    [{ title: '' }, 'NO_TITLE'],
    [{ title: ' _ ' }, 'NO_TITLE'],
    [{ title: '\0' }, 'NO_TITLE'],
    [{ title: 5 }, 'BAD_TYPE'],
    [{ title: { toString: 1 } }, 'BAD_TYPE'],
    [{ title: 'a'.repeat(256) }, 'TITLE_TOO_LONG'],
    [{ title: 'a'.repeat(5000) }, 'TITLE_TOO_LONG'],
    [{ title: 'T', pageid: 'x' }, 'BAD_PAGE_ID'],
    [{ title: 'T', pageid: -1 }, 'BAD_PAGE_ID'],
    [{ title: 'T', pageid: 1.5 }, 'BAD_PAGE_ID'],
    [{ title: 'T', pageid: JSON.parse('1e400') as number }, 'BAD_PAGE_ID'],
    [{ title: 'T', categories: 'Planets' }, 'BAD_TYPE'],
    [{ title: 'T', categories: [5] }, 'BAD_TYPE'],
    [{ title: 'T', infobox: [] }, 'BAD_TYPE'],
    [{ title: 'T', infobox: { fields: {} } }, 'BAD_TYPE'],
    [{ title: 'T', infobox: { fields: [{ label: 'L', values: deep }] } }, 'BAD_TYPE'],
    [{ title: 'T', infobox: { fields: [{ label: 'L', links: ['x'] }] } }, 'BAD_TYPE'],
    [{ title: 'T', extract: 'x'.repeat(1_000_001) }, 'TOO_LARGE'],
    [{ title: 'T', categories: new Array(50_001).fill('x') }, 'TOO_LARGE'],
  ] as [unknown, string][];

  it('F43 sets aside what breaks the form, with its reason', () => {
    for (const [i, [value, code]] of broken.entries())
      expect([i, rejection(() => parseRecord(value))?.code]).toEqual([i, code]);
  });

  it('names the article that it sets aside', () => {
    expect(rejection(() => parseRecord({ title: 'Hoth', extract: 5 }))).toEqual({ code: 'BAD_TYPE', title: 'Hoth' });
  });

  it('takes 255 characters of any script', () => {
    expect(parseRecord({ title: '\u{20000}'.repeat(255) }).title).toHaveLength(510);
    expect(rejection(() => parseRecord({ title: '\u{20000}'.repeat(256) }))?.code).toBe('TITLE_TOO_LONG');
  });

  it.each([
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'AC/DC',
    '100%',
    'Who?',
    'C#',
    'a\\b',
    `a'b"c`,
    '..',
    '🚀',
    'مرحبا',
    '<script>',
    ':leading',
    'tab\there',
    'line\nbreak',
    '\\.',
    '\\N',
  ])('F40 F52 keeps the title %j as it is', (title) => {
    expect(parseRecord(JSON.parse(JSON.stringify({ title }))).title).toBe(title);
    expect(recordFromItem(title, 'other').title).toBe(title);
  });

  it('F51 cleans text by one rule', () => {
    const record = parseRecord({
      title: 'Padme\u0301\0',
      extract: 'a\0b\ud800c',
      infobox: { type: 'X\udc00', fields: [{ label: 'L\0', values: ['\ud83d\ude80', '\ude80\ud83d'] }] },
    });
    expect(record.title).toBe('Padmé');
    expect(record.extract).toBe('ab\ufffdc');
    expect(record.infobox).toEqual({
      type: 'X\ufffd',
      fields: [{ label: 'L', values: ['🚀', '\ufffd\ufffd'], links: [] }],
    });
  });

  it('drops what is no address or no time, and keeps the record', () => {
    expect(
      parseRecord({ title: 'T', url: 'javascript:alert(1)', image: 'ftp://x/y', timestamp: 'yesterday' }),
    ).toMatchObject({ url: null, image: null, timestamp: null });
  });

  it('F72 never throws anything else, never pollutes, and is idempotent', () => {
    const parsed = fc.oneof(
      fc.anything(),
      fc.record({ title: fc.string({ minLength: 1 }), infobox: fc.anything(), extract: fc.anything() }),
      fc.json().map((json) => JSON.parse(json) as unknown),
    );
    fc.assert(
      fc.property(parsed, (value) => {
        for (const parse of [
          parseRecord,
          (item: unknown) => recordFromItem(item, null),
          (json: unknown) => recordFromPerArticle(json).record,
        ]) {
          let record;
          try {
            record = parse(value);
          } catch (error) {
            expect(error).toBeInstanceOf(RejectedRecord);
            continue;
          }
          expect(parseRecord(JSON.parse(JSON.stringify(record)))).toMatchObject({
            title: record.title,
            extract: record.extract,
          });
          JSON.stringify(toContent(record));
        }
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
});

describe('recordFromItem', () => {
  it('reads a title, and an object as make-cache writes it', () => {
    expect(recordFromItem('Hoth', 'planets')).toMatchObject({ title: 'Hoth', category: 'planets', fields: {} });
    const item = {
      id: 42,
      title: 'Hoth',
      url: 'https://w.invalid/wiki/Hoth',
      categories: ['Planets'],
      thumbnail: 'https://i.invalid/h.png',
      abstract: 'Cold.',
      Region: 'Outer Rim',
      'Affiliation(s)': 'Rebels, Empire',
    };
    expect(recordFromItem(item, 'planets')).toMatchObject({
      pageid: 42,
      url: item.url,
      image: item.thumbnail,
      extract: 'Cold.',
      categories: ['Planets'],
      fields: { Region: 'Outer Rim', 'Affiliation(s)': 'Rebels, Empire' },
    });
  });

  it('keeps every member that has no place', () => {
    const item = {
      name: 'Hoth',
      id: 'Q7',
      image_url: 'https://i.invalid/full.png',
      thumbnail: 'https://i.invalid/small.png',
      description: 'Cold.',
      abstract: 'Very cold.',
      population: 0,
      ringed: false,
      moons: ['One', 2, null, { name: 'Three' }],
      orbit: { days: 549, axis: { tilt: '1°' } },
      nothing: null,
    };
    const record = recordFromItem(item, null);
    expect(record).toMatchObject({ title: 'Hoth', pageid: null, image: item.image_url, extract: 'Cold.' });
    expect({ ...record.fields }).toEqual({
      id: 'Q7',
      abstract: 'Very cold.',
      thumbnail: item.thumbnail,
      population: '0',
      ringed: 'false',
      moons: ['One', '2', 'Three'],
      'orbit days': '549',
      'orbit axis tilt': '1°',
    });
    expect(toContent(record)).toMatchObject({ orbit_days: '549', moons: 'One, 2, Three' });
  });

  it('F72 reads hostile members and depths', () => {
    const item: unknown = JSON.parse(
      '{"title":"T","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    );
    const record = recordFromItem(item, null);
    expect(record.fields['__proto__ polluted']).toBe('1');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(rejection(() => recordFromItem({ title: 'T', x: deep }, null))).toEqual({ code: 'TOO_DEEP', title: 'T' });
  });

  it.each([
    ['Planets ', 'planets'],
    ['  Star\u00a0 systems\t', 'star systems'],
    ['pla\u0000ne\u0007ts', 'planets'],
    ['planets\ud83d', 'planets'],
    ['Caf\u0065\u0301s', 'cafés'],
    ['__proto__', '__proto__'],
    ['x'.repeat(8000), 'x'.repeat(64)],
    ['🙂'.repeat(70), '🙂'.repeat(64)],
    [' \u0000 ', null],
    ['', null],
  ])('F91 states the category %j in one form', (name, category) => {
    expect(statedCategory(name)).toBe(category);
    expect(recordFromItem('Dusk', name).category).toBe(category);
  });
});

describe('recordFromPerArticle', () => {
  const file = {
    title: 'AC/DC',
    universe: 'star_wars',
    cached_at: '2024-05-01T12:34:56.789012',
    content: {
      name: 'AC/DC',
      description: 'Loud.',
      biography: '',
      abilities: ['Volume'],
      image_url: 'https://i.invalid/a.png',
      info: { eye_color: 'Blue', affiliation_s_: 'Rebels, Empire', affiliation: 'Band' },
      affiliations: [],
    },
  };

  it('reads the form of earlier versions', () => {
    const { universe, record } = recordFromPerArticle(file);
    expect(universe).toBe('star_wars');
    expect(record).toMatchObject({
      title: 'AC/DC',
      extract: 'Loud.',
      image: 'https://i.invalid/a.png',
      scrapedAt: '2024-05-01T12:34:56.789Z',
    });
    expect(toContent(record)).toEqual({
      name: 'AC/DC',
      eye_color: 'Blue',
      affiliation: 'Rebels, Empire, Band',
      affiliations: ['Rebels', 'Empire', 'Band'],
      abilities: ['Volume'],
      aliases: [],
      description: 'Loud.',
    });
  });

  it('sets aside what names no universe or has no content of the kind', () => {
    expect(rejection(() => recordFromPerArticle({ title: 'T' }))?.code).toBe('BAD_TYPE');
    expect(rejection(() => recordFromPerArticle({ ...file, content: [] }))?.code).toBe('BAD_TYPE');
    expect(rejection(() => recordFromPerArticle({ ...file, content: { info: 'x' } }))?.code).toBe('BAD_TYPE');
    expect(recordFromPerArticle({ title: 'T', universe: 'u' }).record.title).toBe('T');
  });
});

describe('sanitise', () => {
  it('F51 gives text that every store takes, and leaves clean text alone', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
        (text) => {
          const clean = sanitiseText(text);
          expect(clean.isWellFormed() && !clean.includes('\0')).toBe(true);
          expect(sanitiseText(clean)).toBe(clean);
        },
      ),
    );
  });

  it.each([
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['2026-01-01T00:00:00.5Z', '2026-01-01T00:00:00.500Z'],
    ['2026-01-01', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T02:00:00+02:00', '2026-01-01T00:00:00.000Z'],
    ['2024-05-01 12:34:56', '2024-05-01T12:34:56.000Z'],
    ['2024-02-31T00:00:00Z', '2024-03-02T00:00:00.000Z'],
    ['+275760-09-13T00:00:00Z', null],
    ['-000001-01-01T00:00:00Z', null],
    ['infinity', null],
    ['', null],
  ])('the time %j is %j', (text, time) => {
    expect(sanitiseTime(text)).toBe(time);
  });

  it.each([
    ['https://a.b/c?d=é', 'https://a.b/c?d=é'],
    ['http://127.0.0.1:9099/x', 'http://127.0.0.1:9099/x'],
    ['https://', null],
    ['//a.b/c', null],
    ['javascript:alert(1)', null],
    ['https://a b', null],
    [`https://a/${'x'.repeat(2048)}`, null],
  ])('the address %j is %j', (text, address) => {
    expect(sanitiseAddress(text)).toBe(address);
  });
});

describe('sanitiseHref', () => {
  it.each([
    '/wiki/Tatooine',
    '/wiki/Talk:Tatooine',
    '//wiki.invalid/x',
    'HTTPS://wiki.invalid/x',
    '#anchor',
    '?title=X',
    '',
  ])('keeps %j', (href) => {
    expect(sanitiseHref(href)).toBe(href);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'java\nscript\r:alert(1)',
    '\x01javascript:alert(1)',
    'javascript\0:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://wiki.invalid/1',
    'mailto:a@b.invalid',
    'view-source:https://wiki.invalid/',
    'x+y.z-1:anything',
  ])('drops %j', (href) => {
    expect(sanitiseHref(href)).toBeNull();
    const field = { label: 'Link', values: ['Here'], links: [{ text: 'Here', href }] };
    const record = parseRecord({ title: 'T', infobox: { type: 'X', fields: [field] } });
    expect(record.infobox?.fields).toEqual([{ label: 'Link', values: ['Here'], links: [] }]);
  });
});
