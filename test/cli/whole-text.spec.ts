import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithService } from '../harness/describe-with-service';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { ServiceHome, TestService } from '../harness/service';
import { dumpXml, type DumpPageSpec } from '../mediawiki/make-dump';

jest.setTimeout(180_000);

const UNIVERSE = 'tides';
const WIKI = `/api/v1/wiki/${UNIVERSE}`;

const PORT = `'''Port Amber''' is a harbour on the outer rim.

== The long flood ==
The water stood in the streets for nine years.

=== Who stayed ===
When everybody left, only the lamplighter [[Ilse Marrow]] stayed behind.

[[File:Flood mark.png|thumb|The mark on the wall]]
`;
const PAGES: DumpPageSpec[] = [
  { title: 'Port Amber', text: PORT },
  { title: 'Ilse Marrow', text: "'''Ilse Marrow''' kept the light.\n\n== Life ==\nShe was born in [[Port Amber]]." },
  ...Array.from({ length: 10 }, (_, i) => ({
    title: `Quay ${i}`,
    text: `'''Quay ${i}''' was a quay of the harbour.\n\n== Trade ==\nShips of kind ${i} were unloaded there.`,
  })),
];
const flooded = (years: string) =>
  PAGES.map((page) => (page.title === 'Port Amber' ? { ...page, text: PORT.replace('nine years', years) } : page));

interface Sections {
  sections: { heading: string; anchor: string; level: number; text: string }[];
}

describeWithService('the whole text of articles, from a dump to an answer', () => {
  let postgres: TestPostgres;
  let home: ServiceHome;
  let service: TestService | null = null;

  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());
  beforeEach(() => {
    home = new ServiceHome();
  });
  afterEach(async () => {
    await service?.kill9();
    service = null;
    home.remove();
  });

  async function command(args: string[], env: Record<string, string> = {}) {
    const one = await TestService.command(home, args, env);
    const { code } = await one.ended(60_000);
    return { code, text: one.noise };
  }

  async function load(pages: DumpPageSpec[], env: Record<string, string> = {}): Promise<void> {
    const path = join(home.dir, 'dump.xml');
    writeFileSync(path, dumpXml(pages));
    const { code, text } = await command(['cache:import-dump', path, '--universe', UNIVERSE], env);
    if (code !== 0) throw new Error(text);
    if (!service) return;
    await service.post(`/prefetch/run?universe=${UNIVERSE}`);
    await service.completed();
  }

  const headings = async (path: string) =>
    (await service!.get<Sections>(path)).json.sections.map(({ heading, anchor }) => [heading, anchor]);

  async function check(): Promise<void> {
    const { sections } = (await service!.get<Sections>(`${WIKI}/sections/Port_Amber`)).json;
    expect(sections.map(({ level, heading, anchor }) => [level, heading, anchor])).toEqual([
      [1, '', ''],
      [2, 'The long flood', 'The_long_flood'],
      [3, 'Who stayed', 'Who_stayed'],
    ]);
    expect(sections[0]?.text).toMatch(/is a harbour on the outer rim\.$/);
    expect(sections[2]?.text).toContain('[Ilse Marrow](/wiki/Ilse_Marrow)');
    expect(await headings(`${WIKI}/sections/Port_Amber?section=Who_stayed`)).toEqual([['Who stayed', 'Who_stayed']]);

    const question = encodeURIComponent('who stayed behind when everybody left?');
    const { passages } = (await service!.get<{ passages: object[] }>(`${WIKI}/passages?q=${question}`)).json;
    expect(passages[0]).toMatchObject({ title: 'Port Amber', heading: 'Who stayed', anchor: 'Who_stayed' });

    const found = (await service!.get<{ results: object[] }>(`${WIKI}/search?q=lamplighter&in=text`)).json;
    expect(found.results[0]).toMatchObject({
      title: 'Port Amber',
      snippet: expect.stringContaining('<mark>lamplighter</mark>'),
    });

    const markdown = await service!.get(`${WIKI}/locations/Port_Amber`, { headers: { accept: 'text/markdown' } });
    expect(markdown.body).toMatch(/^## The long flood$/m);
    expect(markdown.body).toContain('only the lamplighter [Ilse Marrow]');
  }

  const texts = () => postgres.query<{ id: number }>('SELECT id, xmin::text FROM wiki_texts ORDER BY id', [], database);
  const articles = () => postgres.query('SELECT id, xmin::text FROM wiki_articles ORDER BY id', [], database);
  let database = '';

  it('comes to Postgres and from files alike, and of a new dump only what changed is written', async () => {
    database = await postgres.createDatabase();
    await load(PAGES);
    service = await TestService.start(home, { env: { DATABASE_URL: database } });
    await service.completed();
    await check();
    const before = [await texts(), await articles()];
    expect(before.map((rows) => rows.length)).toEqual([12, 12]);

    await load(flooded('eleven years'));
    const after = [await texts(), await articles()];
    const rewritten = after.map((rows, i) =>
      rows.filter((row, j) => JSON.stringify(row) !== JSON.stringify(before[i]![j])),
    );
    expect(rewritten).toEqual([[expect.objectContaining({ id: before[0]![0]!.id })], []]);
    expect((await service.get(`${WIKI}/sections/Port_Amber`)).body).toContain('eleven years');

    await load(PAGES, { ARTICLE_TEXT: 'lead' });
    expect(await texts()).toEqual([]);
    expect(await headings(`${WIKI}/sections/Port_Amber`)).toEqual([['', '']]);
    expect(await articles()).toEqual(before[1]);
    await service.kill9();

    await load(PAGES).catch(() => null);
    service = await TestService.start(home);
    await service.completed();
    await check();
  });

  it('is lost where its file is torn, and nothing else is; what was kept brings it back', async () => {
    await load(PAGES);
    const folder = join(home.cacheDir, UNIVERSE, 'texts');
    const [name = ''] = readdirSync(folder);
    truncateSync(join(folder, name), 40);
    const verified = await command(['cache:verify', '--universe', UNIVERSE, '--no-images']);
    expect(verified).toMatchObject({ code: 1, text: expect.stringContaining(name) });
    service = await TestService.start(home);
    const { progress } = await service.completed();
    expect(progress.errors).toEqual([expect.objectContaining({ code: 'TRUNCATED' })]);
    expect((await service.get<{ total_items: number }>('/api/v1/wiki/canon/summary')).json.total_items).toBe(12);
    expect(await headings(`${WIKI}/sections/Port_Amber`)).toEqual([['', '']]);

    expect(await command(['cache:reparse', '--universe', UNIVERSE])).toMatchObject({ code: 0 });
    expect(await command(['cache:verify', '--universe', UNIVERSE, '--no-images'])).toMatchObject({ code: 0 });
    await service.post(`/prefetch/run?universe=${UNIVERSE}`);
    await service.completed();
    await check();
  });

  it('is found damaged in what it was made from', async () => {
    await load(PAGES);
    const folder = join(home.cacheDir, UNIVERSE, 'raw');
    const [name = ''] = readdirSync(folder);
    truncateSync(join(folder, name), 40);
    const verified = await command(['cache:verify', '--universe', UNIVERSE, '--no-images']);
    expect(verified).toMatchObject({ code: 1, text: expect.stringContaining(`${name}: the file cannot be read`) });
  });

  it('is refused another meaning than full and lead', async () => {
    const { code, text } = await command(['cache:import-dump', 'x.xml', '--universe', UNIVERSE], {
      ARTICLE_TEXT: 'none',
    });
    expect(code).not.toBe(0);
    expect(text).toContain('ARTICLE_TEXT must be one of full, lead');
  });
});
