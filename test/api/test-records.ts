/** A small universe of known things: every kind of title, place and picture that the API must cope with. */
export interface TestRecord {
  pageid?: number;
  title: string;
  url?: string;
  timestamp?: string;
  categories?: string[];
  redirects?: string[];
  infobox?: { type: string; fields: { label: string; values: string[]; links?: { text: string; href: string }[] }[] };
  extract?: string;
  image?: string;
  sections?: { index?: number; level?: number; heading?: string; anchor?: string; text: string }[];
  gallery?: { url: string; caption: string }[];
}

/** What a hostile wiki may have put into a text: nothing of it may do anything anywhere. */
export const HOSTILE_TEXT = [
  '<script>alert(1)</script> <img src=x onerror=alert(1)> <b>Toshe</b>',
  'A [link](javascript:alert(1)) and [another](java&#115;cript:alert(1)) to Toshe.',
  'Marks of </mark> and <mark> in Toshe \u202egnorw daer\u202c.',
].join('\n\n');

const link = (text: string) => ({ text, href: `/wiki/${text.replaceAll(' ', '_')}` });

function article(
  pageid: number,
  title: string,
  type: string,
  fields: Record<string, string[]>,
  more: Partial<TestRecord> = {},
): TestRecord {
  return {
    pageid,
    title,
    url: `https://wiki.example/wiki/${encodeURIComponent(title.replaceAll(' ', '_'))}`,
    timestamp: `2026-01-${String((pageid % 28) + 1).padStart(2, '0')}T00:00:00Z`,
    categories: ['Canon articles'],
    infobox: {
      type,
      fields: Object.entries(fields).map(([label, values]) => ({ label, values, links: values.map(link) })),
    },
    ...more,
  };
}

const HOSTILE = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'AC/DC',
  '100%',
  'Who?',
  'C#',
  'a\\b',
  'a\'b"c',
  'a+b',
  '😀 droid',
  'שלום',
  '<script>alert(1)</script>',
  '銀河'.repeat(42) + '銀',
];

/** The records of the test universe. */
export function testRecords(): TestRecord[] {
  return [
    article(
      1,
      'Luke Skywalker',
      'Character',
      {
        Homeworld: ['Tatooine'],
        Species: ['Human'],
        Gender: ['Male'],
        'Hair color': ['Blond'],
        'Eye color': ['Blue'],
        'Affiliation(s)': ['Rebel Alliance', 'Jedi Order'],
      },
      {
        redirects: ['Luke', 'Master Skywalker'],
        extract: 'Luke Skywalker was a farm boy of Tatooine who became a Jedi.',
        image: 'https://images.example/luke.png',
        sections: [
          { text: 'Luke grew up on [Tatooine](/wiki/Tatooine) with his aunt and uncle.' },
          { level: 2, heading: 'Biography', text: 'He was raised by **Owen** and *Beru* on a moisture farm.' },
          { level: 3, heading: 'The academy', text: '- He wanted to leave.\n- He had to stay for the harvest.' },
          { level: 3, heading: 'The academy', text: '| Year | Event |\n| --- | --- |\n| 19 | The droids came |' },
          { level: 2, heading: 'Friends', anchor: 'Friends_of_Luke', text: HOSTILE_TEXT },
        ],
        gallery: [{ url: 'https://images.example/farm.png', caption: 'The farm' }],
      },
    ),
    article(
      2,
      'Padmé Amidala',
      'Character',
      {
        Homeworld: ['Naboo'],
        Species: ['Human'],
        Gender: ['Female'],
        'Hair color': ['Brown'],
        'Eye color': ['Brown'],
        Affiliation: ['Galactic Senate'],
      },
      { extract: 'A queen of Naboo.', image: 'https://images.example/padme.png' },
    ),
    article(3, 'Chewbacca', 'Character', { Homeworld: ['Kashyyyk'], Species: ['Wookiee'], Gender: ['Male'] }),
    article(
      10,
      'Tatooine',
      'Planet',
      {
        Region: ['Outer Rim Territories'],
        System: ['Tatoo system'],
      },
      { redirects: ['Tattooine'], extract: 'A desert world.', image: 'https://images.example/tatooine.png' },
    ),
    article(
      11,
      'Naboo',
      'Planet',
      { Region: ['Mid Rim Territories'], System: ['Naboo system'] },
      {
        extract: 'A green world.',
        image: 'https://images.example/naboo.png',
      },
    ),
    article(12, 'Coruscant', 'Planet', { Region: ['Core Worlds'], System: ['Coruscant system'] }),
    article(13, 'Kashyyyk', 'Planet', { Region: ['Mid Rim Territories'], System: ['Kashyyyk system'] }),
    article(20, 'Mos Eisley', 'City', { Planet: ['Tatooine'] }, { extract: 'A spaceport.' }),
    article(21, 'Mos Eisley Cantina', 'Structure', { Location: ['Mos Eisley'] }),
    article(22, 'Theed', 'City', { Planet: ['Naboo'] }),
    article(
      30,
      'X-wing starfighter',
      'Starship_class',
      { Manufacturer: ['Incom Corporation'] },
      {
        redirects: ['X-wing'],
        image: 'https://images.example/xwing.png',
      },
    ),
    article(31, 'DL-44 blaster', 'Weapon', { Manufacturer: ['BlasTech Industries'] }),
    article(32, "Luke Skywalker's lightsaber", 'Lightsaber', { Creator: ['Luke Skywalker'] }),
    article(33, 'R2-D2', 'Droid', { Homeworld: ['Naboo'] }, { image: 'https://images.example/r2.png' }),
    article(34, 'Stormtrooper armor', 'Armor', {}),
    article(35, 'Holocron', 'Device', {}),
    article(40, 'Rebel Alliance', 'Organization', {}),
    article(41, 'Jedi Order', 'Religion', {}),
    article(42, 'Human', 'Species', { Designation: ['Sentient'] }),
    article(43, 'Wookiee', 'Species', { Designation: ['Sentient'], Homeworld: ['Kashyyyk'] }),
    article(50, 'Star Wars: A New Hope', 'Movie', { Starring: ['Mark Hamill'] }),
    article(51, 'Tatooine/Legends', 'Planet', { Region: ['Outer Rim Territories'] }),
    ...HOSTILE.map((title, index) => article(100 + index, title, 'Device', {})),
    ...Array.from({ length: 40 }, (_, index) =>
      article(200 + index, `Weapon ${String(index).padStart(2, '0')}`, 'Weapon', {
        Type: [index % 2 === 0 ? 'Blaster' : 'Sword'],
      }),
    ),
  ];
}

/** Titles that break what treats a title as a key, a pattern or a piece of a path. */
export const HOSTILE_TITLES: readonly string[] = HOSTILE;
