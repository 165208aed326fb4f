import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { parseDatabaseUrl } from '../../src/config/database-url';
import { Database } from '../../src/database/database';
import { Leadership, type Lease } from '../../src/database/leadership';
import { Loader } from '../../src/database/load/loader';
import { Unreachable } from '../../src/database/unreachable';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { until } from '../harness/until';
import { configOf } from './config-of';
import { datasetOf, inventedRows } from './invented-rows';

Logger.overrideLogger(false);
jest.setTimeout(120_000);

const WHO = { text: `SELECT current_setting('port')::int AS port` };

describe('replicas', () => {
  let primary: TestPostgres;
  let standby: TestPostgres;
  let dir: string;
  let database: Database;
  let lease: Lease;

  beforeAll(async () => {
    primary = await startTestPostgres();
    standby = await startTestPostgres({ standbyOf: primary });
    dir = mkdtempSync(join(tmpdir(), 'lk-replicas-'));
  });
  afterAll(async () => {
    await standby.stop();
    await primary.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    database = new Database(configOf(primary.url, { replicas: [parseDatabaseUrl(standby.url)] }));
    database.start();
    await database.whenUp(10_000);
    lease = (await new Leadership(database, 'test').tryAcquire('demo')) as Lease;
  });
  afterEach(async () => {
    await lease.release();
    await database.stop();
  });

  const portOf = async (key: string) =>
    (await database.read<{ port: number }>(WHO, { universe: 'demo', key }))[0]?.port;

  it('read on the replica once it has the announced dataset, never before; writes go to the primary', async () => {
    const loader = new Loader(database);
    await loader.load(datasetOf(dir, 'k1', inventedRows(200)), { lease });
    await until(async () => (await portOf('k1')) === standby.port, 10_000);
    await standby.query('SELECT pg_wal_replay_pause()');
    await loader.load(datasetOf(dir, 'k2', inventedRows(200, 1)), { lease });
    await until(() => database.datasets().get('demo')?.key === 'k2');
    for (let i = 0; i < 20; i++) expect(await portOf('k2')).toBe(primary.port);
    await standby.query('SELECT pg_wal_replay_resume()');
    await until(async () => (await portOf('k2')) === standby.port, 10_000);
    expect((await database.write<{ port: number }>(WHO)).rows).toEqual([{ port: primary.port }]);
    await loader.settled();
  });

  it('answer on when the primary is lost, and the primary when the replica is', async () => {
    const key = database.datasets().get('demo')?.key ?? '';
    await until(async () => (await portOf(key)) === standby.port, 10_000);
    await primary.halt();
    await until(() => database.state === 'down', 10_000);
    expect(database.datasets().get('demo')?.key).toBe(key);
    expect(await portOf(key)).toBe(standby.port);
    await expect(database.write(WHO)).rejects.toThrow(Unreachable);
    await primary.restart();
    await until(() => database.writable, 10_000);
    standby.freeze();
    expect(await portOf(key)).toBe(primary.port);
    standby.thaw();
  });

  it('F57 a standby as the only server is read and never written to; promoted, it leads within 30 s', async () => {
    const alone = new Database(configOf(standby.url));
    alone.start();
    await alone.whenUp(10_000);
    expect(alone.state).toBe('read_only');
    await expect(new Leadership(alone, 'x').tryAcquire('demo')).rejects.toThrow(Unreachable);
    expect(alone.datasets().get('demo')?.articles).toBe(200);
    await standby.promote();
    expect(await until(() => alone.writable, 30_000)).toBeLessThan(30_000);
    // The copied row still names the old builder, who does not report here.
    const begun = Date.now();
    const led = await new Leadership(alone, 'x').acquire('demo', AbortSignal.timeout(30_000), () => undefined);
    expect(Date.now() - begun).toBeLessThan(30_000);
    await led.release();
    await alone.stop();
  });
});
