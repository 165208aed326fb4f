import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { answersOf, contractSuite, questions } from './contract.suite';
import { sourceOf, startProgram, type RunningProgram } from './program';
import { until } from '../harness/until';

const UNIVERSE = 'test_world';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

async function startOnPostgres(): Promise<RunningProgram> {
  const running = await startProgram({ DATABASE_URL: await postgres.createDatabase() });
  await until(async () => (await sourceOf(running.url)) === 'postgres');
  return running;
}

contractSuite('over a real Postgres', async () => {
  const running = await startOnPostgres();
  return { url: running.url, universe: UNIVERSE, source: 'postgres', close: () => running.close() };
});

contractSuite('over the whole program without Postgres', async () => {
  const running = await startProgram({ DATABASE_URL: 'none' });
  await until(async () => (await sourceOf(running.url)) === 'file');
  return { url: running.url, universe: UNIVERSE, source: 'file', close: () => running.close() };
});

test('F45 F46 the same answers from Postgres, from files while it is away, and from Postgres again', async () => {
  const running = await startOnPostgres();
  try {
    const before = await answersOf(running.url, UNIVERSE);
    expect(before.size).toBe(new Set(questions(UNIVERSE).map(([path]) => path)).size);
    await postgres.terminateBackends();
    expect(await answersOf(`${running.url}`, UNIVERSE)).toEqual(before);

    await postgres.kill9();
    const during = await answersOf(running.url, UNIVERSE);
    expect(during).toEqual(before);
    expect(await sourceOf(running.url)).toBe('file');
    expect(await (await fetch(`${running.url}/health`)).json()).toMatchObject({ status: 'degraded' });

    await postgres.restart();
    await until(async () => (await sourceOf(running.url)) === 'postgres', 8_000);
    expect(await answersOf(running.url, UNIVERSE)).toEqual(before);
    expect(await (await fetch(`${running.url}/health`)).json()).toMatchObject({ status: 'healthy' });
  } finally {
    await running.close();
  }
}, 120_000);
