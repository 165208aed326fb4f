import { Logger } from '@nestjs/common';
import { Database } from '../../src/database/database';
import { ScrapingLogRepository } from '../../src/database/repositories/scraping-log.repository';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { configOf } from './config-of';

Logger.overrideLogger(false);

describe('the operations log', () => {
  let postgres: TestPostgres;
  let database: Database;
  let logs: ScrapingLogRepository;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = new Database(configOf(postgres.url));
    database.start();
    await database.whenUp(10_000);
    // Made after the database is up: its own sweep would come before that of the test.
    logs = new ScrapingLogRepository(database, 'me');
  });
  afterAll(async () => {
    logs.stop();
    await database.stop();
    await postgres.stop();
  });

  it('F64 gives up rows whose owner is gone, and leaves those that somebody works on', async () => {
    await postgres.query(`
      INSERT INTO scraping_logs (universe, operation_type, status, started_at, heartbeat_at)
      VALUES ('demo', 'crawl', 'running', now() - interval '1 hour', now() - interval '10 minutes'),
             ('demo', 'crawl', 'running', now() - interval '1 hour', NULL),
             ('demo', 'crawl', 'running', now() - interval '1 hour', now() - interval '2 seconds')`);
    const mine = (await logs.open('demo', 'startup_prefetch_all')) ?? 0;
    await postgres.query(`UPDATE scraping_logs SET heartbeat_at = now() - interval '1 hour' WHERE id = ${mine}`);
    expect(await logs.abandonStale()).toBe(2);
    expect((await logs.listRecent('demo')).map(({ status }) => status)).toEqual([
      'running',
      'running',
      'abandoned',
      'abandoned',
    ]);
    await logs.close(mine, { status: 'failed', articles_processed: 5, errors_count: 1, errorMessage: 'no room' });
    expect((await logs.listRecent('demo', 1))[0]).toMatchObject({
      id: mine,
      status: 'failed',
      articles_processed: 5,
      errors_count: 1,
      error_message: 'no room',
      duration_seconds: expect.any(Number),
    });
  });

  it('a row that was given up does not come back as completed', async () => {
    const id = (await logs.open('demo', 'crawl')) ?? 0;
    await postgres.query(`UPDATE scraping_logs SET status = 'abandoned' WHERE id = $1`, [id]);
    await logs.close(id, { status: 'completed' });
    expect((await logs.listRecent(null, 1))[0]).toMatchObject({ id, status: 'abandoned' });
  });
});
