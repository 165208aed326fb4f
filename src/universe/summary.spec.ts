import { firstSentence, shortened } from './first-sentence';
import { MAX_SUMMARY, summaryOf } from './summary';
import type { Infobox } from './article';

const infobox = (type: string | null, facts: Record<string, string | string[]>): Infobox => ({
  type,
  fields: Object.entries(facts).map(([label, values]) => ({ label, values: [values].flat(), links: [] })),
});

describe('the first sentence', () => {
  it.each([
    ['Orrin kept bees. He died young.', 'Orrin kept bees.'],
    ['Dr. Vell of St. Oma wrote c. 40 pages. Nobody read them.', 'Dr. Vell of St. Oma wrote c. 40 pages.'],
    ['A. K. Tor was a pilot. She flew.', 'A. K. Tor was a pilot.'],
    ['The ship (see Fleet. It was lost) sank. It rests.', 'The ship (see Fleet. It was lost) sank.'],
    ['"Run!" she said. Then they ran.', '"Run!" she said.'],
    ['Version 2.5 is out. Get it.', 'Version 2.5 is out.'],
    ['霧の港。船は来ない。', '霧の港。'],
    ['No end', 'No end'],
    ['', ''],
  ])('of %j is %j', (text, expected) => {
    expect(firstSentence(text)).toBe(expected);
  });

  it('is sought in the first thousand characters', () => {
    expect(firstSentence('. . '.repeat(500_000))).toHaveLength(1);
    expect(firstSentence('('.repeat(500_000))).toHaveLength(1000);
  });
});

describe('shortening', () => {
  it('cuts between words', () => {
    expect(shortened('one two three', 9)).toBe('one two…');
    expect(shortened('one two', 9)).toBe('one two');
    expect(shortened('x'.repeat(20), 9)).toBe(`${'x'.repeat(8)}…`);
  });

  it('never cuts a character in two', () => {
    expect(shortened('🜁'.repeat(20), 5)).toBe(`${'🜁'.repeat(4)}…`);
  });
});

describe('a summary', () => {
  it('is the first sentence of the description', () => {
    expect(summaryOf('planets', 'Vell is a moon of mist. It is cold.', infobox('Moon', { Region: 'Far Reach' }))).toBe(
      'Vell is a moon of mist.',
    );
  });

  it.each<[string, Infobox, string]>([
    [
      'characters',
      infobox('Character', {
        Born: '12 AF',
        Species: 'Vellan (clone)',
        Gender: 'Female',
        'Affiliation(s)': ['Mist Guild', 'Crown', 'Third'],
        Homeworld: 'Vell',
      }),
      'Vellan · Female · Mist Guild, Crown · Vell',
    ],
    [
      'planets',
      infobox('Planet', {
        'Grid coordinates': 'K-4',
        'Orbital period': '9 days',
        Region: 'Far Reach',
        System: 'Vell system',
        'Primary terrain': ['Fens', 'Mud'],
      }),
      'Planet · Far Reach · Vell system · Fens',
    ],
    [
      'locations',
      infobox('City', { Location: ['North Fen', 'Vell'], 'Points of interest': ['The Gate'] }),
      'City · North Fen, Vell',
    ],
    [
      'battles',
      infobox('Battle', { Conflict: 'Mist War', Date: '31 AF', Place: 'Vell', Outcome: 'Crown victory' }),
      'Mist War · 31 AF · Vell · Crown victory',
    ],
    [
      'media',
      infobox('Book', { 'Author(s)': 'Ann Oda', Pages: '320', 'Release date': 'May 3, 1999' }),
      'Book · Ann Oda · 1999',
    ],
    ['weapons', infobox(null, { Type: 'Bolt thrower', Manufacturer: 'Oda Works' }), 'Bolt thrower · Oda Works'],
    [
      'spells',
      infobox('Spell_infobox', { Level: '4', School: 'Frost', Coordinates: '3,4', Caster: 'Witches' }),
      'Frost · Witches',
    ],
  ])('of %s without a description comes from the infobox', (category, box, expected) => {
    expect(summaryOf(category, '', box)).toBe(expected);
  });

  it('is empty where nothing is known', () => {
    expect(summaryOf('other', '', null)).toBe('');
    expect(summaryOf('other', ' ', infobox(null, { Coordinates: '1,2', Pages: '9' }))).toBe('');
  });

  it('never has more than 160 characters', () => {
    expect(Array.from(summaryOf('other', '🜁 word '.repeat(99), null)).length).toBeLessThanOrEqual(MAX_SUMMARY);
    const long = infobox(null, { Type: 'x'.repeat(400), Manufacturer: 'y '.repeat(300), Affiliation: 'z'.repeat(90) });
    expect(Array.from(summaryOf('items', '', long)).length).toBeLessThanOrEqual(MAX_SUMMARY);
  });
});
