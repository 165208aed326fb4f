import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { TestPostgres } from '../harness/postgres';
import type { ServiceHome, TestService } from '../harness/service';
import { titleOf, UNIVERSE } from './world';

export interface Invariants {
  services: readonly TestService[];
  /** Counts of articles that may be seen. */
  counts: readonly number[];
  postgres?: { server: TestPostgres; url: string };
  home?: ServiceHome;
  /** Log lines of the level error that belong to the fault. */
  expectedErrors?: RegExp;
  maxRssBytes?: number;
  /** Requests that an upstream server got, and how many it may get (I5). */
  upstream?: { hits: number; budget: number };
}

const TABLES = [
  'category_cache',
  'image_cache',
  'lorekeeper_dataset_files',
  'lorekeeper_datasets',
  'lorekeeper_job_queue',
  'lorekeeper_job_workers',
  'lorekeeper_jobs',
  'lorekeeper_leadership',
  'lorekeeper_migrations',
  'lorekeeper_rejects',
  'lorekeeper_changes',
  'lorekeeper_webhooks',
  'scraping_logs',
  'wiki_articles',
  'wiki_texts',
];
/** What no body may hold: SQL, stacks, paths, addresses, keys. */
const SECRETS =
  /\b(SELECT|INSERT INTO|DELETE FROM)\b.*\b(FROM|VALUES|WHERE)\b|\bat .+\.[cm]?js:\d+|node_modules|\/tmp\/lk-|postgres(ql)?:\/\/|127\.0\.0\.1:\d+|the-admin-key/;

/** The address of an article's picture, which is no secret. */
const OWN_PICTURE = /http:\/\/127\.0\.0\.1:\d+\/image-\d+\.png/g;

/** I1-I6 of FAULTS, after a case. */
export async function checkInvariants(expected: Invariants): Promise<void> {
  for (const service of expected.services) await checkService(service, expected);
  if (expected.postgres) await checkPostgres(expected);
  if (expected.home) await checkImages(expected.home);
  if (expected.upstream) expect(expected.upstream.hits).toBeLessThanOrEqual(expected.upstream.budget);
}

async function checkService(service: TestService, { counts, expectedErrors, maxRssBytes = 700e6 }: Invariants) {
  // I4: it lives, nothing went unheard.
  expect([service.exit, service.tail()]).toEqual([null, expect.any(String)]);
  expect(JSON.stringify(service.lines) + service.noise).not.toMatch(/uncaughtException|unhandledRejection/i);
  const errors = service.errors().filter((line) => !expectedErrors?.test(line));
  expect(errors).toEqual([]);
  expect(service.peakRss()).toBeLessThan(maxRssBytes);
  // I1
  const summary = await service.get<{ total_items: number }>(`/api/v1/wiki/canon/summary?universe=${UNIVERSE}`);
  expect([summary.status, counts]).toEqual([200, expect.arrayContaining([summary.json.total_items])]);
  await checkTexts(service);
  // I6
  const bodies = service.bodies.map((body) => body.replace(OWN_PICTURE, ''));
  expect(bodies.filter((body) => SECRETS.test(body)).map((body) => body.slice(0, 500))).toEqual([]);
}

/** The text of an article is of the same version as its row, and so is what is found in it. */
async function checkTexts(service: TestService): Promise<void> {
  const title = titleOf(7);
  const path = encodeURIComponent(title);
  const article = await service.get<{ description: string }>(`/api/v1/wiki/${UNIVERSE}/droids/${path}`);
  const sections = await service.get<{ sections: { text: string }[] }>(`/api/v1/wiki/${UNIVERSE}/sections/${path}`);
  // Some cases have a world of their own without this article, and only some worlds have texts.
  if (article.status === 404) return;
  expect(sections.status).toBe(200);
  if (sections.json.sections.length < 2) return;
  const version = /Version \d+/.exec(article.json.description)?.[0].toLowerCase();
  expect(sections.json.sections[1]?.text).toBe(`Of ${title} this is what ${version} tells.`);
  const found = await service.get<{ passages: { title: string; text: string }[] }>(
    `/api/v1/wiki/${UNIVERSE}/passages?q=what+tells+the+version&title=${path}`,
  );
  // An instance without the files has no index for a moment.
  if (found.status !== 503) expect(found.json.passages[0]?.text).toBe(sections.json.sections[1]?.text);
}

async function checkPostgres({ counts, postgres }: Invariants): Promise<void> {
  const { server, url } = postgres!;
  const ask = <R>(sql: string) => server.query<R>(sql, [], url);
  const [rows] = await ask<{ n: number }>('SELECT count(*)::int AS n FROM wiki_articles');
  expect(counts).toContain(rows?.n);
  const [cached] = await ask<{ n: number | null }>('SELECT sum(article_count)::int AS n FROM category_cache');
  expect(cached?.n).toBe(rows?.n);
  const [texts] = await ask<{ n: number }>('SELECT count(*)::int AS n FROM wiki_texts');
  expect([0, rows?.n]).toContain(texts?.n);
  // I2: one current dataset, no run whose process is gone, no table that should not be there.
  expect(await ask('SELECT universe, articles FROM lorekeeper_datasets')).toEqual([
    { universe: UNIVERSE, articles: rows?.n },
  ]);
  const stale = `SELECT id FROM scraping_logs WHERE status = 'running' AND heartbeat_at < now() - interval '60 seconds'`;
  expect(await ask(stale)).toEqual([]);
  const tables = await ask<{ tablename: string }>(
    `SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  expect(tables.map(({ tablename }) => tablename).filter((name) => !TABLES.includes(name))).toEqual([]);
}

/** I3: every image decodes, and nothing temporary is left over. */
async function checkImages({ imageDir }: ServiceHome): Promise<void> {
  for (const name of readdirSync(imageDir)) {
    const path = join(imageDir, name);
    if (name.endsWith('.img')) await expect(sharp(path).stats()).resolves.toBeTruthy();
    if (name.endsWith('.tmp')) expect([name, Date.now() - statSync(path).mtimeMs]).toEqual([name, expect.any(Number)]);
  }
}
