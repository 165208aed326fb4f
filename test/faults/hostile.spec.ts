import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { ServiceHome, TestService } from '../harness/service';
import { checkInvariants } from './invariants';
import { limit, until } from './limits';
import { articlesOf, publishFiles, UNIVERSE, type WorldVersion } from './world';

jest.setTimeout(120_000);

const WORLD: WorldVersion = { base: 2000, version: 1 };

/** Titles that a careless COPY in text form would change, or lose the next row over. */
const TITLES = ['Back\\slash', '\\N', '\\.', '\\t', 'quo\'te"s', '{curly},"list"', '$1', '% _ \\%', '­soft'];

/** Records of which the server would refuse some as they are, and one of which is no article. */
const HOSTILE: [what: string, line: string][] = [
  ...TITLES.map((title): [string, string] => ['a title', JSON.stringify({ title, extract: `About ${title}.` })]),
  ['NUL in JSON (22P05)', '{"title":"Nul \\u0000 in JSON","extract":"a\\u0000b"}'],
  ['a lone surrogate (22P02)', '{"title":"Lone","extract":"high \\ud800 and low \\udc00"}'],
  ['a text of more words than a text index takes (54000)', long('Long text', 960_000)],
  ['a number beyond any', '{"title":"Huge","number":1e400,"infobox":{"type":"Planet","fields":[]}}'],
  ['the id of another', '{"title":"Same id","pageid":1}'],
  ['the title of another', '{"title":"Article 2"}'],
];
const REJECTED: [what: string, line: string][] = [
  ['a title beyond any index (54000)', JSON.stringify({ title: 'x'.repeat(3000) })],
  ['JSON of a depth that no parser takes', `{"title":"Deep","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['no title', '{"extract":"nobody"}'],
];

function long(title: string, length: number): string {
  const words = Array.from({ length: length / 8 }, (_, i) => i.toString(36).padStart(7, 'w'));
  return JSON.stringify({ title, extract: words.join(' ') });
}

describe('hostile records', () => {
  let server: TestPostgres;
  let home: ServiceHome;
  let service: TestService | null = null;

  beforeAll(async () => {
    server = await startTestPostgres();
    home = new ServiceHome();
    publishFiles(home.cacheDir, WORLD);
    const lines = [...HOSTILE, ...REJECTED].map(([, line]) => line);
    appendFileSync(join(home.cacheDir, UNIVERSE, 'articles.jsonl'), `${lines.join('\n')}\n`);
  });
  afterAll(async () => {
    await service?.kill9();
    await server.stop();
    home.remove();
  });

  it('F51 F52 the good are all loaded, the rest is named; both sources give the same, byte by byte', async () => {
    const one = (service = await TestService.start(home, { env: { DATABASE_URL: server.url } }));
    const status = await one.completed(limit(60_000));
    const report = status.universes[UNIVERSE]!;
    expect(report.articles_rejected).toBeGreaterThanOrEqual(REJECTED.length);
    expect(report.errors.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(REJECTED.length);
    const [table] = await server.query<{ n: number }>('SELECT count(*)::int AS n FROM wiki_articles');
    expect(table!.n + report.articles_rejected).toBeLessThanOrEqual(
      articlesOf(WORLD) + HOSTILE.length + REJECTED.length,
    );
    expect(table!.n).toBeGreaterThanOrEqual(articlesOf(WORLD) + HOSTILE.length - 2);

    const titles = [...TITLES, 'Lone', 'Long text', 'Huge', 'Article 2', 'Article 0'];
    const ask = async () => {
      const batch = await one.post<{ articles: { title: string }[]; missing: string[] }>(
        `/api/v1/wiki/${UNIVERSE}/articles/batch`,
        { titles },
      );
      const summary = await one.get(`/api/v1/wiki/canon/summary?universe=${UNIVERSE}`);
      return { source: batch.headers.get('x-data-source'), batch: batch.json, summary: summary.json };
    };
    await until('served from Postgres', async () => (await ask()).source === 'postgres', limit(15_000));
    const fromPostgres = await ask();
    expect(fromPostgres.batch.missing).toEqual([]);
    expect(fromPostgres.batch.articles.map(({ title }) => title)).toEqual(expect.arrayContaining(TITLES.slice(0, -1)));
    expect(JSON.stringify(fromPostgres.batch)).not.toMatch(/\\u0000|\\ud800|\\udc00/);
    await server.kill9();
    await until('served from files', async () => (await ask()).source === 'file', limit(15_000));
    const fromFiles = await ask();
    expect(fromFiles.batch).toEqual(fromPostgres.batch);
    expect(fromFiles.summary).toEqual(fromPostgres.summary);
    await checkInvariants({ services: [one], counts: [table!.n] });
  });
});
