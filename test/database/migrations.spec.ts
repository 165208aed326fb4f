import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { Database } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/config/database-url';
import { waysTo } from '../../src/database/connection-settings';
import { Migrator, readSchemaState, type Ask } from '../../src/database/schema/migrator';
import { MIGRATIONS, TABLES } from '../../src/database/schema/migrations';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { until } from '../harness/until';
import { configOf } from './config-of';

Logger.overrideLogger(false);

describe('migrations', () => {
  let postgres: TestPostgres;
  let url: string;
  const ask = (sql: string, values?: unknown[]) => postgres.query(sql, values, url);
  const migrator = () => new Migrator(waysTo(parseDatabaseUrl(url)).at(-1)!);
  const tables = async () => {
    const rows = await postgres.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
      [],
      url,
    );
    return rows.map(({ name }) => name);
  };

  beforeAll(async () => {
    postgres = await startTestPostgres({ settings: { max_connections: '100' } });
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    url = await postgres.createDatabase();
  });

  it('F53 twenty at once apply each migration once, without an error', async () => {
    const applied = await Promise.all(Array.from({ length: 20 }, () => migrator().run()));
    expect(applied.flat().sort()).toEqual(MIGRATIONS.map(({ name }) => name).sort());
    expect(await ask('SELECT count(*)::int AS n FROM lorekeeper_migrations')).toEqual([{ n: MIGRATIONS.length }]);
  });

  it('reverts one at a time down to nothing, and comes up again', async () => {
    await migrator().run();
    expect(await tables()).toEqual([...TABLES, 'lorekeeper_migrations'].sort());
    for (const { name } of [...MIGRATIONS].reverse()) expect(await migrator().revert()).toBe(name);
    expect(await tables()).toEqual(['lorekeeper_migrations']);
    expect(await migrator().revert()).toBeNull();
    await migrator().run();
    expect(await tables()).toEqual([...TABLES, 'lorekeeper_migrations'].sort());
  });

  it('lists what is applied and what is pending', async () => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const through: Ask = async (text, values) => (await client.query(text, values)).rows;
    expect((await readSchemaState(through)).pending).toHaveLength(MIGRATIONS.length);
    await migrator().run();
    await migrator().revert();
    expect((await readSchemaState(through)).pending).toEqual([MIGRATIONS.at(-1)?.name]);
    const leadership = MIGRATIONS.findIndex(({ name }) => name.startsWith('CreateLeadership'));
    for (let last = MIGRATIONS.length - 2; last >= leadership; last--) await migrator().revert();
    const state = await readSchemaState(through);
    expect(state.pending).toEqual(MIGRATIONS.slice(leadership).map(({ name }) => name));
    expect(state.missing).toContain('lorekeeper_leadership');
    expect(state.missing).not.toContain('wiki_articles');
    await client.end();
  });

  it('F62 a schema newer than the code is served, not written to, and said so', async () => {
    await migrator().run();
    await ask(
      `INSERT INTO lorekeeper_migrations (timestamp, name) VALUES (1999999999999, 'FromTheFuture1999999999999')`,
    );
    const database = new Database(configOf(url));
    database.start();
    await database.whenUp(5000);
    expect(database.state).toBe('schema_newer');
    expect(database.reason).toMatch(/newer version/);
    expect(database.writable).toBe(false);
    expect(await database.read({ text: 'SELECT count(*) AS n FROM wiki_articles' })).toEqual([{ n: 0 }]);
    await database.stop();
  });

  it('adopts tables of another program that fit, and leaves them at a revert', async () => {
    await ask(`CREATE TABLE wiki_articles (
      id serial PRIMARY KEY, universe varchar(50) NOT NULL, title varchar(255) NOT NULL, category varchar(50) NOT NULL,
      content json, image_url varchar, image_cached boolean DEFAULT false, scraped_at timestamp DEFAULT now(),
      note text, CONSTRAINT once UNIQUE (universe, title))`);
    await ask(
      `INSERT INTO wiki_articles (universe, title, category, content) VALUES ('old', 'Kept', 'other', '{"a":1}')`,
    );
    await migrator().run();
    const columns = await ask(
      `SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_name = 'wiki_articles'`,
    );
    const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({
      id: 'bigint',
      title: 'text',
      content: 'jsonb',
      scraped_at: 'timestamp with time zone',
      row_hash: 'bigint',
      note: 'text',
    });
    expect(await ask('SELECT title, content FROM wiki_articles')).toEqual([{ title: 'Kept', content: { a: 1 } }]);
    for (const _ of MIGRATIONS) await migrator().revert();
    expect(await tables()).toEqual(['lorekeeper_migrations', 'wiki_articles']);
  });

  it('keeps infoboxes of an earlier version as json, and gives them back at a revert', async () => {
    await migrator().run();
    await migrator().revert();
    const typeOf = () => ask(`SELECT pg_typeof(infobox)::text AS type, infobox FROM wiki_articles`);
    const infobox = { type: 'Planet', fields: [] };
    await ask(
      `INSERT INTO wiki_articles (id, universe, title, category, infobox) VALUES (1, 'demo', 'Kept', 'planets', $1)`,
      [infobox],
    );
    expect(await typeOf()).toEqual([{ type: 'jsonb', infobox }]);
    await migrator().run();
    expect(await typeOf()).toEqual([{ type: 'json', infobox }]);
  });

  it.each([
    [
      'a column of another kind',
      'CREATE TABLE image_cache (url_hash int PRIMARY KEY)',
      /url_hash is integer, not text/,
    ],
    ['a view', 'CREATE VIEW category_cache AS SELECT 1 AS x', /not an ordinary table/],
    ['titles unique over all universes', 'CREATE TABLE wiki_articles (title text UNIQUE)', /unique by title/],
    ['a column that we cannot fill', 'CREATE TABLE scraping_logs (owner int NOT NULL)', /owner needs a value/],
    [
      'rows that contradict the key',
      `CREATE TABLE category_cache AS SELECT 'a' AS universe, 'b' AS category FROM generate_series(1, 2)`,
      /its rows do not allow/,
    ],
  ])('refuses a table with %s, says what to do, and changes nothing', async (_name, sql, words) => {
    await ask(sql);
    const before = await tables();
    await expect(migrator().run()).rejects.toThrow(words);
    await expect(migrator().run()).rejects.toThrow(/Rename it, or give Lorekeeper a database of its own/);
    expect(await tables()).toEqual(before);
  });

  it('a server whose tables are refused stays down with that reason, until it is mended', async () => {
    await ask('CREATE TABLE image_cache (url_hash int PRIMARY KEY)');
    const database = new Database(configOf(url));
    database.start();
    await until(() => database.state === 'down');
    expect(database.reason).toMatch(/image_cache.*does not fit/);
    await ask('ALTER TABLE image_cache RENAME TO their_images');
    await until(() => database.state === 'up');
    await database.stop();
  });
});
