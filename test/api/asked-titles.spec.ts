import { startTestWorld, type TestApi } from './test-api';
import type { TestRecord } from './test-records';

function character(pageid: number, title: string, aliases: string[] = [], redirects: string[] = []): TestRecord {
  const fields = aliases.length === 0 ? [] : [{ label: 'Aliases', values: aliases, links: [] }];
  return { pageid, title, redirects, infobox: { type: 'Character', fields } };
}

const RECORDS = [
  character(1, 'Ahsoka Tano', ['Fulcrum', 'Snips'], ['Padawan Tano']),
  character(2, 'Kallus', ['Fulcrum']),
  character(3, 'Mara Jade Skywalker/Legends', ["Emperor's Hand"]),
  character(4, 'Phoenix squadron'),
  character(5, 'Phoenix Squadron'),
  character(6, 'Boba Fett', ['Jaster']),
  character(7, 'Boba Fett/Legends', ['Jaster']),
  character(8, '100%'),
];

let api: TestApi;
beforeAll(async () => {
  api = await startTestWorld({}, { records: RECORDS });
});
afterAll(() => api.close());

const found: [asked: string, title: string | null][] = [
  ['padawan_tano', 'Ahsoka Tano'],
  ['AHSOKA TANO', 'Ahsoka Tano'],
  ['snips', 'Ahsoka Tano'],
  ['/wiki/Ahsoka_Tano#Death', 'Ahsoka Tano'],
  ['https://wiki.example/wiki/Ahsoka_Tano?action=raw', 'Ahsoka Tano'],
  ['Ahsoka%20Tano', 'Ahsoka Tano'],
  ['Ahsoka%2520Tano', 'Ahsoka Tano'],
  ['Mara Jade Skywalker', 'Mara Jade Skywalker/Legends'],
  ['mara jade skywalker', 'Mara Jade Skywalker/Legends'],
  ['emperors hand', 'Mara Jade Skywalker/Legends'],
  ['Kallus/Legends', 'Kallus'],
  ['Jaster', 'Boba Fett'],
  ['Phoenix squadron', 'Phoenix squadron'],
  ['100%', '100%'],
  ['100%25', '100%'],
  ['fulcrum', null],
  ['PHOENIX SQUADRON', null],
  ['Ahsoka', null],
];

test.each(found)('%s by its address is %s', async (asked, title) => {
  const response = await fetch(`${api.url}/api/v1/wiki/test_world/characters/${encodeURIComponent(asked)}`);
  const body = (await response.json()) as { title: string; suggestions?: unknown[] };
  expect(response.status === 200 ? body.title : null).toBe(title);
  if (title === null) expect(body.suggestions).not.toEqual([]);
});

test('a batch finds the same', async () => {
  const response = await fetch(`${api.url}/api/v1/wiki/test_world/articles/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ titles: found.map(([asked]) => asked) }),
  });
  const { articles, missing } = (await response.json()) as { articles: { title: string }[]; missing: string[] };
  const titles = found.flatMap(([, title]) => title ?? []);
  expect(articles.map(({ title }) => title)).toEqual([...new Set(titles)]);
  expect(missing).toEqual(found.flatMap(([asked, title]) => (title === null ? asked : [])));
});

test('several bear the name: they are suggested', async () => {
  const response = await fetch(`${api.url}/api/v1/wiki/test_world/characters/fulcrum`);
  const { suggestions } = (await response.json()) as { suggestions: { title: string }[] };
  expect(suggestions.map(({ title }) => title).sort()).toEqual(['Ahsoka Tano', 'Kallus']);
});
