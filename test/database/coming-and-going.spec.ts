import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { DatabaseConfig } from '../../src/config/config';
import { Database } from '../../src/database/database';
import { ServerRefused, Unreachable } from '../../src/database/unreachable';
import { PgProxy } from '../harness/pg-proxy';
import { freePort, startTestPostgres, type TestPostgres } from '../harness/postgres';
import { timed, until } from '../harness/until';
import { configOf } from './config-of';

Logger.overrideLogger(false);

const ONE = { name: 'one', text: 'SELECT 1 AS one' };

describe('Postgres that comes and goes', () => {
  let postgres: TestPostgres;
  let proxy: PgProxy;
  let database: Database;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    proxy = await PgProxy.start(postgres.url);
  });
  afterAll(async () => {
    await proxy.stop();
    await postgres.stop();
  });
  afterEach(async () => {
    postgres.thaw();
    await proxy.heal();
    await database.stop();
  });

  async function up(url: string, more: Partial<DatabaseConfig> = {}): Promise<void> {
    database = new Database(configOf(url, more));
    database.start();
    await database.whenUp(10_000);
  }

  it('F45 is down at boot, does not hammer, and serves within 5 s of coming up', async () => {
    const late = await startTestPostgres();
    await late.kill9();
    const counted = await PgProxy.start(late.url);
    database = new Database(configOf(counted.through(late.url)));
    database.start();
    const { ms, error } = await timed(() => database.read(ONE));
    expect(error).toBeInstanceOf(Unreachable);
    expect(ms).toBeLessThan(400);
    await sleep(4000);
    expect(database.state).toBe('down');
    expect(counted.accepted).toBeLessThanOrEqual(5);
    await late.restart();
    expect(await until(() => database.state === 'up', 5000)).toBeLessThan(5000);
    expect(await database.read(ONE)).toEqual([{ one: 1 }]);
    await counted.stop();
    await late.stop();
  });

  it.each([
    ['nobody listens', async () => `postgres://postgres@127.0.0.1:${await freePort()}/postgres`, /refuses connections/],
    ['an unknown host', async () => 'postgres://postgres@no-such-host.invalid/postgres', /not known|cannot be reached/],
    ['an unknown database', async () => `${postgres.url}_missing`, /does not exist/],
  ])('F45 says why it is down in words: %s', async (_name, url, words) => {
    database = new Database(configOf(await url()));
    database.start();
    await until(() => database.state === 'down');
    expect(database.reason).toMatch(words);
    expect(database.reason).not.toMatch(/127\.0\.0\.1|invalid/);
  });

  it.each(['LATIN1', 'SQL_ASCII', 'EUC_JP'])(
    'F99 refuses a database of the encoding %s at once, in words',
    async (name) => {
      await postgres.query(
        `CREATE DATABASE in_${name} ENCODING ${name} LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`,
      );
      const lines: unknown[] = [];
      const warn = jest
        .spyOn(Logger.prototype, 'warn')
        .mockImplementation((...[line]: unknown[]) => void lines.push(line));
      database = new Database(configOf(postgres.url.replace(/postgres$/, `in_${name.toLowerCase()}`)));
      database.start();
      const { error, ms } = await timed(() => database.whenUp(60_000));
      warn.mockRestore();
      expect(error).toBeInstanceOf(ServerRefused);
      expect(ms).toBeLessThan(20_000);
      expect(database.health()).toMatchObject({ connected: false, state: 'down' });
      expect(database.reason).toMatch(new RegExp(`encoding of the database is ${name}, .* CREATE DATABASE`));
      expect(lines).toEqual([expect.objectContaining({ reason: database.reason })]);
    },
  );

  it('F100 says once a minute at most that it is away, however often it comes and goes', async () => {
    const lines: string[] = [];
    const note = (...[line]: unknown[]) => void lines.push((line as { msg: string }).msg);
    const spies = (['warn', 'log'] as const).map((level) =>
      jest.spyOn(Logger.prototype, level).mockImplementation(note),
    );
    await up(proxy.through(postgres.url));
    for (let round = 0; round < 4; round++) {
      await proxy.down();
      await until(() => database.state === 'down', 10_000);
      await proxy.heal();
      await until(() => database.state === 'up', 10_000);
    }
    for (const spy of spies) spy.mockRestore();
    expect(lines.filter((line) => /away/.test(line)).length).toBe(1);
    expect(lines.filter((line) => /is up/.test(line)).length).toBe(2);
  });

  it('F45 says that the password is wrong, and comes up with the right one', async () => {
    const strict = await startTestPostgres({ hba: ['host all secured 127.0.0.1/32 scram-sha-256'] });
    await strict.query(`CREATE ROLE secured LOGIN SUPERUSER PASSWORD 'p@ss/w#rd%41:?'`);
    const url = (password: string) => `postgres://secured:${password}@127.0.0.1:${strict.port}/postgres`;
    database = new Database(configOf(url('wrong')));
    database.start();
    await until(() => database.state === 'down');
    expect(database.reason).toMatch(/user or the password/);
    await database.stop();
    await up(url(encodeURIComponent('p@ss/w#rd%41:?')));
    expect(database.state).toBe('up');
    await strict.stop();
  });

  it('F46 survives the end of every session, idle and busy, twenty times under load', async () => {
    await up(postgres.url);
    let stop = false;
    const outcomes = { answered: 0, away: 0, bugs: [] as unknown[] };
    const reader = async () => {
      while (!stop) {
        await database.read({ text: 'SELECT 1, pg_sleep(0.002)' }).then(
          () => outcomes.answered++,
          (error: unknown) => (error instanceof Unreachable ? outcomes.away++ : outcomes.bugs.push(error)),
        );
        await sleep(1);
      }
    };
    const readers = [reader(), reader(), reader(), reader()];
    for (let round = 0; round < 20; round++) {
      await postgres.terminateBackends();
      await sleep(60);
    }
    stop = true;
    await Promise.all(readers);
    expect(outcomes.bugs).toEqual([]);
    expect(outcomes.answered).toBeGreaterThan(100);
    // That the last connections are gone may not have been noticed yet.
    await until(() => database.read(ONE).catch(() => false), 5000);
    expect(database.state).toBe('up');
  });

  it('is back within 5 s of kill -9 and a restart, and tells so', async () => {
    await up(postgres.url);
    const heard: string[] = [];
    database.on('down', () => heard.push('down'));
    database.on('up', () => heard.push('up'));
    await postgres.kill9();
    await until(() => database.state === 'down', 3000);
    await sleep(2500);
    await postgres.restart();
    await until(() => database.state === 'up', 5000);
    // Why it is down is told anew when that changes.
    expect(heard.filter((event, i) => event !== heard[i - 1])).toEqual(['down', 'up']);
  });

  it('F48 frozen: the first reads give up in 800 ms, later ones at once, and it is back within 5 s of thawing', async () => {
    await up(postgres.url);
    await database.read(ONE);
    postgres.freeze();
    const first = await timed(() => database.read(ONE));
    expect(first.error).toBeInstanceOf(Unreachable);
    expect(first.ms).toBeLessThan(3000);
    for (let i = 0; i < 20; i++) expect((await timed(() => database.read(ONE))).ms).toBeLessThan(400);
    await sleep(3000);
    expect(database.state).toBe('down');
    postgres.thaw();
    await until(() => database.state === 'up', 5000);
  });

  it('F48 black hole: reads give up, the breaker opens, and it is back within 5 s of the route', async () => {
    await up(proxy.through(postgres.url));
    await database.read(ONE);
    proxy.blackhole();
    const first = await timed(() => database.read(ONE));
    expect(first.error).toBeInstanceOf(Unreachable);
    expect(first.ms).toBeLessThan(5000);
    expect((await timed(() => database.read(ONE))).ms).toBeLessThan(400);
    await until(() => database.state === 'down', 5000);
    await proxy.heal();
    await until(() => database.state === 'up', 5000);
    expect(await database.read(ONE)).toEqual([{ one: 1 }]);
  });

  it('F58 all connections busy: answers Unreachable within the wait for one, stays healthy, recovers', async () => {
    await up(postgres.url);
    const busy = Array.from({ length: 4 }, () =>
      database.read({ text: 'SELECT pg_sleep(2)' }, null, { totalMs: 5000, acquireMs: 400 }),
    );
    await sleep(200);
    const { ms, error } = await timed(() => database.read(ONE));
    expect(error).toBeInstanceOf(Unreachable);
    expect(ms).toBeLessThan(2000);
    expect((await timed(() => database.read(ONE))).ms).toBeLessThan(400);
    await sleep(100);
    expect(database.health().connected).toBe(true);
    await Promise.all(busy);
    expect(await database.read(ONE)).toEqual([{ one: 1 }]);
  });

  it('F58 the server has no more room for connections: those that exist serve on', async () => {
    const small = await startTestPostgres({ settings: { max_connections: '8', superuser_reserved_connections: '0' } });
    await up(small.url, { poolMax: 3 });
    await database.read(ONE);
    const { Client } = await import('pg');
    const others: InstanceType<typeof Client>[] = [];
    for (let i = 0; i < 8; i++) {
      const client = new Client({ connectionString: small.url });
      client.on('error', () => undefined);
      await client.connect().then(
        () => others.push(client),
        () => undefined,
      );
    }
    const reads = await Promise.all(Array.from({ length: 10 }, () => timed(() => database.read(ONE))));
    for (const { ms, error } of reads) {
      expect(ms).toBeLessThan(3000);
      if (error) expect(error).toBeInstanceOf(Unreachable);
    }
    for (const client of others) await client.end();
    await until(() => database.read(ONE).catch(() => false), 5000);
    await database.stop();
    await small.stop();
  });

  it('F60 lets a bug of ours surface, and it does not open the breaker', async () => {
    await up(postgres.url);
    await expect(database.read({ text: 'SELECT nonsense' })).rejects.toMatchObject({ code: '42703' });
    await expect(database.read({ text: `SELECT 'x'::int` })).rejects.toMatchObject({ code: '22P02' });
    expect(database.health().connected).toBe(true);
  });

  it('F57 a read-only server serves and is not written to; when it may be written again it is', async () => {
    const url = await postgres.createDatabase();
    const name = new URL(url).pathname.slice(1);
    await up(url);
    await database.stop();
    await postgres.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await up(url);
    expect(database.state).toBe('read_only');
    expect(database.writable).toBe(false);
    await expect(database.write({ text: 'DELETE FROM image_cache' })).rejects.toThrow(Unreachable);
    expect(await database.read(ONE)).toEqual([{ one: 1 }]);
    await postgres.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    await postgres.terminateBackends();
    await until(() => database.writable, 10_000);
  });

  it('works with a database that holds nothing, and makes tables anew that somebody dropped', async () => {
    const url = await postgres.createDatabase();
    await up(url);
    await database.read({ text: 'SELECT count(*) FROM wiki_articles' });
    await postgres.query('DROP TABLE wiki_articles, category_cache, lorekeeper_datasets', [], url);
    const { error } = await timed(() => database.read({ text: 'SELECT count(*) FROM category_cache' }));
    expect(error).toBeInstanceOf(Unreachable);
    await until(async () => {
      const read = database.read({ text: 'SELECT count(*) AS n FROM category_cache' });
      return (await read.catch(() => [])).length === 1;
    }, 5000);
    expect(database.state).toBe('up');
  });
});
