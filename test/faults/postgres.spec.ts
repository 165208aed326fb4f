import { setTimeout as sleep } from 'node:timers/promises';
import { describeWithPgBouncer, TestPgBouncer } from '../harness/pgbouncer';
import { PgProxy } from '../harness/pg-proxy';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { seededRandom } from '../harness/seeded-random';
import { ServiceHome, TestService, type ServiceOptions } from '../harness/service';
import { checkInvariants } from './invariants';
import { IS_LONG, limit, until } from './limits';
import { Pulse, Readers } from './readers';
import { articlesOf, publishFiles, titleOf, UNIVERSE, type WorldVersion } from './world';

jest.setTimeout(300_000);

const BASE = 3000;
const world = (version: number): WorldVersion => ({ base: BASE, version });
const INVALIDATE = `/api/v1/wiki/cache/invalidate?universe=${UNIVERSE}`;
const SUMMARY = `/api/v1/wiki/canon/summary?universe=${UNIVERSE}`;

describe('the service and its Postgres', () => {
  let server: TestPostgres;
  let url: string;
  let home: ServiceHome;
  const services: TestService[] = [];

  beforeAll(async () => {
    server = await startTestPostgres();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    url = await server.createDatabase();
    home = new ServiceHome();
    publishFiles(home.cacheDir, world(1));
  });
  afterEach(async () => {
    for (const service of services.splice(0)) {
      service.thaw();
      await service.kill9();
    }
    home.remove();
  });

  async function start(options: ServiceOptions = {}, where = home): Promise<TestService> {
    const service = await TestService.start(where, { ...options, env: { DATABASE_URL: url, ...options.env } });
    services.push(service);
    return service;
  }

  async function source(service: TestService): Promise<string | null> {
    return (await service.get(SUMMARY)).headers.get('x-data-source');
  }

  const served = (service: TestService, from: string) =>
    until(`served from ${from}`, async () => (await source(service)) === from, limit(15_000));

  const runs = () =>
    server.query<{ status: string; n: number }>(
      'SELECT status, count(*)::int AS n FROM scraping_logs GROUP BY status ORDER BY status',
      [],
      url,
    );

  it('F45 down at boot, later up: serves from files, loads by itself, answers the same', async () => {
    const late = await startTestPostgres();
    await late.kill9();
    const service = await start({ env: { DATABASE_URL: late.url } });
    await service.completed(limit(20_000));
    expect(await source(service)).toBe('file');
    const sample = Array.from({ length: 200 }, (_, i) => titleOf((i * 13) % BASE));
    const ask = () => service.post(`/api/v1/wiki/${UNIVERSE}/articles/batch`, { titles: sample });
    const fromFiles = await ask();
    await late.restart();
    const tookMs = await served(service, 'postgres');
    expect(tookMs).toBeLessThan(limit(15_000));
    const fromPostgres = await ask();
    expect(fromPostgres.headers.get('x-data-source')).toBe('postgres');
    expect(fromPostgres.json).toEqual(fromFiles.json);
    await checkInvariants({
      services: [service],
      counts: [articlesOf(world(1))],
      postgres: { server: late, url: late.url },
      home,
    });
    await service.kill9();
    await late.stop();
  });

  it('F46 every backend terminated again and again under load: 200 throughout', async () => {
    const service = await start();
    await service.completed(limit(30_000));
    await served(service, 'postgres');
    const readers = new Readers(service, [world(1)]);
    for (let round = 0; round < 20; round++) {
      await server.terminateBackends();
      await sleep(150);
    }
    await readers.stop();
    expect(readers.findings).toEqual([]);
    expect(readers.requests).toBeGreaterThan(100);
    await served(service, 'postgres');
    await checkInvariants({ services: [service], counts: [articlesOf(world(1))], postgres: { server, url } });
  });

  it('F47 F64 the service killed while it loads: the table is of before or after, and the next start finishes', async () => {
    let service = await start();
    await service.completed(limit(30_000));
    const counts = [articlesOf(world(1)), articlesOf(world(2))];
    const rounds = IS_LONG ? 20 : 5;
    const random = seededRandom();
    for (let round = 1; round <= rounds; round++) {
      publishFiles(home.cacheDir, world(1 + (round % 2)));
      const { run_id } = (await service.post<{ run_id: string }>(INVALIDATE)).json;
      await service.statusUntil(
        ({ progress }) => progress.run_id === run_id && progress.stage !== 'categorizing',
        limit(10_000),
      );
      await sleep(random() * 300);
      await service.kill9();
      const [rows] = await server.query<{ n: number }>('SELECT count(*)::int AS n FROM wiki_articles', [], url);
      expect(counts).toContain(rows?.n);
      service = await start();
      expect(counts).toContain((await service.get<{ total_items: number }>(SUMMARY)).json.total_items);
    }
    await service.completed(limit(30_000));
    await served(service, 'postgres');
    const expected = articlesOf(world(1 + (rounds % 2)));
    await checkInvariants({ services: [service], counts: [expected], postgres: { server, url } });
    // F64: the rows of the dead are found by the age of their heartbeat.
    await server.query(
      `UPDATE scraping_logs SET heartbeat_at = heartbeat_at - interval '1 minute' WHERE status = 'running'`,
      [],
      url,
    );
    await until(
      'no run without a process',
      async () => !(await runs()).some(({ status }) => status === 'running'),
      20_000,
    );
  });

  it('F47 only the session of the load is ended: the run fails, and is repeated by itself', async () => {
    const service = await start();
    await service.completed(limit(30_000));
    await server.query(
      `CREATE FUNCTION cut_once() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
       CREATE TRIGGER cut_once AFTER INSERT OR UPDATE ON wiki_articles FOR EACH STATEMENT EXECUTE FUNCTION cut_once()`,
      [],
      url,
    );
    publishFiles(home.cacheDir, world(2));
    await service.post(INVALIDATE);
    const failed = await service.statusUntil(({ progress }) => progress.stage === 'failed', limit(20_000));
    expect(failed.progress.errors).toEqual([expect.objectContaining({ code: 'POSTGRES_LOST' })]);
    const [old] = await server.query('SELECT count(*)::int AS n FROM wiki_articles', [], url);
    expect(old).toEqual({ n: articlesOf(world(1)) });
    await server.query('DROP TRIGGER cut_once ON wiki_articles', [], url);
    await service.completed(limit(30_000));
    await served(service, 'postgres');
    expect(await runs()).toEqual([
      { status: 'completed', n: 2 },
      { status: 'failed', n: 1 },
    ]);
    await checkInvariants({
      services: [service],
      counts: [articlesOf(world(2))],
      postgres: { server, url },
      expectedErrors: /the run failed/,
    });
  });

  it('F59 no room for the rows nor for the log of the run: it says that the disk is full, the old data are served', async () => {
    const service = await start();
    await service.completed(limit(30_000));
    await server.query(
      `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$;
       CREATE TRIGGER no_room BEFORE INSERT ON wiki_articles FOR EACH ROW EXECUTE FUNCTION no_room();
       CREATE TRIGGER no_room BEFORE INSERT ON scraping_logs FOR EACH ROW EXECUTE FUNCTION no_room()`,
      [],
      url,
    );
    publishFiles(home.cacheDir, world(2));
    await service.post(INVALIDATE);
    const failed = await service.statusUntil(({ progress }) => progress.stage === 'failed', limit(20_000));
    expect(failed.progress.errors).toEqual([expect.objectContaining({ code: 'DISK_FULL' })]);
    await served(service, 'postgres');
    expect((await service.get<{ total_items: number }>(SUMMARY)).json.total_items).toBe(articlesOf(world(1)));
    await server.query(
      'DROP TRIGGER no_room ON wiki_articles; DROP TRIGGER no_room ON scraping_logs; DROP FUNCTION no_room()',
      [],
      url,
    );
    await service.post(`/prefetch/run?universe=${UNIVERSE}`);
    await service.completed(limit(30_000));
    await checkInvariants({
      services: [service],
      counts: [articlesOf(world(2))],
      postgres: { server, url },
      expectedErrors: /the run failed/,
    });
  });

  it('F102 an instance of an older version that restarts leaves what a newer one published', async () => {
    const first = await start();
    await first.completed(limit(30_000));
    await first.stop();
    await server.query(
      `UPDATE lorekeeper_datasets SET key = 'newer', info = jsonb_set(info, '{version}', '9999999');
       UPDATE lorekeeper_dataset_files SET key = 'newer'`,
      [],
      url,
    );
    publishFiles(home.cacheDir, world(2));
    const older = await start();
    await older.completed(limit(30_000));
    expect(await server.query('SELECT key FROM lorekeeper_datasets', [], url)).toEqual([{ key: 'newer' }]);
    expect(older.lines).toContainEqual(expect.objectContaining({ msg: 'the published dataset stays' }));
    const [{ n } = { n: 0 }] = await server.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM wiki_articles',
      [],
      url,
    );
    expect(n).toBe(articlesOf(world(1)));
  });

  it('F48 a black hole: reads go on from the files, quickly once that is known, and come back', async () => {
    const proxy = await PgProxy.start(url);
    const service = await start({ env: { DATABASE_URL: proxy.through(url) } });
    await service.completed(limit(30_000));
    await served(service, 'postgres');
    const readers = new Readers(service, [world(1)]);
    await sleep(500);
    proxy.blackhole();
    await sleep(4000);
    const { maxMs } = readers;
    const later = readers.times.length;
    await sleep(1000);
    // Not the longest: for a moment the whole machine may stand still, but whoever still asked Postgres would always wait.
    const laterMs = readers.times.slice(later).sort((a, b) => a - b);
    await proxy.heal();
    await served(service, 'postgres');
    await readers.stop();
    expect(readers.findings).toEqual([]);
    expect([...readers.sources].sort()).toEqual(['file', 'postgres']);
    expect(maxMs).toBeLessThan(limit(2000));
    expect(laterMs[Math.floor(laterMs.length * 0.9)]).toBeLessThan(limit(100));
    await checkInvariants({ services: [service], counts: [articlesOf(world(1))], postgres: { server, url } });
    await proxy.stop();
  });

  it('F48 a black hole in the middle of a load: that run fails or waits, and the data come when it is gone', async () => {
    const proxy = await PgProxy.start(url);
    const service = await start({ env: { DATABASE_URL: proxy.through(url) } });
    await service.completed(limit(30_000));
    publishFiles(home.cacheDir, world(2));
    proxy.limitData(200_000);
    await service.post(INVALIDATE);
    await until('the fault', async () => (await source(service)) === 'file', limit(40_000));
    await proxy.heal();
    const isNew = async () => {
      const { headers, json } = await service.get<{ total_items: number }>(SUMMARY);
      return headers.get('x-data-source') === 'postgres' && json.total_items === articlesOf(world(2));
    };
    await until('the new data', isNew, limit(40_000));
    await checkInvariants({
      services: [service],
      counts: [articlesOf(world(2))],
      postgres: { server, url },
      expectedErrors: /the run failed/,
    });
    await proxy.stop();
  });

  it('F49 readers during publications see the old or the new, whole, and do not wait', async () => {
    const service = await start();
    await service.completed(limit(30_000));
    await served(service, 'postgres');
    const versions = [1, 2, 3, 4].map(world);
    const readers = new Readers(service, versions);
    const pulse = new Pulse(service);
    for (const version of [2, 3, 4]) {
      publishFiles(home.cacheDir, world(version));
      await service.post(INVALIDATE);
      await until(
        `version ${version}`,
        async () => (await service.get<{ total_items: number }>(SUMMARY)).json.total_items === BASE + version,
        limit(30_000),
      );
    }
    await Promise.all([readers.stop(), pulse.stop()]);
    console.log(`F49 ${readers.requests} requests, longest ${Math.round(readers.maxMs)} ms`);
    expect(readers.findings).toEqual([]);
    expect([...readers.seen].sort()).toEqual(versions.map(articlesOf));
    // Longer than whoever needs no data, they would have waited for Postgres.
    expect(readers.maxMs).toBeLessThan(pulse.maxMs + limit(500));
    await checkInvariants({ services: [service], counts: [articlesOf(world(4))], postgres: { server, url } });
  });

  it('F53 five instances at once on an empty database: one load, no error line', async () => {
    const rounds = IS_LONG ? 20 : 3;
    for (let round = 0; round < rounds; round++) {
      url = await server.createDatabase();
      const homes = Array.from({ length: 5 }, () => new ServiceHome());
      for (const { cacheDir } of homes) publishFiles(cacheDir, world(1));
      const five = await Promise.all(homes.map((one) => start({}, one)));
      await Promise.all(five.map((service) => service.completed(limit(60_000))));
      await Promise.all(five.map((service) => served(service, 'postgres')));
      const loads = await server.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM scraping_logs WHERE articles_created > 0',
        [],
        url,
      );
      expect(loads).toEqual([{ n: 1 }]);
      await checkInvariants({ services: five, counts: [articlesOf(world(1))], postgres: { server, url } });
      for (const service of five) await service.kill9();
      for (const one of homes) one.remove();
    }
  });

  it.each([
    ['F54 killed', 'SIGKILL'],
    ['F55 frozen', 'SIGSTOP'],
  ] as const)('%s: another instance takes the load over, exactly one dataset is published', async (_how, signal) => {
    const size = { base: 20_000, version: 1, bytes: 1000, hasTexts: true };
    const other = new ServiceHome();
    for (const { cacheDir } of [home, other]) publishFiles(cacheDir, size);
    const leader = await start();
    await leader.statusUntil(({ progress }) => progress.stage === 'writing_to_postgresql', limit(30_000));
    leader.child.kill(signal);
    const follower = await start({}, other);
    const tookMs = await until('the takeover', async () => (await source(follower)) === 'postgres', limit(60_000));
    console.log(`${_how}: taken over after ${tookMs} ms`);
    leader.thaw();
    await follower.completed(limit(30_000));
    await sleep(1000);
    const alive = leader.exit ? [follower] : [follower, leader];
    if (!leader.exit) await leader.statusUntil(({ is_running }) => !is_running, limit(30_000));
    await checkInvariants({
      services: alive,
      counts: [articlesOf(size)],
      postgres: { server, url },
      // The follower has nothing to serve until it took over.
      expectedErrors: /the run failed|Postgres is away|"status":503/,
    });
    // A run whose process is gone is given up once it has not reported for half a minute.
    await until(
      'the dead run is given up',
      async () => !(await runs()).some(({ status }) => status === 'running'),
      limit(90_000),
    );
    const statuses = (await runs()).map(({ status }) => status);
    expect(statuses).toContain('completed');
    other.remove();
  });

  // Skipped by its own harness where there is no PgBouncer.
  describeWithPgBouncer('behind PgBouncer in transaction mode with one server connection', () => {
    let bouncer: TestPgBouncer | null = null;
    afterEach(() => bouncer?.stop());

    it('F56 two instances: one load, both serve, no lock is left, the next publication is followed', async () => {
      bouncer = await TestPgBouncer.start(server.url, 1);
      const other = new ServiceHome();
      publishFiles(other.cacheDir, world(1));
      const env = { DATABASE_URL: bouncer.through(url) };
      const two = [await start({ env }), await start({ env }, other)];
      for (const service of two) await service.completed(limit(60_000));
      for (const service of two) await served(service, 'postgres');
      publishFiles(home.cacheDir, world(2));
      await two[0]!.post(INVALIDATE);
      for (const service of two) {
        const total = async () => (await service.get<{ total_items: number }>(SUMMARY)).json.total_items;
        await until('the new data', async () => (await total()) === articlesOf(world(2)), limit(30_000));
      }
      await checkInvariants({ services: two, counts: [articlesOf(world(2))], postgres: { server, url } });
      for (const service of two) await service.stop();
      const locks = `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory'`;
      expect(await server.query(locks, [], url)).toEqual([{ n: 0 }]);
      other.remove();
    });
  });

  it('F63 SIGTERM under load: answers what it took on, ends in time, and leaves nothing half done', async () => {
    const service = await start();
    await service.completed(limit(30_000));
    publishFiles(home.cacheDir, world(2));
    const requests = Array.from({ length: 50 }, (_, i) =>
      service.get(`/api/v1/wiki/${UNIVERSE}/articles?limit=200&sort=${i % 2 ? 'title' : '-links'}`).catch(() => null),
    );
    await service.post(INVALIDATE);
    await sleep(100);
    const { code, ms } = await service.stop(limit(12_000));
    const answers = await Promise.all(requests);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(limit(10_000));
    for (const answer of answers) if (answer) expect([200, 503]).toContain(answer.status);
    expect(answers.filter((answer) => answer?.status === 200).length).toBeGreaterThan(25);
    expect((await runs()).map(({ status }) => status)).not.toContain('running');
    const again = await start();
    await again.completed(limit(30_000));
    await checkInvariants({ services: [again], counts: [articlesOf(world(2))], postgres: { server, url } });
  });

  it.each([50, 200, 400])('F63 SIGTERM %i ms after the start ends it all the same', async (afterMs) => {
    const service = await start({ waitUntilReady: false });
    await sleep(afterMs);
    const { ms } = await service.stop(limit(12_000));
    expect(ms).toBeLessThan(limit(10_000));
    expect(service.errors()).toEqual([]);
  });

  it('F65 twenty refreshes and twenty invalidations at once: one run, the newest data', async () => {
    const service = await start();
    await service.completed(limit(30_000));
    const asked = () => [
      ...Array.from({ length: 20 }, () =>
        service.post<{ run_id: string }>(`/prefetch/run?universe=${UNIVERSE}&force_refresh=true`),
      ),
      ...Array.from({ length: 20 }, () => service.post<{ run_id: string }>(INVALIDATE)),
    ];
    const first = await Promise.all(asked());
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(first.map(({ json }) => json.run_id)).size).toBe(1);
    // What is invalidated while it loads is not what gets published in the end.
    publishFiles(home.cacheDir, world(2));
    const second = await Promise.all(asked());
    expect(new Set(second.map(({ json }) => json.run_id)).size).toBeLessThanOrEqual(2);
    await service.completed(limit(40_000));
    await checkInvariants({ services: [service], counts: [articlesOf(world(2))], postgres: { server, url } });
  });

  it('F76 health and status in every phase', async () => {
    const proxy = await PgProxy.start(url);
    const service = await start({ env: { DATABASE_URL: proxy.through(url) }, waitUntilReady: false });
    await service.logged(/API is now READY/);
    const slowest: Record<string, number> = {};
    const look = async (phase: string, healthy: string | null) => {
      const answers = { live: await service.get('/live'), health: await service.get<{ status: string }>('/health') };
      const status = await service.get('/prefetch/status');
      expect([phase, answers.live.status, answers.health.status, status.status]).toEqual([phase, 200, 200, 200]);
      if (healthy) expect([phase, answers.health.json.status]).toEqual([phase, healthy]);
      slowest[phase] = Math.max(answers.live.ms, answers.health.ms, status.ms);
    };
    await look('starting', null);
    await service.completed(limit(30_000));
    await served(service, 'postgres');
    await look('up', 'healthy');
    expect((await service.get('/ready')).status).toBe(200);
    proxy.blackhole();
    await until(
      'degraded',
      async () => (await service.get<{ status: string }>('/health')).json.status === 'degraded',
      limit(15_000),
    );
    await look('black hole', 'degraded');
    expect((await service.get('/ready')).status).toBe(200);
    await proxy.heal();
    await served(service, 'postgres');
    await look('healed', 'healthy');
    // None of them waits for Postgres, which would take seconds.
    for (const [phase, ms] of Object.entries(slowest)) expect([phase, ms < limit(500)]).toEqual([phase, true]);
    await checkInvariants({ services: [service], counts: [articlesOf(world(1))], postgres: { server, url } });
    await proxy.stop();
  });
});
