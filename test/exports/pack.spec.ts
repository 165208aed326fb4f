import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ARTICLE_MEMBERS } from '../../src/params/article-members';
import { assertPlain } from '../../src/exports/archives/zip';
import { startTestWorld, type TestApi, type TestWorld } from '../api/test-api';
import { testRecords } from '../api/test-records';
import { readZip } from '../harness/read-zip';

let api: TestApi & { world: TestWorld };
beforeEach(async () => {
  api = await startTestWorld();
});
afterEach(() => api.close());

const url = (query = '') => `${api.url}/api/v1/wiki/test_world/pack.zip${query}`;
const ask = (query = '', headers: Record<string, string> = {}, method = 'GET') =>
  fetch(url(query), { method, headers });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const lines = (content: Buffer | undefined) =>
  content!
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

interface Manifest {
  format: string;
  universe: string;
  dataset_version: string;
  licence: { name: string };
  counts: Record<string, number>;
  files: { name: string; bytes: number; sha256: string; records: number }[];
}

test('holds every article, licence and attribution, and a manifest that is true', async () => {
  const response = await ask();
  expect(response.headers.get('content-type')).toBe('application/zip');
  const files = await readZip(await bytesOf(response));
  const manifest = JSON.parse(files.get('manifest.json')!.toString()) as Manifest;
  expect(manifest).toMatchObject({
    format: 'lorekeeper-pack-1',
    universe: 'test_world',
    dataset_version: response.headers.get('x-dataset-version'),
  });
  expect(manifest.licence.name).not.toBe('');
  expect(files.get('ATTRIBUTION.md')!.toString()).toContain(manifest.licence.name);
  expect([...files.keys()]).toEqual([...manifest.files.map(({ name }) => name), 'manifest.json']);
  for (const { name, bytes, sha256 } of manifest.files) {
    const content = files.get(name)!;
    expect([name, content.length]).toEqual([name, bytes]);
    expect([name, createHash('sha256').update(content).digest('hex')]).toEqual([name, sha256]);
  }
  const exported = await fetch(`${api.url}/api/v1/wiki/test_world/export.ndjson`);
  const articles = lines(files.get('articles.ndjson'));
  expect(articles).toEqual(
    lines(await bytesOf(exported)).map(
      ({
        image_cached: _1,
        image_width: _2,
        image_height: _3,
        placeholder: _4,
        scraped_at: _5,
        licence: _6,
        ...kept
      }) => kept,
    ),
  );
  expect(manifest.counts.articles).toBe(articles.length);
  expect(Object.keys(articles[0]!).every((name) => ARTICLE_MEMBERS.includes(name))).toBe(true);
});

test('some categories; the pictures that are stored, and another pack once there are more', async () => {
  const characters = await readZip(await bytesOf(await ask('?category=characters')));
  const articles = lines(characters.get('articles.ndjson'));
  expect(new Set(articles.map(({ category }) => category))).toEqual(new Set(['characters']));
  const first = await ask('?images=200');
  expect([...(await readZip(await bytesOf(first))).keys()].filter((name) => name.startsWith('images/'))).toEqual([]);
  const { id, image_url } = articles.find((article) => article.image_url !== null)!;
  api.images.cached.add(image_url as string);
  api.images.changes++;
  const second = await ask('?images=200');
  expect(second.headers.get('etag')).not.toBe(first.headers.get('etag'));
  expect((await readZip(await bytesOf(second))).get(`images/${id as number}.webp`)!.toString()).toBe(
    `200 ${image_url as string}`,
  );
  // A picture elsewhere changes nothing for packs without it.
  api.images.changes++;
  expect((await ask('?images=200')).headers.get('etag')).toBe(second.headers.get('etag'));
});

test('the same bytes for whoever asks, made once, kept within a limit', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, async () => bytesOf(await ask())));
  expect(new Set(answers.map((bytes) => createHash('sha256').update(bytes).digest('hex'))).size).toBe(1);
  expect(await readdir(api.packsDir)).toHaveLength(1);
  const [name = ''] = await readdir(api.packsDir);
  await rm(join(api.packsDir, name));
  expect(await bytesOf(await ask())).toEqual(answers[0]);
});

test('ETag, HEAD and ranges', async () => {
  const whole = await bytesOf(await ask());
  const kept = await ask();
  expect(await bytesOf(kept)).toEqual(whole);
  expect(kept.headers.get('content-length')).toBe(String(whole.length));
  const etag = kept.headers.get('etag')!;
  expect((await ask('', { 'if-none-match': etag })).status).toBe(304);
  const head = await ask('', {}, 'HEAD');
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(whole.length)]);
  for (const [range, start, end] of [
    ['bytes=0-99', 0, 100],
    ['bytes=100-', 100, whole.length],
    ['bytes=-10', whole.length - 10, whole.length],
    [`bytes=5-${whole.length * 2}`, 5, whole.length],
  ] as const) {
    const part = await ask('', { range, 'if-range': etag });
    expect([range, part.status, part.headers.get('content-range')]).toEqual([
      range,
      206,
      `bytes ${start}-${end - 1}/${whole.length}`,
    ]);
    expect(await bytesOf(part)).toEqual(whole.subarray(start, end));
  }
  expect((await ask('', { range: `bytes=${whole.length}-` })).status).toBe(416);
  expect((await ask('', { range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
  expect((await ask('', { range: 'pages=1-2' })).status).toBe(200);
});

test('F124 what a killed process left is no pack, and goes', async () => {
  const left = join(api.packsDir, 'test_world-0.zip.0123.tmp');
  await mkdir(api.packsDir, { recursive: true });
  await writeFile(left, 'half of a pack');
  await utimes(left, new Date(0), new Date(0));
  await readZip(await bytesOf(await ask()));
  expect((await readdir(api.packsDir)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('no name leaves the folder that a zip is unpacked to', () => {
  for (const name of [
    '../x',
    '/x',
    'a/../../x',
    'a\\..\\x',
    'C:x',
    'a//b',
    '.',
    'a/.',
    'x\0',
    'con.',
    'x ',
    `${'x'.repeat(300)}`,
  ])
    expect(() => assertPlain(name)).toThrow('not a name');
  for (const name of ['articles.ndjson', 'images/123.webp', 'packs/lore/000005.ldb'])
    expect(() => assertPlain(name)).not.toThrow();
});

test('the whole texts come along, unless they are not wanted', async () => {
  const records = testRecords().map((record, n) =>
    n === 0
      ? { ...record, sections: [{ index: 0, level: 1, heading: '', anchor: '', text: 'The *lead* of it.' }] }
      : record,
  );
  await api.world.publish('test_world', records);
  const files = await readZip(await bytesOf(await ask()));
  const texts = lines(files.get('texts.ndjson'));
  expect(texts.find(({ title }) => title === records[0]!.title)).toMatchObject({
    sections: [{ index: 0, text: 'The *lead* of it.' }],
  });
  expect([...(await readZip(await bytesOf(await ask('?text=false')))).keys()]).not.toContain('texts.ndjson');
});
