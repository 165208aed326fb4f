import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DecoderPool } from '../../src/images/decoder/decoder-pool';
import { systemDisk, type Disk } from '../../src/images/store/disk';
import { formatLine } from '../../src/images/store/journal-line';
import { hashOf, type StoredImage } from '../../src/images/store/image-record';
import { ImageStore } from '../../src/images/store/image-store';
import { closeDecoders, sharedDecoders } from '../harness/image-lab';
import { jpeg } from '../harness/sample-images';
import { tempDir } from '../harness/temp-dir';

const NOBODY: Pick<DecoderPool, 'inspect'> = { inspect: () => Promise.reject(new Error('no decoder here')) };

let dir: Awaited<ReturnType<typeof tempDir>>;
beforeEach(async () => {
  dir = await tempDir('store');
  mkdirSync(join(dir.path, '.state'));
});
afterEach(() => dir.remove());
afterAll(() => closeDecoders());

const journalPath = () => join(dir.path, '.state', 'images.jsonl');
const urlOf = (i: number) => `https://static.example.org/images/${i}/Some_image_name_${i}.png/revision/latest?cb=${i}`;

function record(i: number, sha256 = hashOf(`sha ${i}`).repeat(2)): StoredImage {
  const size = { bytes: 1000 + i, width: 200, height: 100 + (i % 50), frames: 1 };
  const times = { fetchedAt: 1_700_000_000_000 + i, updatedAt: 1_700_000_000_000 + i };
  const hash = hashOf(urlOf(i));
  return {
    state: 'valid',
    hash,
    kind: 'article',
    format: 'webp',
    ...size,
    sha256,
    thumbhash: 'SRgKFwKPd2aseGZj',
    ...times,
  };
}

function writeJournal(count: number): void {
  const lines = [`{"journal":"${randomBytes(16).toString('hex')}"}`];
  for (let i = 0; i < count; i++)
    lines.push(formatLine({ record: record(i), details: { url: urlOf(i), etag: '"x"' } }));
  writeFileSync(journalPath(), `${lines.join('\n')}\n`);
}

/** A disk whose listing shows the files of so many records, without making them. */
function diskThatShows(count: number): Disk {
  const names = Array.from({ length: count }, (_, i) => `${hashOf(urlOf(i))}.img`);
  return { ...systemDisk, readdir: (() => Promise.resolve(names)) as unknown as Disk['readdir'] };
}

/** Files that a scan of the folder finds. */
function writeFiles(count: number): void {
  for (let i = 0; i < count; i++) writeFileSync(join(dir.path, `${hashOf(urlOf(i))}.img`), 'x');
}

function openStore(options: Partial<ConstructorParameters<typeof ImageStore>[0]> = {}): ImageStore {
  return new ImageStore({ dir: dir.path, decoders: NOBODY, pollMs: 20, ...options });
}

test('100,000 images: a start from the index does not delay anything, lookups are cheap', async () => {
  writeJournal(100_000);
  const disk = diskThatShows(100_000);
  const first = openStore({ disk });
  await first.scanned();
  expect(first.stats()).toMatchObject({ files: 100_000, by_format: { webp: 100_000 } });
  const { revision } = first;
  await first.save();
  const store = openStore({ disk });
  const began = performance.now();
  await store.load();
  const loadMs = performance.now() - began;
  expect(store.stats().files).toBe(100_000);
  expect(store.revision).toBe(revision);
  expect(loadMs).toBeLessThan(10_000);

  const lookups = performance.now();
  for (let i = 0; i < 20_000; i++) if (!store.has(urlOf(i))) throw new Error('missing');
  const microseconds = ((performance.now() - lookups) * 1000) / 20_000;
  expect(microseconds).toBeLessThan(50);
  expect(store.meta(urlOf(7))).toEqual(record(7));
  expect(store.has(urlOf(100_000))).toBe(false);
  expect(await store.details(urlOf(99_999))).toEqual({ url: urlOf(99_999), etag: '"x"' });
  await first.close();
  await store.close();
});

test('an index that is damaged, or of another journal, is not used', async () => {
  writeJournal(100);
  const disk = diskThatShows(100);
  const store = openStore({ disk });
  await store.scanned();
  await store.save();
  const { revision } = store;
  const index = join(dir.path, '.state', 'images.index');
  const bytes = readFileSync(index);
  for (const damaged of [
    bytes.subarray(0, bytes.length - 5),
    Buffer.alloc(bytes.length),
    Buffer.from('{}'),
    Buffer.alloc(0),
  ]) {
    writeFileSync(index, damaged);
    const other = openStore({ disk });
    await other.load();
    expect(other.revision).toBe(revision);
  }
  writeFileSync(index, bytes);
  // The journal of a restored backup: what it says is added, and no place in the old one is believed.
  writeJournal(140);
  const other = openStore({ disk: diskThatShows(140) });
  await other.scanned();
  expect(other.stats().files).toBe(140);
  expect(await other.details(urlOf(139))).toEqual({ url: urlOf(139), etag: '"x"' });
});

test('torn and foreign lines in the journal are passed over', async () => {
  writeJournal(3);
  appendFileSync(
    journalPath(),
    'not json\nnull\n[]\n{"t":1}\n{"u":5,"t":"x"}\n{"u":"http://a/","t":1,"s":"ok"}\n{"u":"http',
  );
  const store = openStore();
  await store.load();
  expect(store.stats().files).toBe(3);
  store.fail(urlOf(9), { reason: 'not_found', message: 'gone' } as never, 1, 5);
  await store.save();
  const other = openStore();
  await other.load();
  expect(other.failure(urlOf(9))).toMatchObject({ reason: 'not_found', attempts: 1, nextTryAt: 5 });
  expect(await other.details(urlOf(9))).toMatchObject({ url: urlOf(9), message: 'gone' });
});

test('a journal that has grown is rewritten, and nothing is lost', async () => {
  writeJournal(300);
  writeFiles(300);
  const line = `${formatLine({ record: record(0), details: { url: urlOf(0) } })}\n`;
  appendFileSync(journalPath(), line.repeat(16_000));
  expect(statSync(journalPath()).size).toBeGreaterThan(4 * 1024 * 1024);
  const store = openStore();
  await store.scanned();
  expect(statSync(journalPath()).size).toBeLessThan(200_000);
  expect(store.stats().files).toBe(300);
  expect(await store.details(urlOf(299))).toEqual({ url: urlOf(299), etag: '"x"' });
  store.forget(hashOf(urlOf(1)), urlOf(1));
  await store.close();
  const other = openStore();
  await other.load();
  expect(other.stats().files).toBe(299);
  expect(other.revision).toBe(store.revision);
  await other.close();
});

test('what vanished is forgotten, what is unknown may be adopted, leftovers are swept', async () => {
  writeJournal(10);
  writeFiles(8);
  const image = await jpeg('adopt');
  const url = 'https://static.example.org/old.jpg';
  writeFileSync(join(dir.path, `${hashOf(url)}.img`), image);
  const leftover = join(dir.path, `${'a'.repeat(32)}.tmp`);
  const recent = join(dir.path, `${'b'.repeat(32)}.tmp`);
  const foreign = join(dir.path, 'notes.tmp');
  for (const path of [leftover, recent, foreign]) writeFileSync(path, 'x');
  utimesSync(leftover, 1, 1);
  utimesSync(foreign, 1, 1);
  const store = openStore({ decoders: sharedDecoders() });
  const gone: (string | null)[] = [];
  store.onChange((changes) => {
    for (const { record, details } of changes) if (record.state === 'removed') gone.push(details.url);
  });
  await store.scanned();
  await store.save();
  expect(gone.sort()).toEqual([urlOf(8), urlOf(9)]);
  expect(store.stats().files).toBe(8);
  expect(store.has(url)).toBe(false);
  expect(store.mayAdopt(url)).toBe(true);
  expect(await store.adopt(url, 'article')).toMatchObject({
    format: 'jpeg',
    width: 96,
    height: 64,
    bytes: image.length,
  });
  expect(store.has(url)).toBe(true);
  expect([leftover, recent, foreign].map((path) => statSync(path, { throwIfNoEntry: false }) !== undefined)).toEqual([
    false,
    true,
    true,
  ]);
  await store.close();
});

test('two stores over one folder learn from each other', async () => {
  const [one, other] = [openStore({ decoders: sharedDecoders() }), openStore()];
  await Promise.all([one.scanned(), other.scanned()]);
  const heard: string[] = [];
  other.onChange((changes) => heard.push(...changes.map(({ details }) => details.url ?? '')));
  const url = 'https://static.example.org/a.jpg';
  writeFileSync(join(dir.path, `${hashOf(url)}.img`), await jpeg('a'));
  await one.adopt(url, 'article');
  await one.save();
  for (let i = 0; i < 100 && !other.has(url); i++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(other.meta(url)).toEqual(one.meta(url));
  other.forget(hashOf(url), url);
  await other.save();
  for (let i = 0; i < 100 && one.has(url); i++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(one.has(url)).toBe(false);
  expect(heard).toContain(url);
  await Promise.all([one.close(), other.close()]);
});

test('the revision does not depend on the order, and knows contents that were swapped', async () => {
  const revisionOf = async (records: StoredImage[]) => {
    rmSync(join(dir.path, '.state'), { recursive: true });
    mkdirSync(join(dir.path, '.state'));
    writeFileSync(
      journalPath(),
      records.map((one) => `${formatLine({ record: one, details: { url: null } })}\n`).join(''),
    );
    const store = openStore();
    await store.load();
    const { revision } = store;
    await store.close();
    return revision;
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
