import type { Article } from '../../clients/typescript/lib';

/** A small invented world in the shape of the API's articles, for tests of the page without the real server. */
export type MockArticle = Article;

export const MOCK_LICENCE = {
  name: 'CC BY-SA 4.0',
  url: 'https://creativecommons.org/licenses/by-sa/4.0/',
  attribution: 'Text by the keepers of the mock wiki',
};

type Fields = Record<string, string[]>;

/** Builds an article; values in [brackets] are links to articles of that name. */
function article(id: number, category: string, title: string, description: string, fields: Fields): MockArticle {
  const infobox = Object.entries(fields).map(([label, values]) => ({
    label,
    values: values.map((value) => value.replace(/[[\]]/g, '')),
    links: values.flatMap((value) =>
      [...value.matchAll(/\[([^\]]+)\]/g)].map(([, text = '']) => ({
        text,
        href: `/wiki/${encodeURIComponent(text.replaceAll(' ', '_'))}`,
        title: text.startsWith('Old Bridge') ? null : text,
      })),
    ),
  }));
  return {
    id,
    title,
    category,
    universe: 'demo',
    image_url: id % 3 === 0 ? null : `https://images.demo.invalid/${id}.png`,
    image_cached: id % 3 !== 0,
    image_width: null,
    image_height: null,
    placeholder: null,
    source_url: `https://wiki.demo.invalid/wiki/${encodeURIComponent(title)}`,
    scraped_at: '2026-01-01T00:00:00Z',
    description,
    summary: description,
    content: Object.fromEntries(
      infobox.map(({ label, values }) => [label.toLowerCase().replace(/[^a-z0-9]+/g, '_'), values.join(', ')]),
    ),
    infobox: { type: category, fields: infobox },
    wiki_categories: [category, 'Mock articles'],
    aliases: id === 1 ? ['The Lamplighter'] : [],
    licence: MOCK_LICENCE,
  };
}

/** An article as a server without scruples gives it: every address of it runs a script. */
function trap(safe: MockArticle): MockArticle {
  const links = [
    'javascript:alert(1)',
    ' java\tscript:alert(2)',
    'data:text/html,<script>alert(3)</script>',
    'vbscript:4',
  ];
  const fields = links.map((href, i) => ({
    label: `Trap ${i}`,
    values: [`Trap ${i}`],
    links: [{ text: `Trap ${i}`, href, title: null }],
  }));
  return {
    ...safe,
    source_url: 'javascript:alert(5)',
    licence: { ...MOCK_LICENCE, url: 'javascript:alert(6)' },
    infobox: { type: 'vehicles', fields },
  };
}

const PLACES: [string, string, string, string][] = [
  ['Bright Reach', 'Anvil system', 'Sorrel', 'Lantern Quay'],
  ['Bright Reach', 'Anvil system', 'Sorrel', 'House of Small Hours'],
  ['Bright Reach', 'Tern system', 'Ash Hollow', 'The Long Stair'],
  ['Quiet Margin', 'Ember system', 'Farrow', 'Saltworks'],
];

/** Region, system, planet and place of every place. */
export const MOCK_PLACES = PLACES;

export function mockWorld(): MockArticle[] {
  const planets = [...new Map(PLACES.map((row) => [row[2], row])).values()];
  const people = Array.from({ length: 60 }, (_, index) =>
    article(100 + index, 'characters', `Keeper ${String(index + 1).padStart(2, '0')}`, 'One of the sixty keepers.', {
      Homeworld: [`[${planets[index % planets.length]?.[2]}]`],
    }),
  );
  return [
    article(1, 'characters', 'Mira Tallow', 'Mira Tallow keeps the lamps of Lantern Quay lit, and a ledger of stars.', {
      Homeworld: ['[Sorrel]'],
      Residence: ['[Lantern Quay], near the [Old Bridge That Nobody Wrote About]'],
      Affiliation: ['[Guild of Lamps]'],
    }),
    article(2, 'organizations', 'Guild of Lamps', 'A guild that lights what others forget.', {
      Seat: ['[Lantern Quay]'],
    }),
    ...planets.map(([region, system, planet], index) =>
      article(10 + index, 'planets', planet, `${planet} is a world of the ${region}.`, {
        Region: [region],
        System: [system],
      }),
    ),
    ...PLACES.map(([, , planet, place], index) =>
      article(20 + index, 'locations', place, `${place} lies on ${planet}.`, { Planet: [`[${planet}]`] }),
    ),
    trap(article(30, 'vehicles', 'Slow Heron', 'A barge between the worlds.', { Class: ['Barge'] })),
    ...people,
  ];
}

export interface MockText {
  sections: { level: number; heading: string; text: string }[];
  gallery: { url: string; caption: string }[];
}

/** The texts of the world by title: one that has everything, and one as a server without scruples gives it. */
export const MOCK_TEXTS: Record<string, MockText> = {
  'Mira Tallow': {
    sections: [
      { level: 1, heading: '', text: 'Mira Tallow keeps the lamps of [Lantern Quay](/wiki/Lantern_Quay) lit.' },
      {
        level: 2,
        heading: 'Early life',
        text: 'She was born on a *wet* Tuesday.\n\n- first\n- second, with **weight**',
      },
      { level: 2, heading: 'Ledger of stars', text: '| star | lit |\n|---|---|\n| Wren | yes |\n| Old Tom | no |' },
      { level: 3, heading: 'What she said', text: '> Bring a spare.\n>\n> — Mira Tallow, to nobody' },
      {
        level: 2,
        heading: 'Later',
        text: `${'A long paragraph about nothing much. '.repeat(60)}\n\nSee [above](#Early_life).`,
      },
    ],
    gallery: [
      { url: 'https://images.demo.invalid/1.png', caption: 'With a lamp' },
      { url: 'https://images.demo.invalid/2.png', caption: 'Without one' },
    ],
  },
  'Slow Heron': {
    sections: [
      { level: 1, heading: '', text: '<script>window.hacked = 1</script> <b>bold</b> </mark>' },
      {
        level: 2,
        heading: '<img src=x onerror=alert(1)>',
        text: '[run](javascript:alert(1)) [data](data:text/html,x) ![pic](https://evil.invalid/x.png) <img src=x onerror="window.hacked = 2">',
      },
    ],
    gallery: [{ url: 'javascript:alert(1)', caption: '<i>caption</i>' }],
  },
};
