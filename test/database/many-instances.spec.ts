import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { bundleForProcess, TsProcess } from '../harness/ts-process';
import type { BuilderTask } from './builder.process';
import { datasetOf, inventedRows } from './invented-rows';

jest.setTimeout(180_000);

describe('many instances on one database', () => {
  let postgres: TestPostgres;
  let bundle: ReturnType<typeof bundleForProcess>;
  let dir: string;
  let url: string;
  const running: TsProcess[] = [];
  const ask = <R = Record<string, unknown>>(sql: string) => postgres.query<R>(sql, [], url);

  beforeAll(async () => {
    postgres = await startTestPostgres();
    bundle = bundleForProcess(join(__dirname, 'builder.process.ts'));
    dir = mkdtempSync(join(tmpdir(), 'lk-many-'));
  });
  afterAll(async () => {
    bundle.remove();
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    url = await postgres.createDatabase();
  });
  afterEach(() => {
    for (const { child } of running.splice(0)) child.kill('SIGKILL');
  });

  function start(task: Omit<BuilderTask, 'url'>): TsProcess {
    const instance = TsProcess.start(bundle.script, [JSON.stringify({ url, ...task })]);
    running.push(instance);
    return instance;
  }

  async function expectOneGeneration(rows: number): Promise<void> {
    expect(await ask('SELECT count(*)::int AS n FROM wiki_articles')).toEqual([{ n: rows }]);
    expect(await ask('SELECT articles FROM lorekeeper_datasets')).toEqual([{ articles: rows }]);
    expect(await ask(`SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory'`)).toEqual([{ n: 0 }]);
    expect(await ask('SELECT sum(article_count)::int AS n FROM category_cache')).toEqual([{ n: rows }]);
  }

  it('F53 five start at once on an empty database: one load, no error line, three times over', async () => {
    for (let round = 0; round < 3; round++) {
      url = await postgres.createDatabase();
      const source = datasetOf(dir, 'k1', inventedRows(3000));
      const instances = Array.from({ length: 5 }, (_, i) => start({ name: `i${i}`, source }));
      for (const instance of instances) await instance.event('done', 60_000);
      const events = instances.flatMap(({ lines }) => lines.map(({ event }) => event));
      expect(events.filter((event) => event === 'loaded')).toHaveLength(1);
      expect(events.filter((event) => event === 'published')).toHaveLength(4);
      expect(events).not.toContain('failed');
      expect(instances.map(({ noise }) => noise).join('')).toBe('');
      await expectOneGeneration(3000);
    }
  });

  it('F54 a builder killed in the middle of its load is replaced within seconds; nothing half stays', async () => {
    const source = datasetOf(dir, 'k1', inventedRows(20_000));
    const first = start({ name: 'first', source, fault: 'SIGKILL' });
    await first.event('loading');
    const second = start({ name: 'second', source });
    await first.ended();
    const died = Date.now();
    await second.event('leads');
    expect(Date.now() - died).toBeLessThan(15_000);
    expect(second.lines.find(({ event }) => event === 'waiting')).toMatchObject({ holder: 'first', universe: 'demo' });
    expect(await second.event('loaded')).toMatchObject({ created: 20_000 });
    await second.event('done');
    await expectOneGeneration(20_000);
    // The row of the dead one is given up once it has not reported for half a minute.
    expect(await ask('SELECT status FROM scraping_logs ORDER BY id')).toEqual([
      { status: 'running' },
      { status: 'completed' },
    ]);
  });

  it('F55 a builder frozen in the middle of its load is ended and fenced off; woken, it writes nothing', async () => {
    const old = datasetOf(dir, 'old', inventedRows(20_000));
    await start({ name: 'zero', source: old }).event('done');
    const stale = datasetOf(dir, 'stale', inventedRows(20_000, 1));
    const fresh = datasetOf(dir, 'fresh', inventedRows(20_000, 2));
    const first = start({ name: 'first', source: stale, fault: 'SIGSTOP' });
    await first.event('fault');
    const second = start({ name: 'second', source: fresh });
    expect(await second.event('loaded', 30_000)).toMatchObject({ updated: 20_000 });
    await second.event('done');
    first.kill('SIGCONT');
    await first.event('failed');
    expect(await first.event('reads')).toMatchObject({ n: 20_000 });
    await first.event('done');
    await expectOneGeneration(20_000);
    expect(await ask('SELECT key FROM lorekeeper_datasets')).toEqual([{ key: 'fresh' }]);
    expect(
      await ask(`SELECT count(*)::int AS n FROM wiki_articles WHERE content->>'description' LIKE 'Version 2 %'`),
    ).toEqual([{ n: 20_000 }]);
  });

  it('F55 a builder frozen outside its load loses the leadership and notices it', async () => {
    const source = datasetOf(dir, 'k', inventedRows(100));
    const first = start({ name: 'first', source, idle: true });
    await first.event('leads');
    first.kill('SIGSTOP');
    const second = start({ name: 'second', source });
    await second.event('done', 30_000);
    expect(Number((await second.event('leads')).epoch)).toBeGreaterThan(Number((await first.event('leads')).epoch));
    await expectOneGeneration(100);
  });

  it('F64 clocks five minutes apart make no difference', async () => {
    const source = datasetOf(dir, 'k', inventedRows(100));
    const first = start({ name: 'first', source, idle: true });
    await first.event('leads');
    const shifted = join(dir, 'shift.cjs');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(shifted, 'const now = Date.now; Date.now = () => now() + 300000;');
    const second = TsProcess.start(bundle.script, [JSON.stringify({ url, name: 'second', source })], {
      NODE_OPTIONS: `--require=${shifted}`,
    });
    running.push(second);
    await second.event('waiting');
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(second.lines.map(({ event }) => event)).not.toContain('leads');
    first.kill('SIGKILL');
    await second.event('loaded');
  });
});
