import { Logger } from '@nestjs/common';
import { Database } from '../../src/database/database';
import { InProcessJobs } from '../../src/jobs/in-process-jobs';
import type { JobHandlers } from '../../src/jobs/job';
import { PostgresJobs } from '../../src/jobs/postgres/postgres-jobs';
import { PostgresWorker } from '../../src/jobs/postgres/postgres-worker';
import type { JobWorker } from '../../src/jobs/job-worker';
import { RedisJobs } from '../../src/jobs/redis/redis-jobs';
import { RedisWorker } from '../../src/jobs/redis/redis-worker';
import { configOf } from '../database/config-of';
import { describeWithPgBouncer, TestPgBouncer } from '../harness/pgbouncer';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { describeWithRedis, startTestRedis, type TestRedis } from '../harness/redis';
import { until } from '../harness/until';
import { describeJobRunner, type OpenQueue } from './job-runner.suite';

Logger.overrideLogger(false);

describe('jobs in process', () => {
  describeJobRunner(async (handlers) => {
    const jobs = new InProcessJobs(handlers);
    jobs.start();
    return { jobs, close: () => jobs.stop() };
  });
});

describeWithRedis('jobs over Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => void (redis = await startTestRedis({ persistent: false })));
  afterAll(() => redis.stop());

  describeJobRunner(async (handlers) => {
    await redis.command('FLUSHALL');
    const jobs = new RedisJobs(redis.url);
    jobs.start();
    await until(() => jobs.status().connected, 5000);
    return withWorker(jobs, new RedisWorker({ redisUrl: redis.url, handlers }));
  });
});

describe('jobs in Postgres', () => {
  let postgres: TestPostgres;
  beforeAll(async () => void (postgres = await startTestPostgres()));
  afterAll(() => postgres.stop());

  describe('directly', () => {
    describeJobRunner(async (handlers) => overPostgres(await postgres.createDatabase(), handlers));
  });

  describeWithPgBouncer('behind PgBouncer in transaction mode', () => {
    let bouncer: TestPgBouncer;
    beforeAll(async () => void (bouncer = await TestPgBouncer.start(postgres.url, 5)));
    afterAll(() => bouncer.stop());
    describeJobRunner(async (handlers) => overPostgres(bouncer.through(await postgres.createDatabase()), handlers));
  });
});

async function overPostgres(url: string, handlers: JobHandlers): Promise<OpenQueue> {
  const database = new Database(configOf(url));
  database.start();
  await database.whenUp(20_000);
  const open = await withWorker(new PostgresJobs(database), new PostgresWorker({ database, handlers }));
  return { jobs: open.jobs, close: () => open.close().then(() => database.stop()) };
}

async function withWorker(jobs: OpenQueue['jobs'], worker: JobWorker): Promise<OpenQueue> {
  await worker.start();
  const close = async () => {
    await worker.stop();
    await jobs.stop();
  };
  return { jobs, close };
}
