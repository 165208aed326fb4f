import { atOnce } from '../../src/event-loop/steps';
import fc from 'fast-check';
import type { Infobox } from '../../src/universe/article';
import { compareCodePoints, fold } from '../../src/universe/fold';
import { labelKey } from '../../src/universe/label';
import { ArticleList, BadCursor, SORTS, type Sort } from '../../src/dataset/facets/article-list';
import { Facets } from '../../src/dataset/facets/facets';
import { buildDirectory, contentOf, type TestArticle } from './build-directory';

const box = (fields: Record<string, string[]>): Infobox => ({
  type: 'Character',
  fields: Object.entries(fields).map(([label, values]) => ({ label, values, links: [] })),
});

const filtered = (of: Facets, field: string, values: string[]) => {
  const set = of.filterSet(field, values);
  return set.slice(0, set.count());
};

const ARTICLES: TestArticle[] = [
  {
    title: 'Luke',
    category: 'characters',
    image: 'l.png',
    links: 80,
    updated: 5_000,
    infobox: box({
      Species: ['Human'],
      'Affiliation(s)': ['Rebel Alliance', 'Jedi Order'],
      'Eye color': ['Blue'],
      'Hair color': ['Blond, later gray'],
      Gender: ['Male'],
      Homeworld: ['Tatooine'],
    }),
  },
  {
    title: 'Leia',
    category: 'characters',
    links: 81,
    updated: 9_000,
    infobox: box({
      Species: ['human'],
      'Affiliation(s)': ['Rebel Alliance'],
      'Eye color': ['Brown'],
      Gender: ['Female'],
      Homeworld: ['Alderaan (adoptive)'],
    }),
  },
  {
    title: 'Chewbacca',
    category: 'characters',
    image: 'c.png',
    links: 22,
    updated: 5_000,
    infobox: box({ Species: ['Wookiee'], 'Eye color': ['Blue'], Gender: ['Male'], Homeworld: ['Kashyyyk'] }),
  },
  { title: 'Wookiee', category: 'species', image: 'w.png', links: 161, updated: 1_000 },
  { title: 'Padmé', category: 'characters', links: 50, infobox: box({ Species: ['Hûman'], 'Eye color': ['Brown'] }) },
  {
    title: 'Old record',
    category: 'characters',
    content: { species: 'Human, mostly', affiliations: ['Rebel Alliance'], motto: `Long ${'word '.repeat(60)}` },
  },
];
const directory = buildDirectory(ARTICLES);
const facets = new Facets(directory);
const list = new ArticleList(directory, facets);
const characters = directory.category('characters');
const titlesOf = (ordinals: ArrayLike<number>) => Array.from(ordinals, (ordinal) => directory.titles[ordinal]!);

describe('filter', () => {
  it.each([
    ['species', ['human'], ['Leia', 'Luke', 'Padmé']],
    ['species', ['HUMAN', 'wookiee'], ['Chewbacca', 'Leia', 'Luke', 'Padmé']],
    ['species', ['Human, mostly'], ['Old record']],
    ['affiliation', ['jedi order'], ['Luke']],
    ['affiliation', ['Rebel Alliance, Jedi Order'], ['Luke']],
    ['affiliation', ['Jedi Order, Rebel Alliance'], []],
    ['affiliations', ['rebel alliance'], ['Leia', 'Luke', 'Old record']],
    ['motto', [`long ${'WORD '.repeat(60)}`], ['Old record']],
    ['species', ['hum'], []],
    ['species', [''], []],
    ['species', [], []],
    ['nothing', ['human'], []],
    ['__proto__', ['human'], []],
    ['constructor', ['human'], []],
  ])('%s in %j', (field, values, expected) => {
    expect(titlesOf(filtered(facets, field, values))).toEqual(expected);
  });
});

describe('facets', () => {
  it('counts the values of a field, the most frequent first, then by value', () => {
    expect(atOnce(facets.values('species', null))).toEqual([
      { value: 'Human', count: 3 },
      { value: 'Human, mostly', count: 1 },
      { value: 'Wookiee', count: 1 },
    ]);
    expect(atOnce(facets.values('eye_color', characters))).toEqual([
      { value: 'Blue', count: 2 },
      { value: 'Brown', count: 2 },
    ]);
    expect(atOnce(facets.values('affiliation', null))).toEqual([
      { value: 'Rebel Alliance', count: 2 },
      { value: 'Jedi Order', count: 1 },
    ]);
    expect(atOnce(facets.values('eye_color', directory.category('species')))).toEqual([]);
    expect(atOnce(facets.values('nothing', null))).toEqual([]);
  });

  it('offers what a character form needs', () => {
    expect(atOnce(facets.formOptions(characters))).toEqual({
      popular_species: ['Human', 'Human, mostly', 'Wookiee'],
      popular_planets: ['Alderaan', 'Kashyyyk', 'Tatooine'],
      popular_affiliations: ['Rebel Alliance', 'Jedi Order'],
      colors: ['Blue', 'Brown', 'Blond, later gray'],
      genders: ['Male', 'Female'],
    });
    expect(Object.values(atOnce(facets.formOptions(-1))).flat()).toEqual([]);
  });
});

describe('values that mean the same', () => {
  const person = (title: string, fields: Record<string, string>, href?: string): TestArticle => ({
    title,
    category: 'characters',
    infobox: {
      type: 'Character',
      fields: Object.entries(fields).map(([label, value]) => ({
        label,
        values: [value],
        links: href === undefined ? [] : [{ text: value, href }],
      })),
    },
  });
  const many = Array.from({ length: 500 }, (_, i) => person(`Clerk ${i}`, { Species: i < 4 ? 'Slip' : 'Orrian' }));
  const world = buildDirectory([
    { title: 'The Lamp League', category: 'organizations', redirects: ['League'] },
    { title: 'Nobody', category: 'species' },
    ...many,
    person('A', { Species: 'Orrian (clone)', 'Hair color': 'Grey', Affiliation: 'The Lamp League' }),
    person('B', { Species: 'Orrians', 'Hair color': 'Gray' }),
    person('C', { Species: 'Talve (half)', 'Hair color': 'Gray' }),
    person('D', { Affiliation: 'League' }, '/wiki/The_Lamp_League'),
    person('E', { Affiliation: 'Other League' }, '/wiki/The_Lamp_League'),
  ]);
  const values = new Facets(world);
  const found = (field: string, value: string) => values.filterSet(field, [value]).count();

  it('are found by each other: notes, number, spelling, and the title that a value links to', () => {
    expect(found('species', 'orrian')).toBe(498);
    expect(found('species', 'Orrians')).toBe(498);
    expect(found('species', 'Orrian (clone)')).toBe(1);
    expect(found('species', 'Talve')).toBe(1);
    expect(found('hair_color', 'gray')).toBe(3);
    expect(found('hair_color', 'Grey')).toBe(3);
    expect(found('affiliations', 'The Lamp League')).toBe(2);
    expect(found('affiliations', 'League')).toBe(1);
  });

  it('are offered once, as most write them, and as a filter finds them; slips of the pen are not', () => {
    const options = atOnce(values.formOptions(world.category('characters')));
    expect(options.popular_species).toEqual(['Orrian']);
    expect(options.colors).toEqual(['Gray']);
    expect(options.popular_affiliations).toEqual(['The Lamp League', 'Other League']);
  });

  it('stay apart where they are listed', () => {
    const listed = atOnce(values.values('hair_color', null));
    expect(listed).toEqual([
      { value: 'Gray', count: 2 },
      { value: 'Grey', count: 1 },
    ]);
  });
});

describe('lists of articles', () => {
  it.each<[Sort, string[]]>([
    ['title', ['Chewbacca', 'Leia', 'Luke', 'Old record', 'Padmé', 'Wookiee']],
    ['-title', ['Wookiee', 'Padmé', 'Old record', 'Luke', 'Leia', 'Chewbacca']],
    ['links', ['Old record', 'Chewbacca', 'Padmé', 'Luke', 'Leia', 'Wookiee']],
    ['-links', ['Wookiee', 'Leia', 'Luke', 'Padmé', 'Chewbacca', 'Old record']],
    ['updated', ['Old record', 'Padmé', 'Wookiee', 'Chewbacca', 'Luke', 'Leia']],
    ['-updated', ['Leia', 'Chewbacca', 'Luke', 'Wookiee', 'Old record', 'Padmé']],
  ])('sort=%s', (sort, expected) => {
    const page = list.list({ sort, limit: 10 });
    expect(titlesOf(page.ordinals)).toEqual(expected);
    expect(page).toMatchObject({ total: 6, next: null });
  });

  it('combine filters, category and images', () => {
    const filters = new Map([
      ['species', ['human', 'wookiee']],
      ['eye_color', ['blue']],
    ]);
    expect(titlesOf(list.list({ filters, limit: 10 }).ordinals)).toEqual(['Chewbacca', 'Luke']);
    expect(titlesOf(list.list({ categories: [characters], hasImage: false, limit: 10 }).ordinals)).toEqual([
      'Leia',
      'Old record',
      'Padmé',
    ]);
    expect(list.list({ filters, categories: [directory.category('species')], limit: 10 })).toEqual({
      ordinals: [],
      total: 0,
      next: null,
    });
  });

  it.each(SORTS)('go on by cursor without a gap or a repetition: %s', (sort) => {
    const seen: number[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page = list.list({ sort, limit: 2, after });
      expect(page.total).toBe(6);
      seen.push(...page.ordinals);
      after = page.next;
    }
    expect(seen).toEqual(list.list({ sort, limit: 10 }).ordinals);
  });

  it.each(SORTS)('go on in another dataset from where the cursor stood: %s', (sort) => {
    const { next, ordinals } = list.list({ sort, limit: 3 });
    const last = titlesOf(ordinals).at(-1);
    const changed = buildDirectory([
      ...ARTICLES.filter(({ title }) => title !== last),
      { title: 'Aaa' },
      { title: 'Zzz' },
    ]);
    const other = new ArticleList(changed, new Facets(changed));
    const rest = other.list({ sort, limit: 10, after: next }).ordinals.map((ordinal) => changed.titles[ordinal]!);
    const expected = titlesOf(list.list({ sort, limit: 10 }).ordinals).slice(3);
    expect(rest.filter((title) => title !== 'Aaa' && title !== 'Zzz')).toEqual(expected);
  });

  it.each(['', 'x', '!!', 'eyJhIjoxfQ', Buffer.from('["title","x",1]').toString('base64url')])(
    'refuse the cursor %j',
    (after) => {
      if (after === '') expect(list.list({ limit: 1, after }).ordinals).toHaveLength(1);
      else expect(() => list.list({ limit: 1, after })).toThrow(BadCursor);
    },
  );

  it('refuse a cursor of another order', () => {
    const { next } = list.list({ sort: 'links', limit: 1 });
    expect(() => list.list({ sort: 'title', limit: 1, after: next })).toThrow(BadCursor);
  });
});

describe('random', () => {
  it('is the same for the same seed and dataset, and one of those asked for', () => {
    const pick = (seed: string, key = 'k') => list.random(seed, key, { categories: [characters], hasImage: true });
    const picked = new Set(Array.from({ length: 40 }, (_, seed) => directory.titles[pick(`${seed}`)]));
    expect([...picked].sort()).toEqual(['Chewbacca', 'Luke']);
    for (let seed = 0; seed < 10; seed++) expect(pick(`${seed}`)).toBe(pick(`${seed}`));
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    expect(seeds.map((seed) => pick(`${seed}`, 'a'))).not.toEqual(seeds.map((seed) => pick(`${seed}`, 'b')));
    expect(list.random('1', 'k', { categories: [directory.category('species')], hasImage: false })).toBe(-1);
  });
});

describe('any values', () => {
  const value = fc.oneof(
    fc.constantFrom('Red', 'red', 'RED ', "R'ed", 'Réd', 'Blue', 'Blue, Red', 'x-y', 'xy', ' ', '蓝'),
    fc.string({ maxLength: 5 }),
  );
  const fields = fc.dictionary(
    fc.constantFrom('Color', 'Color(s)', 'Size', 'Affiliation'),
    fc.array(value, { maxLength: 3 }),
  );
  const universe = fc.array(fields, { minLength: 1, maxLength: 8 });

  it('filters and counts equal those made one by one', () => {
    fc.assert(
      fc.property(universe, fc.array(value, { minLength: 1, maxLength: 2 }), (all, asked) => {
        const articles = all.map((its, i) => ({ title: `A${i}`, infobox: box(its) }));
        const built = buildDirectory(articles);
        const engine = new Facets(built);
        const valuesOf = (its: Record<string, string[]>) =>
          Object.entries(its)
            .filter(([label]) => labelKey(label) === 'color')
            .flatMap(([, values]) => values);
        const wanted = new Set(asked.map(fold).filter((text) => text !== ''));
        const expected = articles.flatMap((article, i) => {
          const texts = [...valuesOf(all[i]!), String(contentOf(article)['color'] ?? '')];
          return texts.some((text) => wanted.has(fold(text))) ? [article.title] : [];
        });
        const found = filtered(engine, 'color', asked).map((ordinal) => built.titles[ordinal]);
        expect(found).toEqual(expected.sort(compareCodePoints));
        const counted = atOnce(engine.values('color', null)).reduce((sum, { count }) => sum + count, 0);
        const distinct = all.map(
          (its) =>
            new Set(
              valuesOf(its)
                .map(fold)
                .filter((text) => text !== ''),
            ).size,
        );
        expect(counted).toBe(distinct.reduce((sum, size) => sum + size, 0));
      }),
      { numRuns: 300 },
    );
  });

  it('F72 labels and values that are names of methods are plain keys', () => {
    const odd = { __proto__x: ['polluted'], constructor: ['Red'], 'to String': ['Red'], hasOwnProperty: ['x'] };
    const built = buildDirectory([{ title: 'A', infobox: box(odd) }]);
    expect(filtered(new Facets(built), 'constructor', ['red'])).toEqual([0]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
