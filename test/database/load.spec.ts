import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { Database } from '../../src/database/database';
import { packPart } from '../../src/database/directory-pack';
import { Leadership, type Lease } from '../../src/database/leadership';
import { Loader } from '../../src/database/load/loader';
import { ArticleRepository } from '../../src/database/repositories/article.repository';
import { DatasetRepository } from '../../src/database/repositories/dataset.repository';
import { ImageCacheRepository } from '../../src/database/repositories/image-cache.repository';
import { Unreachable } from '../../src/database/unreachable';
import { startTestPostgres, type TestPostgres } from '../harness/postgres';
import { until } from '../harness/until';
import { configOf } from './config-of';
import { datasetOf, inventedRow, inventedRows } from './invented-rows';

Logger.overrideLogger(false);

function rethrowUnlessUnreachable(error: unknown): void {
  if (!(error instanceof Unreachable)) throw error;
}

describe('loading a dataset', () => {
  let postgres: TestPostgres;
  let dir: string;
  let url: string;
  let database: Database;
  let loader: Loader;
  let lease: Lease;
  const ask = <R = Record<string, unknown>>(sql: string, values?: unknown[]) => postgres.query<R>(sql, values, url);
  const count = async () => (await ask<{ n: number }>('SELECT count(*)::int AS n FROM wiki_articles'))[0]?.n;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    dir = mkdtempSync(join(tmpdir(), 'lk-load-'));
  });
  afterAll(async () => {
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    url = await postgres.createDatabase();
    database = new Database(configOf(url, { poolMax: 8 }));
    database.start();
    await database.whenUp(10_000);
    loader = new Loader(database);
    lease = (await new Leadership(database, 'test').tryAcquire('demo')) as Lease;
  });
  afterEach(async () => {
    await loader.settled();
    await lease.release();
    await database.stop();
  });

  it('fills the table, the counts, the directory and the announcement', async () => {
    const source = datasetOf(dir, 'k1', inventedRows(300), {
      rejects: [{ code: 'TITLE_TOO_LONG', title: 'x\0y', reason: 'longer than 255 characters' }],
    });
    const seen: number[] = [];
    const result = await loader.load(source, { lease, onProgress: (done) => seen.push(done) });
    expect(result).toMatchObject({ created: 300, updated: 0, unchanged: 0, removed: 0 });
    expect(seen.at(-1)).toBe(300);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(await ask('SELECT category, count(*)::int AS n FROM wiki_articles GROUP BY 1 ORDER BY 1')).toEqual([
      { category: 'characters', n: 100 },
      { category: 'planets', n: 100 },
      { category: 'vehicles', n: 100 },
    ]);
    expect(
      await ask('SELECT category, article_count, articles_with_images AS images FROM category_cache ORDER BY 1'),
    ).toEqual([
      { category: 'characters', article_count: 100, images: 50 },
      { category: 'planets', article_count: 100, images: 50 },
      { category: 'vehicles', article_count: 100, images: 50 },
    ]);
    await until(() => database.datasets().get('demo')?.key === 'k1', 2000);
    const datasets = new DatasetRepository(database);
    expect(await datasets.readDirectory('demo', 'k1')).toEqual(Buffer.alloc(1_500_000, 'directory of k1 '));
    expect(await datasets.readDirectory('demo', 'other')).toBeNull();
    expect(await ask('SELECT code, title, reason FROM lorekeeper_rejects')).toEqual([
      { code: 'TITLE_TOO_LONG', title: 'xy', reason: 'longer than 255 characters' },
    ]);
    expect(await loader.isPublished('demo', 'k1')).toBe(true);
    expect(await loader.isPublished('demo', 'k2')).toBe(false);
  });

  it('F102 leaves what a newer version published, unless it is forced', async () => {
    const of = (key: string, version: number, rows: number) =>
      datasetOf(dir, key, inventedRows(rows), { info: { version } });
    const published = () => ask('SELECT key, articles FROM lorekeeper_datasets');
    await loader.load(of('new', 7002, 20), { lease });
    await expect(loader.load(of('old', 7001, 30), { lease })).rejects.toMatchObject({
      code: 'OLDER_VERSION',
      message: expect.stringMatching(/a newer version of this program has published/) as string,
    });
    expect(await published()).toEqual([{ key: 'new', articles: 20 }]);
    expect(await ask('SELECT count(*)::int AS n FROM wiki_articles')).toEqual([{ n: 20 }]);
    await loader.load(of('same', 7002, 25), { lease });
    expect(await published()).toEqual([{ key: 'same', articles: 25 }]);
    await loader.load(of('newer', 8001, 26), { lease });
    await loader.load(of('old', 7001, 30), { lease, force: true });
    expect(await published()).toEqual([{ key: 'old', articles: 30 }]);
  });

  it('gives every column back as it was', async () => {
    const row = inventedRow(7, 0, {
      title: `tab\t nl\n cr\r bs\\ \\. \\N "quoted" 'single' Padmé 🚀`,
      imageUrl: 'https://x.invalid/é.png',
    });
    await loader.load(datasetOf(dir, 'k', [row]), { lease });
    const [found] = (await new ArticleRepository(database).findRows('demo', 'k', [7])) ?? [];
    expect(found).toEqual({
      id: 7,
      content: expect.any(String) as string,
      infobox: expect.any(String) as string,
      wiki_categories: expect.any(String) as string,
      source_url: row.sourceUrl,
    });
    expect(JSON.parse(found?.content ?? '')).toEqual(row.content);
    expect(JSON.parse(found?.infobox ?? '')).toEqual(row.infobox);
    expect(JSON.parse(found?.wiki_categories ?? '')).toEqual(row.extra.wiki_categories);
    const columns = 'title, category, image_url, image_cached, extra_metadata';
    expect(await ask(`SELECT ${columns} FROM wiki_articles`)).toEqual([
      {
        title: row.title,
        category: row.category,
        image_url: row.imageUrl,
        image_cached: false,
        extra_metadata: row.extra,
      },
    ]);
    expect(await ask('SELECT scraped_at, expires_at FROM wiki_articles')).toEqual([
      { scraped_at: new Date(row.scrapedAtMs), expires_at: new Date(row.expiresAtMs) },
    ]);
  });

  it('writes only what changed, and counts it exactly', async () => {
    await loader.load(datasetOf(dir, 'k1', inventedRows(200)), { lease });
    const rows = inventedRows(200).slice(0, 190);
    rows[3] = inventedRow(4, 1);
    rows[5] = inventedRow(6, 1);
    rows.push(inventedRow(1001));
    const result = await loader.load(datasetOf(dir, 'k2', rows), { lease });
    expect(result).toMatchObject({ created: 1, updated: 2, unchanged: 188, removed: 10 });
    expect(await count()).toBe(191);
    const again = await loader.load(datasetOf(dir, 'k3', rows), { lease });
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 191, removed: 0, bytes: 0 });
    const forced = await loader.load(datasetOf(dir, 'k3', rows), { lease, force: true });
    expect(forced).toMatchObject({ created: 0, updated: 191, unchanged: 0, removed: 0 });
    expect(await count()).toBe(191);
  });

  it('leaves the parts of the directory that did not change, unless it is forced', async () => {
    const rows = inventedRows(3);
    const piece = (text: string) => Buffer.alloc(70_000, text);
    const sourceOf = (key: string, ...pieces: string[]) =>
      datasetOf(dir, key, rows, { directoryPieces: () => pieces.map(piece) });
    const published = async (key: string) =>
      ((await new DatasetRepository(database).readDirectory('demo', key)) ?? '').toString();
    const text = (...pieces: string[]) => pieces.map((one) => piece(one).toString()).join('');
    await loader.load(sourceOf('k1', 'a', 'b', 'b', 'c'), { lease });
    expect(await published('k1')).toBe(text('a', 'b', 'b', 'c'));
    await loader.load(sourceOf('k2', 'new', 'a', 'b', 'c', 'b', 'b'), { lease });
    expect(await published('k2')).toBe(text('new', 'a', 'b', 'c', 'b', 'b'));
    expect(await published('k1')).toBe('');
    await ask('UPDATE lorekeeper_dataset_files SET bytes = $1 WHERE part = 3', [
      await packPart(Buffer.from('untouched')),
    ]);
    await loader.load(sourceOf('k3', 'a', 'c'), { lease });
    expect(await published('k3')).toBe(text('a') + 'untouched');
    await loader.load(sourceOf('k3', 'c', 'a'), { lease, force: true });
    expect(await published('k3')).toBe(text('c', 'a'));
    expect(await ask('SELECT DISTINCT key, count(*)::int AS n FROM lorekeeper_dataset_files GROUP BY 1')).toEqual([
      { key: 'k3', n: 2 },
    ]);
  });

  it('writes anew where an earlier version left parts without hashes', async () => {
    await loader.load(datasetOf(dir, 'k1', inventedRows(3)), { lease });
    await ask('UPDATE lorekeeper_dataset_files SET hash = NULL');
    await loader.load(datasetOf(dir, 'k2', inventedRows(3)), { lease });
    expect(await new DatasetRepository(database).readDirectory('demo', 'k2')).toEqual(
      Buffer.alloc(1_500_000, 'directory of k2 '),
    );
  });

  it('reads a tuple that is larger than what is read at once, and one that is cut', async () => {
    const rows = inventedRows(400).map((row, i) =>
      i % 97 === 0 ? { ...row, content: { description: `${i} `.repeat(300_000), name: row.title } } : row,
    );
    await loader.load(datasetOf(dir, 'k1', rows), { lease });
    const changed = rows.map((row, i) =>
      i === 97 ? { ...row, content: { description: 'short', name: row.title } } : row,
    );
    expect(await loader.load(datasetOf(dir, 'k2', changed), { lease })).toMatchObject({ updated: 1, unchanged: 399 });
    expect(await ask(`SELECT content->>'description' AS d FROM wiki_articles WHERE id = 98`)).toEqual([{ d: 'short' }]);
  });

  it('sends every row as it was, of a file that is larger than what sockets hold', async () => {
    const rows = Array.from({ length: 6000 }, (_, i) =>
      inventedRow(i + 1, 0, { content: { description: `${i} `.repeat(1000) } }),
    );
    await loader.load(datasetOf(dir, 'many', rows), { lease });
    const found = await ask<{ id: number; content: unknown }>('SELECT id::int, content FROM wiki_articles ORDER BY id');
    expect(found).toEqual(rows.map(({ id, content }) => ({ id, content })));
  });

  it('lets two articles swap their titles, and a title move to another id', async () => {
    await loader.load(datasetOf(dir, 'k1', inventedRows(10)), { lease });
    const rows = inventedRows(10);
    rows[0] = inventedRow(1, 0, { title: 'Article 2' });
    rows[1] = inventedRow(2, 0, { title: 'Article 1' });
    rows[2] = inventedRow(77, 0, { title: 'Article 3' });
    expect(await loader.load(datasetOf(dir, 'k2', rows), { lease })).toMatchObject({
      created: 1,
      updated: 2,
      removed: 1,
    });
    expect(await ask('SELECT id::int FROM wiki_articles WHERE title = $1', ['Article 3'])).toEqual([{ id: 77 }]);
  });

  it('keeps what is known of images on disk', async () => {
    const images = new ImageCacheRepository(database);
    const articles = new ArticleRepository(database);
    const record = { sizeBytes: 10, format: 'png', width: 1, height: 1, isValid: true, errorMessage: null };
    await images.upsert([{ ...record, url: 'https://images.demo.invalid/2.png', localPath: '2.img' }]);
    await loader.load(datasetOf(dir, 'k1', inventedRows(10)), { lease });
    await images.upsert([{ ...record, url: 'https://images.demo.invalid/4.png', localPath: '4.img' }]);
    await articles.markImagesCached('demo', [{ url: 'https://images.demo.invalid/4.png', path: '4.img' }]);
    const rows = inventedRows(10, 1);
    rows[7] = inventedRow(8, 1, { imageUrl: 'https://images.demo.invalid/4.png' });
    await loader.load(datasetOf(dir, 'k2', rows), { lease });
    const cached = await ask(
      'SELECT id::int, image_cache_path AS path FROM wiki_articles WHERE image_cached ORDER BY id',
    );
    expect(cached).toEqual([
      { id: 2, path: '2.img' },
      { id: 4, path: '4.img' },
      { id: 8, path: '4.img' },
    ]);
    await images.remove([createHash('md5').update('https://images.demo.invalid/4.png').digest('hex')]);
    expect(await articles.reconcileImages('demo')).toBe(2);
    expect(await ask('SELECT id::int FROM wiki_articles WHERE image_cached')).toEqual([{ id: 2 }]);
  });

  it('F37 refuses to lose more than a fifth until it is allowed, but not renumbered articles', async () => {
    await loader.load(datasetOf(dir, 'k1', inventedRows(100)), { lease });
    const few = datasetOf(dir, 'k2', inventedRows(79));
    await expect(loader.load(few, { lease })).rejects.toMatchObject({ code: 'SHRINK_REFUSED' });
    expect(await count()).toBe(100);
    expect(database.datasets().get('demo')?.key ?? 'k1').toBe('k1');
    const renumbered = inventedRows(100).map((row) => ({ ...row, id: row.id + 500 }));
    expect(await loader.load(datasetOf(dir, 'k3', renumbered), { lease })).toMatchObject({
      created: 100,
      removed: 100,
    });
    expect(await loader.load(few, { lease, allowShrink: true })).toMatchObject({ created: 79, removed: 100 });
  });

  it('keeps universes apart', async () => {
    await loader.load(datasetOf(dir, 'k1', inventedRows(20)), { lease });
    const other = inventedRows(30).map((row) => ({ ...row, universe: 'other' }));
    expect(await loader.load(datasetOf(dir, 'o1', other), { lease })).toMatchObject({ created: 30 });
    await until(() => database.datasets().size === 2, 2000);
    expect(await count()).toBe(50);
  });

  it('loads anew what somebody emptied, and announces it as not there meanwhile', async () => {
    await loader.load(datasetOf(dir, 'k1', inventedRows(20)), { lease });
    await until(() => database.datasets().has('demo'), 2000);
    await ask('TRUNCATE wiki_articles');
    await until(() => !database.datasets().has('demo'), 3000);
    expect(await loader.isPublished('demo', 'k1')).toBe(false);
    expect(await new ArticleRepository(database).findRows('demo', 'k1', [1])).toEqual([]);
    expect(await loader.load(datasetOf(dir, 'k1', inventedRows(20)), { lease })).toMatchObject({ created: 20 });
    await until(() => database.datasets().has('demo'), 2000);
  });

  it('gives null for a dataset that was replaced, never rows of another one', async () => {
    const articles = new ArticleRepository(database);
    await loader.load(datasetOf(dir, 'k1', inventedRows(20)), { lease });
    expect(await articles.findRows('demo', 'k1', [1, 2, 3])).toHaveLength(3);
    await loader.load(datasetOf(dir, 'k2', inventedRows(20, 1)), { lease });
    expect(await articles.findRows('demo', 'k1', [1, 2, 3])).toBeNull();
  });

  it('refuses a damaged rows file and changes nothing', async () => {
    const source = datasetOf(dir, 'k1', inventedRows(500));
    const bytes = readFileSync(source.rows.path);
    const flipped = Buffer.from(bytes);
    flipped[bytes.indexOf('Version 0 of 77')]! ^= 1;
    for (const damaged of [
      flipped,
      bytes.subarray(0, bytes.length - 2),
      bytes.subarray(0, bytes.length / 2),
      Buffer.alloc(40),
    ]) {
      writeFileSync(source.rows.path, damaged);
      await expect(loader.load(source, { lease })).rejects.toMatchObject({ code: 'ROWS_FILE_BROKEN' });
    }
    writeFileSync(source.rows.path, bytes);
    await expect(loader.load({ ...source, articles: 499 }, { lease })).rejects.toMatchObject({
      code: 'ROWS_FILE_BROKEN',
    });
    expect(await count()).toBe(0);
  });

  it('refuses rows that do not lie where the directory says, and changes nothing', async () => {
    await loader.load(datasetOf(dir, 'k1', inventedRows(50)), { lease });
    const next = datasetOf(dir, 'k2', [...inventedRows(49), inventedRow(50, 1)]);
    const known = next.rows.rows;
    const place = (number: number) => known.place(Math.max(0, number - 1));
    const rows = { ...next.rows, rows: { ...known, place } };
    await expect(loader.load({ ...next, rows }, { lease })).rejects.toMatchObject({ code: 'ROWS_FILE_BROKEN' });
    expect(await new DatasetRepository(database).readDirectory('demo', 'k1')).not.toBeNull();
  });

  it('F49 readers see the old dataset or the new one, whole, and never wait', async () => {
    const size = 4000;
    const articles = new ArticleRepository(database);
    const versions = [1, 2, 3, 4].map((version) => datasetOf(dir, `v${version}`, inventedRows(size, version)));
    await loader.load(datasetOf(dir, 'v0', inventedRows(size)), { lease });
    let stop = false;
    const counts = new Set<number>();
    const mixed: string[] = [];
    let found = 0;
    // What has to wait for somebody's lock fails; how fast the machine is does not matter.
    const countRows = async (client: Client) => {
      const { rows } = await client.query<{ n: number; versions: number }>(
        `SELECT count(*)::int AS n, count(DISTINCT left(content->>'description', 9))::int AS versions FROM wiki_articles`,
      );
      counts.add(rows[0]?.n ?? -1);
      if (rows[0]?.versions !== 1) mixed.push(`${rows[0]?.versions} versions`);
    };
    const findRows = async () => {
      const key = database.datasets().get('demo')?.key ?? 'v0';
      const rows = await articles.findRows('demo', key, [1, 2000, 4000]);
      if (!rows) return;
      found++;
      const seen = new Set(rows.map(({ content }) => /description": "(.{9})/.exec(content)?.[1]));
      if (rows.length !== 3 || seen.size !== 1) mixed.push(`rows ${rows.length}`);
    };
    const reader = async () => {
      const client = new Client({ connectionString: url, options: '-c lock_timeout=20ms' });
      await client.connect();
      try {
        while (!stop) {
          await countRows(client);
          // On a machine too busy for the deadline of a request the files answer.
          for (let i = 0; i < 5; i++) await findRows().catch(rethrowUnlessUnreachable);
        }
      } finally {
        await client.end();
      }
    };
    const readers = Promise.all([reader(), reader()]);
    try {
      for (const version of versions) await loader.load(version, { lease });
    } finally {
      stop = true;
      await readers;
    }
    expect([...counts]).toEqual([size]);
    expect(mixed).toEqual([]);
    expect(found).toBeGreaterThan(10);
  });

  it('F50 publishes behind a long reader without making anybody wait', async () => {
    await loader.load(datasetOf(dir, 'v0', inventedRows(500)), { lease });
    let release = () => undefined as void;
    const held = database.transaction(
      async (tx) => {
        await tx.query('SELECT count(*) FROM wiki_articles');
        await new Promise<void>((resolve) => (release = resolve));
      },
      { isolation: 'REPEATABLE READ', readOnly: true },
    );
    await sleep(100);
    const begun = performance.now();
    await loader.load(datasetOf(dir, 'v1', inventedRows(500, 1)), { lease });
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(await count()).toBe(500);
    release();
    await held;
  });

  it('an abort rolls everything back at once', async () => {
    await loader.load(datasetOf(dir, 'v0', inventedRows(100)), { lease });
    const abort = new AbortController();
    const big = datasetOf(dir, 'v1', inventedRows(20_000, 1));
    const load = loader.load(big, {
      lease,
      signal: abort.signal,
      onProgress: (done) => done > 100 && abort.abort(new Error('cancelled')),
    });
    await expect(load).rejects.toThrow('cancelled');
    expect(await count()).toBe(100);
    await until(async () => {
      const rows = await ask<{ n: number }>(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE query LIKE 'COPY%'`);
      return rows[0]?.n === 0;
    });
    expect(await loader.load(big, { lease })).toMatchObject({ created: 19_900 });
  });
});
