import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Database } from '../../src/database/database';
import { Leadership, type Lease } from '../../src/database/leadership';
import { Loader } from '../../src/database/load/loader';
import { PgProxy } from '../harness/pg-proxy';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { bundleForProcess, TsProcess } from '../harness/ts-process';
import { timed, until } from '../harness/until';
import { configOf } from './config-of';
import { datasetOf, inventedRows } from './invented-rows';

Logger.overrideLogger(false);
jest.setTimeout(120_000);

const OLD = 500;
const NEW = 20_000;

describe('a load that is disturbed', () => {
  let postgres: TestPostgres;
  let proxy: PgProxy;
  let dir: string;
  let url: string;
  let database: Database;
  let lease: Lease;
  let loader: Loader;
  const ask = <R = Record<string, unknown>>(sql: string) => postgres.query<R>(sql, [], url);

  beforeAll(async () => {
    postgres = await startTestPostgres();
    proxy = await PgProxy.start(postgres.url);
    dir = mkdtempSync(join(tmpdir(), 'lk-faults-'));
  });
  afterAll(async () => {
    await proxy.stop();
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    url = await postgres.createDatabase();
    database = new Database(configOf(proxy.through(url), { poolMax: 6 }));
    database.start();
    await database.whenUp(10_000);
    loader = new Loader(database);
    lease = (await new Leadership(database, 'test').tryAcquire('demo')) as Lease;
    await loader.load(datasetOf(dir, 'old', inventedRows(OLD)), { lease });
  });
  afterEach(async () => {
    await proxy.heal();
    await lease.release();
    await database.stop();
  });

  /** Loads, and does that once two fifths are on their way. */
  async function disturbed(fault: () => unknown) {
    let done: Promise<unknown> | null = null;
    const onProgress = (rows: number) => {
      if (done || rows < NEW * 0.4) return;
      done = Promise.resolve(fault());
    };
    const outcome = await timed(() => loader.load(datasetOf(dir, 'new', inventedRows(NEW, 1)), { lease, onProgress }));
    await done;
    return outcome;
  }

  async function expectOldThenNew(): Promise<void> {
    expect(await ask('SELECT count(*)::int AS n FROM wiki_articles')).toEqual([{ n: OLD }]);
    expect(await ask('SELECT key FROM lorekeeper_datasets')).toEqual([{ key: 'old' }]);
    await until(() => database.writable, 10_000);
    expect(await loader.load(datasetOf(dir, 'new', inventedRows(NEW, 1)), { lease })).toMatchObject({ updated: OLD });
    expect(await ask('SELECT count(*)::int AS n FROM wiki_articles')).toEqual([{ n: NEW }]);
  }

  it('F47 by the end of its session: the old dataset stays, and it succeeds afterwards', async () => {
    const { error } = await disturbed(() => postgres.terminateBackends());
    expect(error?.name).toBe('Unreachable');
    await expectOldThenNew();
  });

  it('F47 by an immediate stop of the server', async () => {
    const { error } = await disturbed(() => postgres.stopImmediately());
    expect(error?.name).toBe('Unreachable');
    await postgres.restart();
    await expectOldThenNew();
  });

  it('F47 by SIGKILL of the loading process', async () => {
    await lease.release();
    const bundle = bundleForProcess(join(__dirname, 'builder.process.ts'));
    const source = datasetOf(dir, 'new', inventedRows(NEW, 1));
    const builder = TsProcess.start(bundle.script, [JSON.stringify({ url, name: 'x', source, fault: 'SIGKILL' })]);
    expect((await builder.ended(60_000)).signal).toBe('SIGKILL');
    bundle.remove();
    await until(async () => {
      const [row] = await postgres.query<{ free: boolean }>(
        `SELECT holder IS NULL OR heartbeat_at < clock_timestamp() - interval '4 seconds' AS free FROM lorekeeper_leadership`,
        [],
        url,
      );
      return row?.free;
    }, 10_000);
    lease = (await new Leadership(database, 'next').tryAcquire('demo')) as Lease;
    await expectOldThenNew();
  });

  it('F48 by a black hole: the load gives up within 30 s, and succeeds when the route is back', async () => {
    const { error, ms } = await disturbed(() => proxy.blackhole());
    expect(error?.name).toMatch(/LoadFailed|Unreachable/);
    expect(ms).toBeLessThan(30_000);
    await proxy.heal();
    await postgres.terminateBackends();
    await expectOldThenNew();
  });

  it('F59 by a full disk: it says so, the old data stay, and it succeeds when there is room', async () => {
    await ask(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
               $$ BEGIN IF NEW.id = 900 THEN RAISE 'no space' USING ERRCODE = '53100'; END IF; RETURN NEW; END $$`);
    await ask('CREATE TRIGGER full_disk BEFORE INSERT ON wiki_articles FOR EACH ROW EXECUTE FUNCTION full_disk()');
    const { error } = await disturbed(() => undefined);
    expect(error).toMatchObject({ name: 'LoadFailed', code: 'DISK_FULL' });
    await ask('DROP TRIGGER full_disk ON wiki_articles');
    await expectOldThenNew();
  });

  it('F61 followers see a publication whose announcement was lost, and ten thousand announcements do no harm', async () => {
    const follower = new Database(configOf(url));
    follower.start();
    await follower.whenUp(10_000);
    await ask(`UPDATE lorekeeper_datasets SET key = 'silent', published_at = now()`);
    expect(await until(() => follower.datasets().get('demo')?.key === 'silent', 3000)).toBeLessThan(3000);
    let changes = 0;
    follower.on('datasets-changed', () => changes++);
    await ask(`SELECT pg_notify('lorekeeper_datasets', i::text) FROM generate_series(1, 10000) AS i`);
    expect(await follower.read({ text: 'SELECT 1 AS one' })).toEqual([{ one: 1 }]);
    expect(changes).toBe(0);
    await follower.stop();
  });

  it('F55 an instance that hangs while it takes the leadership keeps nobody from it for long', async () => {
    await lease.release();
    const other = new Database(configOf(url));
    other.start();
    await other.whenUp(10_000);
    let wake: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => (wake = resolve));
    // It stands still between the lock and its name in the row.
    const hanging = Object.create(other, {
      transaction: {
        value: (work: (tx: object) => Promise<unknown>, options: object) =>
          other.transaction(async (tx) => {
            const query = async (text: string, values?: unknown[]) => {
              if (text.includes('INSERT INTO')) await asleep;
              return tx.query(text, values);
            };
            return work({ ...tx, query });
          }, options),
      },
    }) as Database;
    const taking = new Leadership(hanging, 'hangs').tryAcquire('demo');
    const refused = expect(taking).rejects.toMatchObject({ name: 'Unreachable' });
    await until(async () => {
      const [row] = await ask<{ n: number }>(`SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory'`);
      return row?.n === 1;
    });
    lease = await new Leadership(database, 'next').acquire('demo', AbortSignal.timeout(20_000), () => undefined);
    expect(lease.epoch).toBeGreaterThan(0);
    wake();
    await refused;
    await other.stop();
  });
});
