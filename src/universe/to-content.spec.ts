import fc from 'fast-check';
import type { ArticleRecord, InfoboxField } from './article';
import { labelKey } from './label';
import { mergeRecords } from './merge-records';
import { bareRecord, recordFromItem } from './record-from-item';
import { ARRAY_KEYS, mergeAliases, toContent } from './to-content';

function field(label: string, ...values: string[]): InfoboxField {
  return { label, values, links: [] };
}

function record(fields: InfoboxField[], more: Partial<ArticleRecord> = {}): ArticleRecord {
  return { ...bareRecord('Tatooine', null), infobox: { type: 'Planet', fields }, ...more };
}

describe('labelKey', () => {
  it.each([
    ['Region', 'region'],
    ['Eye color', 'eye_color'],
    ['Affiliation(s)', 'affiliation'],
    ['Author(s)', 'author'],
    ['Leader (s)', 'leader'],
    ['Socio-cultural group(s)', 'socio_cultural_group'],
    ['Present for battles/events', 'present_for_battles_events'],
    ['Height (m)', 'height_m'],
    ['Höhe', 'hohe'],
    ['  Type ', 'type'],
    ['__proto__', 'proto'],
    ['(体力)', '体力'],
    ['ハート 数', 'ハート_数'],
    ['バート', 'バート'],
    ['की संख्या', 'की_संख्या'],
    ['Место рождения', 'место_рождения'],
    ['Ё́лка', 'елка'],
    ['שָׁלוֹם', 'שלום'],
    ['مُحَمَّد', 'محمد'],
    ['한국어', '한국어'],
    ['constructor', 'constructor'],
    ['2nd stage', '2nd_stage'],
    ['', ''],
    ['  ', ''],
  ])('of %j is %j', (label, key) => {
    expect(labelKey(label)).toBe(key);
  });
});

describe('toContent', () => {
  it('joins values, joins labels that fold alike, leaves fields without a label out', () => {
    const content = toContent(
      record([
        field('Suns', 'Tatoo I', 'Tatoo II'),
        field('Owner(s)', 'A'),
        field('Owner', 'B', 'C'),
        field('', 'lost'),
        field('Empty'),
      ]),
    );
    expect(content).toEqual({
      suns: 'Tatoo I, Tatoo II',
      owner: 'A, B, C',
      empty: '',
      description: '',
      abilities: [],
      affiliations: [],
      aliases: [],
    });
  });

  it('keeps affiliations, abilities and aliases as arrays', () => {
    const content = toContent(
      record(
        [
          field('Affiliation(s)', 'Rebel Alliance', 'New Republic'),
          field('Affiliations', 'New Republic', 'Jedi'),
          field('Abilities', 'Flight'),
          field('Aliases', 'Vader', 'Tatooine'),
        ],
        { redirects: ['Tattooine', 'Vader'] },
      ),
    );
    expect(content).toMatchObject({
      affiliation: 'Rebel Alliance, New Republic',
      affiliations: ['Rebel Alliance', 'New Republic', 'Jedi'],
      abilities: ['Flight'],
      aliases: ['Vader', 'Tattooine'],
    });
  });

  it('takes the description from the first paragraph, else from a field of that name', () => {
    expect(toContent(record([field('Description', 'Field')], { extract: 'Paragraph' })).description).toBe('Paragraph');
    expect(toContent(record([field('Description', 'Field')])).description).toBe('Field');
    expect(toContent(record([])).description).toBe('');
  });

  it('fills from the fields of other forms what the infobox lacks, key by key', () => {
    const content = toContent(
      record([field('Region', 'Outer Rim'), field('Climate', ''), field('Affiliation', 'Hutts')], {
        fields: {
          region: 'Core',
          climate: 'Arid',
          Moons: ['One', 'Two'],
          affiliations: ['Empire'],
          abilities: 'A (x, y), B',
        },
      }),
    );
    expect(content).toMatchObject({
      region: 'Outer Rim',
      climate: 'Arid',
      moons: 'One, Two',
      affiliations: ['Hutts'],
      abilities: ['A (x, y)', 'B'],
    });
  });

  it('says the same of a native record and of the categorised item made of it', () => {
    const fields = [field('Region', 'Outer Rim'), field('Affiliation(s)', 'A', 'B'), field('Suns', 'I', 'II')];
    const item = Object.fromEntries(fields.map(({ label, values }) => [label, values.join(', ')]));
    const categorised = recordFromItem({ id: 13, title: 'Tatooine', abstract: 'A desert.', ...item }, 'planets');
    expect(toContent(categorised)).toEqual(toContent(record(fields, { extract: 'A desert.' })));
  });

  it('F72 survives labels that name members of every object', () => {
    const hostile = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'];
    const content = toContent(record(hostile.map((label) => field(label, 'polluted'))));
    expect(Object.keys(content)).toEqual(expect.arrayContaining(['proto', 'constructor', 'tostring']));
    expect(Object.getPrototypeOf(content)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('has stable types and the key order of jsonb, whatever the labels', () => {
    const anyField = fc.record({
      label: fc.oneof(
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.constantFrom('Affiliation(s)', 'Aliases', 'abilities'),
      ),
      values: fc.array(fc.string()),
      links: fc.constant<InfoboxField['links']>([]),
    });
    const more = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string())));
    fc.assert(
      fc.property(fc.array(anyField), more, (fields, extra) => {
        const content = toContent(record(fields, { fields: extra }));
        const keys = Object.keys(content).filter((key) => !/^(0|[1-9]\d*)$/.test(key));
        const sorted = [...keys].sort(
          (a, b) => Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b)),
        );
        expect(keys).toEqual(sorted);
        for (const [key, value] of Object.entries(content)) {
          const isArray = (ARRAY_KEYS as readonly string[]).includes(key);
          expect([key, Array.isArray(value) ? 'array' : typeof value]).toEqual([key, isArray ? 'array' : 'string']);
          expect(key).toMatch(/^[\p{L}\p{M}\p{N}_]+$/u);
          expect(key).not.toMatch(/[A-Z]|^_|_$/);
        }
      }),
    );
  });
});

it('mergeAliases gives every name once and never the title', () => {
  expect(mergeAliases('A', ['B', 'A', ''], ['C', 'B'])).toEqual(['B', 'C']);
});

describe('mergeRecords', () => {
  const native = record([field('Region', 'Outer Rim')], { pageid: 13, categories: ['Planets'] });
  const categorised = {
    ...bareRecord('Tatooine', 'planets'),
    extract: 'From the item.',
    image: 'https://x/item.png',
    fields: { Region: 'Core', Climate: 'Arid', Moons: '' },
  };
  const perArticle = {
    ...bareRecord('tatooine', null),
    extract: 'From the file.',
    scrapedAt: '2024-01-01T00:00:00Z',
    fields: { climate: 'Wet', moons: '3' },
  };

  it('fills gaps field by field, native before categorised before per-article', () => {
    expect(mergeRecords(native, categorised, perArticle)).toMatchObject({
      pageid: 13,
      title: 'Tatooine',
      categories: ['Planets'],
      infobox: native.infobox,
      category: 'planets',
      extract: 'From the item.',
      image: 'https://x/item.png',
      scrapedAt: '2024-01-01T00:00:00Z',
      fields: { Region: 'Core', Climate: 'Arid', moons: '3' },
    });
  });

  it('gives the only one there is as it is', () => {
    expect(mergeRecords(null, null, perArticle)).toBe(perArticle);
    expect(mergeRecords(null, null, null)).toBeNull();
  });
});
