import fc from 'fast-check';
import { fold } from '../../src/universe/fold';
import { Search } from '../../src/dataset/search/search';
import { buildDirectory, type TestArticle } from './build-directory';
import { cpuMs } from './cpu-time';

const ARTICLES: TestArticle[] = [
  { title: 'Luke Skywalker', category: 'characters', links: 80 },
  { title: 'Luke', category: 'characters', links: 1 },
  { title: 'Anakin Skywalker', category: 'characters', links: 200, linkTexts: ['Darth Vader'] },
  { title: 'Anakin Skywalker/Legends', category: 'characters', links: 900 },
  { title: 'Padmé Amidala', category: 'characters', links: 50 },
  { title: 'Millennium Falcon', category: 'vehicles', links: 30 },
  { title: 'Falcon', category: 'media', links: 2 },
  { title: 'X-wing starfighter', category: 'vehicles', links: 30, linkTexts: ['X-wing'] },
  { title: 'X-Wing', category: 'media' },
  { title: "Twi'lek", category: 'species', links: 20 },
  { title: 'Tatooine', category: 'planets', links: 500, redirects: ['Tattooine'] },
  { title: 'Battle of Tatooine', category: 'battles', links: 3 },
  { title: 'Tatooine Sunset', category: 'media', links: 600 },
  { title: 'Han Solo', category: 'characters', links: 54 },
  { title: '100% Pure', category: 'items' },
  { title: 'C:\\Data', category: 'items' },
  { title: 'Death Star', category: 'locations', links: 9 },
  { title: 'Starkiller Base', category: 'locations', links: 7 },
  { title: '天行者卢克', category: 'characters' },
  { title: 'Дарт Вейдер', category: 'characters' },
  { title: 'Who?', category: 'media' },
  { title: 'Bantha', category: 'creatures', description: 'A shaggy beast of Tatooine, ridden by Tusken Raiders.' },
];
const directory = buildDirectory(ARTICLES);
const search = new Search(directory);
const titlesOf = (ordinals: readonly number[]) => ordinals.map((ordinal) => directory.titles[ordinal]!);
const find = (query: string, category?: string) => {
  const { total, hits } = search.search(query, {
    limit: 100,
    ...(category && { category: directory.category(category) }),
  });
  expect(total).toBe(hits.length);
  return hits.map(({ ordinal, match }) => `${directory.titles[ordinal]} (${match})`);
};

describe('search', () => {
  it.each([
    ['tatooine', 'Tatooine (name)'],
    ['TATOOINE', 'Tatooine (name)'],
    ['tattooine', 'Tatooine (alias)'],
    ['tatoine', 'Tatooine (fuzzy)'],
    ['vader', 'Anakin Skywalker (words)'],
    ['darth vader', 'Anakin Skywalker (alias)'],
    ['padme', 'Padmé Amidala (words)'],
    ['Padmé', 'Padmé Amidala (words)'],
    ['falcon', 'Millennium Falcon (words)'],
    ['luke', 'Luke Skywalker (words)'],
    ['xwing', 'X-wing starfighter (alias)'],
    ['x-wing', 'X-wing starfighter (alias)'],
    ['x wing', 'X-wing starfighter (alias)'],
    ['wing', 'X-wing starfighter (words)'],
    ['twilek', "Twi'lek (name)"],
    ["twi'lek", "Twi'lek (name)"],
    ['twi’lek', "Twi'lek (name)"],
    ['skywalker luke', 'Luke Skywalker (words)'],
    ['deathstar', 'Death Star (name)'],
    ['death-star', 'Death Star (name)'],
    ['tat', 'Tatooine (prefix)'],
    ['tooine', 'Tatooine (part)'],
    ['killer', 'Starkiller Base (part)'],
    ['milennium falcon', 'Millennium Falcon (fuzzy)'],
    ['hna solo', 'Han Solo (fuzzy)'],
    ['starkillerbase', 'Starkiller Base (name)'],
    ['shaggy', 'Bantha (description)'],
    ['tusken raid', 'Bantha (description)'],
    ['%', '100% Pure (words)'],
    ['100%', '100% Pure (words)'],
    ['\\', 'C:\\Data (words)'],
    ['卢克', '天行者卢克 (part)'],
    ['天行者卢克', '天行者卢克 (name)'],
    ['дарт', 'Дарт Вейдер (words)'],
    ['who is luke?', 'Luke Skywalker (words)'],
    ['who?', 'Who? (name)'],
    ['xyzzy', undefined],
  ])('finds %j first: %s', (query, expected) => {
    expect(find(query)[0]).toBe(expected);
  });

  it('orders articles of the universe before media, and plain titles before their /Legends twins', () => {
    expect(find('tatooine').slice(0, 3)).toEqual([
      'Tatooine (name)',
      'Battle of Tatooine (words)',
      'Tatooine Sunset (words)',
    ]);
    expect(find('anakin')).toEqual(['Anakin Skywalker (words)', 'Anakin Skywalker/Legends (words)']);
  });

  it('puts a whole name that hardly anything links to among those that carry the word', () => {
    expect(find('luke')).toEqual(['Luke Skywalker (words)', 'Luke (name)']);
    expect(find('falcon')).toEqual(['Millennium Falcon (words)', 'Falcon (name)']);
  });

  it('looks for misspellings only where nothing better matched', () => {
    expect(find('bantha').filter((hit) => hit.endsWith('(fuzzy)'))).toEqual([]);
    expect(find('banthe').filter((hit) => hit.endsWith('(fuzzy)'))).toEqual(['Bantha (fuzzy)']);
    expect(find('tatooinx', 'planets')).toEqual(['Tatooine (fuzzy)']);
  });

  it('forgives a quarter of the letters and no more', () => {
    expect(find('tatuuine')).toEqual(expect.arrayContaining(['Tatooine (fuzzy)']));
    expect(find('tatuuune')).toEqual([]);
    expect(find('hxn')).toEqual([]);
  });

  it('keeps to a category', () => {
    expect(find('tatooine', 'battles')).toEqual(['Battle of Tatooine (words)']);
    expect(find('luke', 'planets')).toEqual([]);
  });

  it.each(['', '   ', "'", '-', '_', "'’`"])('finds nothing for %j, which folds to nothing', (query) => {
    expect(find(query)).toEqual([]);
    expect(search.suggest(query, { limit: 8 })).toEqual([]);
  });

  it('pages through all matches, each once', () => {
    const all = search.search('a', { limit: 100 });
    const paged = Array.from({ length: 12 }, (_, page) => search.search('a', { limit: 2, offset: page * 2 }));
    expect(paged.flatMap(({ hits }) => hits)).toEqual(all.hits.slice(0, 24));
    for (const { total } of paged) expect(total).toBe(all.total);
  });
});

describe('suggest', () => {
  it.each([
    ['l', 'Luke Skywalker'],
    ['luk', 'Luke Skywalker'],
    ['vad', 'Anakin Skywalker'],
    ['tato', 'Tatooine'],
    ['tatooi', 'Tatooine'],
    ['mil', 'Millennium Falcon'],
    ['milenn', 'Millennium Falcon'],
    ['x-w', 'X-wing starfighter'],
    ['han s', 'Han Solo'],
  ])('offers for %j first %s', (typed, expected) => {
    expect(titlesOf(search.suggest(typed, { limit: 8 }))[0]).toBe(expected);
  });

  it('keeps to a category and a limit', () => {
    expect(titlesOf(search.suggest('tat', { category: directory.category('battles'), limit: 1 }))).toEqual([
      'Battle of Tatooine',
    ]);
    expect(search.suggest('a', { limit: 3 })).toHaveLength(3);
  });
});

describe('listByTitlePart', () => {
  const list = (part: string, category?: string) => {
    const options = { limit: 100, ...(category && { category: directory.category(category) }) };
    const { total, ordinals } = search.listByTitlePart(part, options);
    expect(total).toBe(ordinals.length);
    return titlesOf(ordinals);
  };

  it('finds a folded part of the title in title order, other names aside', () => {
    expect(list('skywalker')).toEqual(['Anakin Skywalker', 'Anakin Skywalker/Legends', 'Luke Skywalker']);
    expect(list('vader')).toEqual([]);
    expect(list('e skyw')).toEqual(['Luke Skywalker']);
    expect(list('X-WI')).toEqual(['X-Wing', 'X-wing starfighter']);
    expect(list('tatooine', 'media')).toEqual(['Tatooine Sunset']);
    expect(list('%')).toEqual(['100% Pure']);
  });

  it('lists everything for an empty part', () => {
    expect(list('')).toEqual(directory.titles);
    expect(list('', 'planets')).toEqual(['Tatooine']);
  });

  it('equals a plain search in all titles', () => {
    const part = fc.oneof(fc.constantFrom('a', 'e s', 'sky', ' ', 'r l', '1', '天', 'o'), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(part, (text) => {
        const folded = fold(text);
        expect(list(text)).toEqual(directory.titles.filter((title) => fold(title).includes(folded)));
      }),
    );
  });
});

describe('any text', () => {
  const word = fc.constantFrom(
    'star',
    'sta',
    'x-wing',
    'Rey',
    'é',
    '%',
    '卢克',
    'a',
    "d'or",
    '42',
    'R2',
    'the',
    '😀',
    '_',
  );
  const name = fc.array(fc.oneof(word, fc.string({ maxLength: 6 })), { minLength: 1, maxLength: 4 });
  const article = fc.record({
    title: name.map((words) => words.join(' ')),
    links: fc.nat({ max: 9 }),
    category: fc.constantFrom('characters', 'media'),
    redirects: fc.array(
      name.map((words) => words.join(' ')),
      { maxLength: 2 },
    ),
  });
  const universe = fc.uniqueArray(article, { selector: ({ title }) => title, minLength: 1, maxLength: 12 });

  it('every article is found by its title and by its redirects', () => {
    fc.assert(
      fc.property(universe, (articles) => {
        const built = buildDirectory(articles);
        const engine = new Search(built);
        for (const { title, redirects } of articles) {
          for (const known of [title, ...redirects]) {
            const { hits } = engine.search(known, { limit: 100 });
            const hit = hits.find(({ ordinal }) => built.titles[ordinal] === title);
            if (fold(known) !== '') expect(hit?.match).toMatch(/^(name|alias)$/);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('the total is the number of hits, each article once, and pages are slices of it', () => {
    const query = fc.oneof(
      word,
      fc.string({ maxLength: 8 }),
      name.map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(universe, query, fc.nat({ max: 14 }), fc.nat({ max: 5 }), (articles, text, offset, limit) => {
        const engine = new Search(buildDirectory(articles));
        const all = engine.search(text, { limit: 1000 });
        expect(all.total).toBe(all.hits.length);
        expect(new Set(all.hits.map(({ ordinal }) => ordinal)).size).toBe(all.total);
        const page = engine.search(text, { limit, offset });
        expect(page).toEqual({ total: all.total, hits: all.hits.slice(offset, offset + limit) });
        expect(engine.suggest(text, { limit: 5 }).length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['%', '%'],
    ['_', '_'],
    ['\\', '\\'],
    ['500 times %', '%'.repeat(500)],
    ["' OR 1=1--", "' OR 1=1--"],
    ['(', '('],
    ['a & | b', 'a & | b'],
    ['"', '"'],
    ['an emoji', '😀'],
    ['10,000 letters', 'x'.repeat(10_000)],
    ['spaces', '   '],
    ['NUL', '\0'],
  ])('F71 takes %s literally and quickly', (_, query) => {
    let hits: string[] = [];
    expect(cpuMs(() => (hits = find(query)))).toBeLessThan(200);
    for (const hit of hits) for (const sign of query.match(/[%\\😀]/gu) ?? []) expect(hit).toContain(sign);
  });

  it('F72 50,000 letters in names and queries take no time', () => {
    const text = `${'a'.repeat(50_000)}!`;
    const built = buildDirectory([
      { title: text, description: text },
      { title: 'b', redirects: [text] },
    ]);
    const engine = new Search(built);
    const time = cpuMs(() => {
      expect(engine.search(text, { limit: 10 }).total).toBe(2);
      engine.suggest(text, { limit: 10 });
      engine.listByTitlePart(text, { limit: 10 });
      engine.search('a-'.repeat(25_000), { limit: 10 });
      engine.search('ab '.repeat(15_000), { limit: 10 });
    });
    expect(time).toBeLessThan(1_000);
  });
});
