import { Logger } from '@nestjs/common';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { sourceOf, startProgram, type RunningProgram } from './program';
import { until } from '../harness/until';

const LUKE = '/api/v1/wiki/test_world/characters/Luke_Skywalker';
const LISTS = [
  '/api/v1/wiki/test_world/articles?limit=200',
  '/api/v1/wiki/test_world/search?q=skywalker',
  '/api/v1/wiki/test_world/articles?category=characters',
];

/** What people put into the columns of a row by hand. */
const ODD: [what: string, assignment: string][] = [
  ['an infobox that is a string', `infobox = '"Character"'`],
  ['an infobox that is a number', `infobox = '7'`],
  ['an infobox that is a huge number', `infobox = ('1' || repeat('0', 1000))::jsonb`],
  ['an infobox that is a list', `infobox = '[{"label": "a", "links": [], "values": []}]'`],
  ['an infobox without fields', `infobox = '{"type": "Character"}'`],
  ['an infobox whose type is a number', `infobox = '{"type": 7, "fields": []}'`],
  ['a field without links', `infobox = '{"type": null, "fields": [{"label": "a", "values": ["b"]}]}'`],
  ['a field that is null', `infobox = '{"type": null, "fields": [null]}'`],
  ['a value that is no text', `infobox = '{"type": "a", "fields": [{"label": "a", "links": [], "values": [1e400]}]}'`],
  ['a link that is a text', `infobox = '{"type": "a", "fields": [{"label": "a", "links": ["x"], "values": []}]}'`],
  ['an infobox nested deep', `infobox = (repeat('[', 3000) || repeat(']', 3000))::jsonb`],
  ['content that is a list', `content = '["a"]'`],
  ['content that is null', `content = 'null'`],
  ['a value of content that is a number', `content = content || '{"height": 1.72e300}'`],
  ['a value of content that is an object', `content = content || '{"height": {"m": 1.72}}'`],
  ['wiki categories that are a text', `extra_metadata = '{"wiki_categories": "none"}'`],
];

describe('F111 a row that somebody changed in Postgres', () => {
  let postgres: TestPostgres;
  let url: string;
  let running: RunningProgram;
  beforeAll(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    postgres = await startTestPostgres();
    url = await postgres.createDatabase();
    running = await startProgram({ DATABASE_URL: url });
    await until(async () => (await sourceOf(running.url)) === 'postgres');
  });
  afterAll(async () => {
    await running.close();
    await postgres.stop();
    jest.restoreAllMocks();
  });

  let asked = 0;
  /** Past the answers that are kept. */
  const text = async (path: string) =>
    (await fetch(`${running.url}${path}${path.includes('?') ? '&' : '?'}asked=${asked++}`)).text();
  const query = (sql: string) => postgres.query(sql, [], url);
  const change = (assignment: string) => query(`UPDATE wiki_articles SET ${assignment} WHERE title = 'Luke Skywalker'`);
  const troubles = async () =>
    ((await (await fetch(`${running.url}/health`)).json()) as { troubles: { name: string }[] }).troubles;

  it('is said in /health and written anew by itself', async () => {
    await query('CREATE TABLE saved AS SELECT * FROM wiki_articles');
    const before = await text(LUKE);
    await change(`infobox = '"Character"'`);
    expect(await text(LUKE)).toBe(before);
    expect(await troubles()).toMatchObject([{ name: 'dataset_test_world' }]);
    await until(async () => (await troubles()).length === 0);
    const [row] = await query(`SELECT infobox FROM wiki_articles WHERE title = 'Luke Skywalker'`);
    expect(row).toMatchObject({ infobox: { fields: expect.any(Array) } });
  });

  test.each(ODD)('with %s: the good row of the files answers', async (_, assignment) => {
    const before = await Promise.all([LUKE, ...LISTS].map(text));
    for (const answer of before) expect(answer).toContain('Skywalker');
    await change(assignment);
    expect(await Promise.all([LUKE, ...LISTS].map(text))).toEqual(before);
    await query(`UPDATE wiki_articles a SET infobox = s.infobox, content = s.content, extra_metadata = s.extra_metadata
                   FROM saved s WHERE a.id = s.id`);
  });

  it('or took away: the good row of the files answers', async () => {
    const before = await Promise.all([LUKE, ...LISTS].map(text));
    await query(`DELETE FROM wiki_articles WHERE title = 'Luke Skywalker'`);
    expect(await Promise.all([LUKE, ...LISTS].map(text))).toEqual(before);
    expect(await sourceOf(running.url)).toBe('postgres');
  });
});
