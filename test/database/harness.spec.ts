import { startTestPostgres, type TestPostgres } from '../harness/postgres';

describe('the Postgres of the tests', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());

  it('answers, and again after kill -9 and a restart', async () => {
    const url = await postgres.createDatabase();
    expect(await postgres.query('SELECT current_database() AS name', [], url)).toEqual([{ name: 't1' }]);
    await postgres.kill9();
    await expect(postgres.query('SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
    await postgres.restart();
    expect(await postgres.query('SELECT 1 AS one', [], url)).toEqual([{ one: 1 }]);
  });

  it('does not answer while it is frozen', async () => {
    postgres.freeze();
    const answer = postgres.query('SELECT 1 AS one');
    const first = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 300, 'nothing'))]);
    expect(first).toBe('nothing');
    postgres.thaw();
    expect(await answer).toEqual([{ one: 1 }]);
  });
});
