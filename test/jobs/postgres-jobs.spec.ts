import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import { Database } from '../../src/database/database';
import { PostgresJobs } from '../../src/jobs/postgres/postgres-jobs';
import { configOf } from '../database/config-of';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { until } from '../harness/until';
import { describeSharedQueue, type Submitter } from './shared-queue.suite';
import { TestWorkers } from './workers';

Logger.overrideLogger(false);

function open(url: string): Submitter {
  const database = new Database(configOf(url));
  database.start();
  return { jobs: new PostgresJobs(database), stop: () => database.stop() };
}

describe('jobs in Postgres', () => {
  describeSharedQueue({ start: () => startTestPostgres(), open });
});

describe('jobs in Postgres, with the times of the real thing', () => {
  let postgres: TestPostgres;
  beforeAll(async () => void (postgres = await startTestPostgres()));
  afterAll(() => postgres.stop());

  it('F66 the batch of a killed worker is taken over in seconds', async () => {
    const { jobs, stop } = open(postgres.url);
    await until(() => jobs.status().connected, 10_000);
    const workers = new TestWorkers(postgres.url, 10_000);
    const first = await workers.start();
    const id = 'image-batch.star_wars.1';
    await jobs.submit('image-batch', { universe: 'star_wars', urls: ['a', 'slow:60000'] }, { id });
    await until(() => workers.stored().includes('a'), 5000);
    await workers.start();
    await until(async () => (await jobs.workers('image-batch')) === 2, 5000);
    const gone = once(first, 'exit');
    first.kill('SIGKILL');
    await gone;
    const diedAt = performance.now();
    await until(() => workers.begun().length === 2, 20_000);
    const seconds = (performance.now() - diedAt) / 1000;
    if (process.env.SHOW_TIMES) console.log(`taken over after ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(13);
    await workers.stop();
    await stop();
  }, 60_000);
});
