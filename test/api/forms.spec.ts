import { startDemoApi } from './demo-api';
import type { TestApi } from './test-api';

const WIKI = '/api/v1/wiki';
const FIELDS: Record<string, string[]> = {
  popular_species: ['species'],
  popular_planets: ['homeworld'],
  popular_affiliations: ['affiliations'],
  colors: ['eye_color', 'hair_color', 'skin_color'],
  genders: ['gender'],
};

let api: TestApi;
beforeAll(async () => {
  api = await startDemoApi();
});
afterAll(() => api.close());

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(`${api.url}${WIKI}/${path}`);
  return (await answer.json()) as T;
}

test('a filter finds every value that the form offers, and never more of one than of the one before', async () => {
  const { universe, ...offered } = await ask<Record<string, string[]>>('canon/demo');
  expect([universe, Object.keys(offered)]).toEqual(['demo', Object.keys(FIELDS)]);
  for (const [kind, values] of Object.entries(offered)) {
    expect([kind, new Set(values.map((value) => value.toLowerCase())).size]).toEqual([kind, values.length]);
    const found: number[] = [];
    for (const value of values) {
      const totals = await Promise.all(
        FIELDS[kind]!.map((field) =>
          ask<{ total: number }>(
            `demo/articles?category=characters&limit=1&filter[${field}]=${encodeURIComponent(value)}`,
          ),
        ),
      );
      found.push(totals.reduce((sum, { total }) => sum + total, 0));
    }
    expect([kind, Math.min(...found) > 0]).toEqual([kind, true]);
    expect([kind, found]).toEqual([kind, [...found].sort((a, b) => b - a)]);
  }
});

test('the tree of the demo universe leads to planets everywhere', async () => {
  const query = (name: string, value: string) => `${name}=${encodeURIComponent(value)}&universe=demo`;
  for (const region of await ask<string[]>('locations/tree/regions?universe=demo')) {
    const systems = await ask<string[]>(`locations/tree/systems-by-region?${query('region', region)}`);
    expect([region, systems.length > 0]).toEqual([region, true]);
    for (const system of systems) {
      const planets = await ask<unknown[]>(`locations/tree/planets-by-system?${query('system', system)}`);
      expect([system, planets.length > 0]).toEqual([system, true]);
    }
  }
});

test('whoever has a mind is a species, and whatever has none a creature', async () => {
  const titles = async (category: string) =>
    (await ask<{ items: string[] }>(`canon/category/${category}?universe=demo&limit=500`)).items;
  const [species, creatures] = await Promise.all([titles('species'), titles('creatures')]);
  const spoken = (await ask<{ value: string }[]>('demo/facets?field=species&category=characters')).map(
    ({ value }) => value,
  );
  expect(species.length).toBeGreaterThan(3);
  expect(creatures.length).toBeGreaterThan(3);
  expect(creatures.filter((title) => spoken.includes(title))).toEqual([]);
});
