import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DecoderPool } from '../../src/images/decoder/decoder-pool';
import { hashOf, type StoredImage } from '../../src/images/index/image-record';
import { formatLine } from '../../src/images/index/journal-line';
import { diskBacking } from '../../src/images/store/backing';
import { ImageStore, type ImageStoreOptions } from '../../src/images/store/image-store';
import { closeDecoders, sharedDecoders } from '../harness/image-lab';
import { jpeg } from '../harness/sample-images';
import { tempDir } from '../harness/temp-dir';
import { until } from '../harness/until';

const NOBODY: Pick<DecoderPool, 'inspect'> = { inspect: () => Promise.reject(new Error('no decoder here')) };

let dir: Awaited<ReturnType<typeof tempDir>>;
const stores: ImageStore[] = [];
beforeEach(async () => {
  dir = await tempDir('store');
  mkdirSync(join(dir.path, '.state'));
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  await dir.remove();
});
afterAll(() => closeDecoders());

const journalPath = () => join(dir.path, '.state', 'images.jsonl');
const urlOf = (i: number) => `https://static.example.org/images/${i}/Some_image_name_${i}.png/revision/latest?cb=${i}`;

function record(i: number, sha256 = hashOf(`sha ${i}`).repeat(2)): StoredImage {
  return {
    state: 'valid',
    hash: hashOf(urlOf(i)),
    kind: 'article',
    format: 'webp',
    ...{ bytes: 1000 + i, width: 200, height: 100 + (i % 50), frames: 1 },
    sha256,
    thumbhash: 'SRgKFwKPd2aseGZj',
    ...{ fetchedAt: 1_700_000_000_000 + i, updatedAt: 1_700_000_000_000 + i },
    ...{ etag: '"x"', lastModified: undefined },
  };
}

const lineOf = (i: number) => `${formatLine({ record: record(i), url: urlOf(i) })}\n`;

function writeJournal(count: number): void {
  writeFileSync(journalPath(), Array.from({ length: count }, (_, i) => lineOf(i)).join(''));
}

/** Files of the size that the records tell. */
function writeFiles(count: number): void {
  for (let i = 0; i < count; i++) writeFileSync(pathOf(urlOf(i)), Buffer.alloc(1000 + i));
}

const pathOf = (url: string) => join(dir.path, `${hashOf(url)}.img`);

function openStore(options: Partial<ImageStoreOptions> = {}): ImageStore {
  const store = new ImageStore({ backing: diskBacking(dir.path), decoders: NOBODY, pollMs: 20, ...options });
  stores.push(store);
  return store;
}

test('100,000 images are known from the journal, in turns that leave the event loop alone', async () => {
  writeJournal(100_000);
  let turns = 0;
  let longestMs = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    turns += 1;
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
  }, 1);
  const store = openStore();
  await store.ready();
  clearInterval(timer);
  expect(turns).toBeGreaterThan(50);
  expect(longestMs).toBeLessThan(500);
  expect(store.stats()).toMatchObject({ files: 100_000, by_format: { webp: 100_000 } });
  expect(store.meta(urlOf(7))).toEqual(record(7));
  expect(store.has(urlOf(100_000))).toBe(false);
});

test('torn and foreign lines in the journal are passed over, and end nobody else', async () => {
  writeJournal(3);
  writeFiles(3);
  appendFileSync(
    journalPath(),
    'not json\nnull\n[]\n{"t":1}\n{"u":5,"t":"x"}\n{"u":"http://a/","t":1,"s":"ok"}\n{"u":"http',
  );
  const store = openStore();
  await store.ready();
  expect(store.stats().files).toBe(3);
  store.fail(urlOf(9), { reason: 'not_found', message: 'gone' } as never, 1, 5);
  await store.flush();
  const other = openStore();
  await other.ready();
  expect(other.stats().files).toBe(3);
  expect(other.failure(urlOf(9))).toMatchObject({ reason: 'not_found', attempts: 1, nextTryAt: 5 });
  await other.forgetFailures();
  expect(other.failure(urlOf(9))).toBeNull();
  await until(() => store.failure(urlOf(9)) === null);
});

test('a journal that has grown is rewritten, and nothing is lost', async () => {
  writeJournal(300);
  writeFiles(300);
  appendFileSync(journalPath(), lineOf(0).repeat(16_000));
  expect(statSync(journalPath()).size).toBeGreaterThan(4 * 1024 * 1024);
  const store = openStore();
  await store.ready();
  await store.compare();
  // Only lines that are alike may be left twice.
  expect(store.stats().files).toBe(300);
  store.forget(hashOf(urlOf(1)), urlOf(1));
  await store.flush();
  const other = openStore();
  await other.ready();
  expect(other.stats().files).toBe(299);
  expect(other.revision).not.toBe('');
});

test('what changed since is rewritten as its last state alone', async () => {
  const old = { ...record(0), updatedAt: 1 };
  const many = `${formatLine({ record: old, url: urlOf(0) })}\n`.repeat(16_000);
  writeFileSync(journalPath(), many + lineOf(0) + lineOf(1));
  writeFiles(2);
  const store = openStore();
  await store.ready();
  expect(readFileSync(journalPath(), 'utf8').trim().split('\n')).toHaveLength(2);
  expect(store.meta(urlOf(0))).toEqual(record(0));
});

test('a journal that was replaced is read anew', async () => {
  writeJournal(3);
  const store = openStore();
  await store.ready();
  rmSync(journalPath());
  writeFileSync(journalPath(), Array.from({ length: 5 }, (_, i) => lineOf(i)).join(''));
  await until(() => store.has(urlOf(4)));
});

test('what vanished is forgotten, what is unknown may be adopted, leftovers are swept', async () => {
  writeJournal(10);
  writeFiles(8);
  const image = await jpeg('adopt');
  const url = 'https://static.example.org/old.jpg';
  writeFileSync(pathOf(url), image);
  const leftover = join(dir.path, `${'a'.repeat(32)}.tmp`);
  const recent = join(dir.path, `${'b'.repeat(32)}.tmp`);
  const foreign = join(dir.path, 'notes.tmp');
  for (const path of [leftover, recent, foreign]) writeFileSync(path, 'x');
  utimesSync(leftover, 1, 1);
  utimesSync(foreign, 1, 1);
  const store = openStore({ decoders: sharedDecoders() });
  const gone: string[] = [];
  store.onChange(({ record }) => record.state === 'removed' && gone.push(record.hash));
  await store.compare();
  expect(gone.sort()).toEqual([urlOf(8), urlOf(9)].map(hashOf).sort());
  expect(store.stats().files).toBe(8);
  expect(store.has(url)).toBe(false);
  expect(store.mayAdopt(url)).toBe(true);
  const adopted = { format: 'jpeg', width: 96, height: 64, bytes: image.length };
  expect(await store.adopt(url, 'article')).toMatchObject(adopted);
  expect(store.has(url)).toBe(true);
  const left = [leftover, recent, foreign].map((path) => statSync(path, { throwIfNoEntry: false }) !== undefined);
  expect(left).toEqual([false, true, true]);
});

test.each([
  ['one by one', () => [0, 1, 2].map(urlOf)],
  ['all at once', () => undefined],
])('files that went behind our back are missed, compared %s', async (_, urls) => {
  writeJournal(3);
  writeFiles(3);
  const store = openStore();
  await store.compare();
  expect(store.stats().files).toBe(3);
  rmSync(pathOf(urlOf(1)));
  await store.compare(urls());
  expect([0, 1, 2].map((i) => store.has(urlOf(i)))).toEqual([true, false, true]);
});

test('two stores over one folder learn from each other', async () => {
  const [one, other] = [openStore({ decoders: sharedDecoders() }), openStore()];
  await Promise.all([one.ready(), other.ready()]);
  const heard: (string | null)[] = [];
  other.onChange((change) => heard.push(change.url));
  const url = 'https://static.example.org/a.jpg';
  writeFileSync(pathOf(url), await jpeg('a'));
  await one.adopt(url, 'article');
  await until(() => other.has(url));
  expect(other.meta(url)).toEqual(one.meta(url));
  other.forget(hashOf(url), url);
  await until(() => !one.has(url));
  expect(heard).toContain(url);
});

test('the revision does not depend on the order, and knows contents that were swapped', async () => {
  const revisionOf = async (records: StoredImage[]) => {
    writeFileSync(journalPath(), records.map((one) => `${formatLine({ record: one, url: null })}\n`).join(''));
    const store = openStore();
    await store.ready();
    return store.revision;
  };
  const [a, b] = [record(1), record(2)];
  const revision = await revisionOf([a, b]);
  expect(await revisionOf([b, a])).toBe(revision);
  expect(await revisionOf([a])).not.toBe(revision);
  expect(
    await revisionOf([
      { ...a, sha256: b.sha256 },
      { ...b, sha256: a.sha256 },
    ]),
  ).not.toBe(revision);
});
