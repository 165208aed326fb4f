import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Catalogue } from '../../src/catalogue/catalogue';
import { OpenSnapshots } from '../../src/dataset/open-snapshots';
import { sourceOf, startProgram, type RunningProgram } from '../api/program';
import { until } from '../harness/until';
import type { TestRecord } from '../api/test-records';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';

jest.setTimeout(180_000);

const WIKI = '/api/v1/wiki/test_world';
const DEMO = join(__dirname, '../../universes/demo/articles.jsonl');
const QUESTIONS = JSON.parse(readFileSync(join(__dirname, '../search/questions-demo.json'), 'utf8')) as {
  question: string;
}[];

/** The story of the demo universe, as the test universe. */
const RECORDS = readFileSync(DEMO, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as TestRecord)
  .filter(({ sections }) => sections !== undefined);
const TITLES = RECORDS.map(({ title }) => title);

const passagesPath = (question: string) => `${WIKI}/passages?q=${encodeURIComponent(question)}`;
const sectionsPath = (title: string) => `${WIKI}/sections/${encodeURIComponent(title)}`;
const PATHS = [...QUESTIONS.map(({ question }) => passagesPath(question)), ...TITLES.slice(0, 60).map(sectionsPath)];

let asked = 0;
/** Past the answers that are kept. */
const fresh = (url: string, path: string) => fetch(`${url}${path}${path.includes('?') ? '&' : '?'}asked=${asked++}`);

async function answersOf(url: string): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const path of PATHS) answers.push(await (await fresh(url, path)).json());
  return answers;
}

describe('texts and a Postgres that fails', () => {
  let postgres: TestPostgres;
  const programs: RunningProgram[] = [];
  beforeAll(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    postgres = await startTestPostgres();
  });
  afterEach(async () => {
    for (const program of programs.splice(0)) await program.close();
  });
  afterAll(async () => {
    await postgres.stop();
    jest.restoreAllMocks();
  });

  async function start(env: Record<string, string>, records: readonly TestRecord[]): Promise<RunningProgram> {
    const program = await startProgram(env, records);
    programs.push(program);
    await until(async () => (await sourceOf(program.url)) === 'postgres');
    return program;
  }

  it('F120 killed in the middle of a storm of passages and sections: no request fails', async () => {
    const { url } = await start({ DATABASE_URL: await postgres.createDatabase() }, RECORDS);
    const before = await answersOf(url);
    const statuses = new Map<number, number>();
    const sources = new Set<string | null>();
    let isOver = false;
    const client = async (first: number) => {
      for (let turn = first; !isOver; turn++) {
        const response = await fresh(url, PATHS[turn % PATHS.length]!);
        await response.arrayBuffer();
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        sources.add(response.headers.get('x-data-source'));
      }
    };
    const clients = Array.from({ length: 16 }, (_, i) => client(i * 7));
    await sleep(500);
    await postgres.kill9();
    await sleep(1500);
    await postgres.restart();
    await until(async () => (await sourceOf(url)) === 'postgres');
    isOver = true;
    await Promise.all(clients);
    expect([...statuses.keys()]).toEqual([200]);
    expect([...sources].sort()).toEqual(['file', 'postgres']);
    expect(await answersOf(url)).toEqual(before);
  });

  it('F121 an instance that has Postgres alone makes an index of its own, and answers the same', async () => {
    const database = await postgres.createDatabase();
    const whole = await start({ DATABASE_URL: database }, RECORDS);
    const expected = await answersOf(whole.url);
    const other = await start({ DATABASE_URL: database, DEFAULT_UNIVERSE: 'test_world' }, []);
    await until(async () => (await fresh(other.url, passagesPath('Who lit the first star?'))).status === 200);
    expect(other.get(OpenSnapshots).find('test_world')).toBeNull();
    expect(await answersOf(other.url)).toEqual(expected);
  });
});

describe('a texts file that is not as it was written', () => {
  let program: RunningProgram;
  const errors: unknown[] = [];

  beforeEach(async () => {
    errors.length = 0;
    for (const level of ['error', 'warn'] as const)
      jest.spyOn(Logger.prototype, level).mockImplementation((...said: unknown[]) => void errors.push(said));
    program = await startProgram({ DATABASE_URL: 'none' }, RECORDS);
    await until(async () => (await sourceOf(program.url)) === 'file');
  });
  afterEach(async () => {
    await program.close();
    jest.restoreAllMocks();
  });

  /** Where the text of an article lies. */
  function placeOf(title: string): { path: string; offset: number; length: number } {
    const { directory, paths } = program.get(OpenSnapshots).find('test_world')!;
    return { path: paths.texts, ...directory.textAt(directory.find(title)!) };
  }

  it.each([
    ['F122 with another byte', (path: string, at: number) => flip(path, at)],
    ['F122 without its end', (path: string, at: number) => truncateSync(path, at)],
  ])('%s: said in words, everything else is served, and it is made anew by itself', async (_, harm) => {
    const { url } = program;
    const titles = [...TITLES].sort((a, b) => placeOf(a).offset - placeOf(b).offset);
    const [harmed, good] = [titles.at(-1)!, titles[0]!];
    const before = await (await fresh(url, sectionsPath(harmed))).json();
    const { path, offset, length } = placeOf(harmed);
    harm(path, offset + Math.floor(length / 2));

    const response = await fresh(url, sectionsPath(harmed));
    expect([response.status, await response.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'ARTICLE_DAMAGED' }),
    ]);
    expect((await fresh(url, sectionsPath(good))).status).toBe(200);
    expect((await fresh(url, `${WIKI}/articles/batch`)).status).not.toBe(500);
    for (const { question } of QUESTIONS.slice(0, 10))
      expect((await fresh(url, passagesPath(question))).status).toBe(200);
    expect(JSON.stringify(errors)).toContain('test_world');

    await until(async () => (await fresh(url, sectionsPath(harmed))).status === 200);
    expect(await (await fresh(url, sectionsPath(harmed))).json()).toEqual(before);
    expect(program.get(Catalogue).servable()).toContain('test_world');
  });
});

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at]! ^= 0x10;
  // In place: the file is open.
  writeFileSync(path, bytes, { flag: 'r+' });
}
