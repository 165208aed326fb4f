import type { Infobox } from './article';
import { Evidence } from './evidence';
import type { EvidenceRule } from './universe-definition';

const rule = (category: EvidenceRule['category'], rest: Partial<EvidenceRule> = {}): EvidenceRule => ({
  type: 'Species',
  category,
  linkedFrom: [],
  hasField: [],
  field: null,
  beginsWith: [],
  contains: [],
  ...rest,
});
const RULES = [
  rule('creatures', { field: 'Designation', beginsWith: ['Non'] }),
  rule('species', { field: 'Designation', beginsWith: ['Sentient'] }),
  rule('creatures', {
    linkedFrom: [
      { type: null, field: 'Fauna' },
      { type: 'Pet', field: 'Species' },
    ],
  }),
  rule('species', { linkedFrom: [{ type: 'Character', field: 'Species' }] }),
  rule('species', { hasField: ['Language'] }),
  rule('species', { field: 'Classification', contains: ['human'] }),
  rule('creatures'),
];
const box = (type: string, facts: Record<string, string>, links: Record<string, string> = {}): Infobox => ({
  type,
  fields: [
    ...Object.entries(facts).map(([label, value]) => ({ label, values: [value], links: [] })),
    ...Object.entries(links).map(([label, href]) => ({ label, values: ['x'], links: [{ text: 'x', href }] })),
  ],
});

function decide(articles: [title: string, infobox: Infobox | null][]): Record<string, string> {
  const evidence = new Evidence(RULES);
  articles.forEach(([title, infobox], seq) => evidence.add(seq, title, infobox));
  return Object.fromEntries([...evidence.decisions()].map(([seq, category]) => [articles[seq]![0], category]));
}

describe('what other articles say of one', () => {
  it('counts behind what its own infobox says, in the order of the rules', () => {
    expect(
      decide([
        ['Marsh ox', box('Species', { Designation: 'Non-sentient' })],
        ['Vellan', box('species', { Designation: 'Sentient' })],
        ['Fen eel', box('Species', { Language: 'Eelish' })],
        ['Lurk', box('Species', {})],
        ['Orrine', box('Species', {})],
        ['Tam', box('Species', { Language: 'Tammish' })],
        ['Nighfolk', box('Species', { Classification: 'Near-human' })],
        ['Moth', box('Species', { Classification: 'Insect' })],
        ['Fen', box('Planet', { Fauna: 'Fen eel (rare)', Species: 'Moth' })],
        ['Biter', box('Pet', {}, { Species: '/wiki/Lurk' })],
        ['Ann Oda', box('Character', {}, { Species: '/wiki/Orrine#Culture' })],
        ['No box', null],
      ]),
    ).toEqual({
      'Marsh ox': 'creatures',
      Vellan: 'species',
      'Fen eel': 'creatures',
      Lurk: 'creatures',
      Orrine: 'species',
      Tam: 'species',
      Nighfolk: 'species',
      Moth: 'creatures',
    });
  });

  it('reaches the article of another continuity', () => {
    expect(
      decide([
        ['Lurk/Legends', box('Species', { Language: 'Lurkish' })],
        ['Fen', box('Planet', { Fauna: 'Lurk' })],
      ]),
    ).toEqual({ 'Lurk/Legends': 'creatures' });
  });
});
