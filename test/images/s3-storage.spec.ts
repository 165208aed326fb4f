import { join } from 'node:path';
import { readdirSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { LocalCopies } from '../../src/images/storage/local-copies';
import { ObjectStore } from '../../src/images/storage/object-store';
import { S3Storage } from '../../src/images/storage/s3-storage';
import { TestObjectStore } from '../harness/object-store';
import { tempDir } from '../harness/temp-dir';
import { describeStorage } from './storage-suite';

const ORIGINAL = `${'a1'.repeat(16)}.img`;
const VARIANT = `ab/${'ab'.repeat(32)}.webp`;

let store: TestObjectStore;
let dir: Awaited<ReturnType<typeof tempDir>>;
const opened: ObjectStore[] = [];
beforeAll(async () => void (store = await TestObjectStore.start()));
afterAll(() => store.stop());
let prefix = 0;
beforeEach(async () => {
  dir = await tempDir('copies');
  store.fault = 'none';
  prefix += 1;
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((objects) => objects.close()));
  await dir.remove();
});

/** A machine of its own over the store; each test has a prefix of its own. */
async function machine(name = 'one', maxBytes = 1e6): Promise<S3Storage> {
  const objects = new ObjectStore(store.config(`test-${prefix}/`));
  opened.push(objects);
  const storage = new S3Storage(objects, new LocalCopies(join(dir.path, name), maxBytes));
  await storage.prepare();
  return storage;
}

async function* body(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

async function put(storage: S3Storage, name: string, text: string): Promise<void> {
  await storage.publish(await storage.receive(body(text)), name);
}

const read = async (storage: S3Storage, name: string) => (await (await storage.open(name))?.read())?.toString();

describeStorage('an S3 store', () => machine());

test('what one machine stores the other has, also when it is replaced', async () => {
  const [one, other] = [await machine('one'), await machine('other')];
  await put(one, ORIGINAL, 'old');
  expect(await read(other, ORIGINAL)).toBe('old');
  await put(one, ORIGINAL, 'newer');
  expect([await read(other, ORIGINAL), await read(one, ORIGINAL)]).toEqual(['newer', 'newer']);
  await one.remove(ORIGINAL);
  expect(await read(other, ORIGINAL)).toBeUndefined();
});

test('what was used lately is not transferred again, also after a restart', async () => {
  const storage = await machine();
  await put(storage, VARIANT, 'small');
  store.asked.length = 0;
  expect([await read(storage, VARIANT), await read(await machine(), VARIANT)]).toEqual(['small', 'small']);
  expect(store.asked).toEqual([]);
});

test('F119 while the store is away, what is at hand is served, and the rest fails in words', async () => {
  const storage = await machine();
  await put(storage, ORIGINAL, 'at hand');
  store.fault = 'away';
  expect(await read(storage, ORIGINAL)).toBe('at hand');
  const absent = `${'b2'.repeat(16)}.img`;
  await expect(storage.open(absent)).rejects.toMatchObject({
    reason: 'store_away',
    message: 'The object store cannot be reached.',
  });
  const draft = await storage.receive(body('x'));
  await expect(storage.publish(draft, absent)).rejects.toMatchObject({ reason: 'store_away' });
  expect(readdirSync(join(dir.path, 'one')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test.each([
  ['fails', 'store_away', 'The object store fails: it answered with status 503.'],
  ['refuses', 'store_away', 'The object store refuses access: its credentials or rights do not suffice.'],
] as const)('a store that %s is told so in words', async (fault, reason, message) => {
  const storage = await machine();
  store.fault = fault;
  await expect(storage.tryToWrite()).rejects.toMatchObject({ reason, message });
});

test('a bucket that is not there is told so', async () => {
  const objects = new ObjectStore({ ...store.config(), bucket: 'nowhere' });
  opened.push(objects);
  const storage = new S3Storage(objects, new LocalCopies(join(dir.path, 'x'), 1000));
  await storage.prepare();
  await expect(storage.tryToWrite()).rejects.toMatchObject({ message: 'The bucket of IMAGE_STORE is not there.' });
});

test.each(['breaks off', 'lies'] as const)('bytes of a store that %s are not served, and not kept', async (fault) => {
  await put(await machine('one'), ORIGINAL, 'what was stored');
  const other = await machine('other');
  store.fault = fault;
  await expect(read(other, ORIGINAL)).rejects.toMatchObject({ reason: 'disk_error' });
  store.fault = 'none';
  expect(await read(other, ORIGINAL)).toBe('what was stored');
});

test('the copies on a machine stay below their limit', async () => {
  const storage = await machine('one', 50_000);
  for (let i = 0; i < 20; i++) {
    const hash = createHash('sha256').update(String(i)).digest('hex');
    await put(storage, `${hash.slice(0, 2)}/${hash}.webp`, 'x'.repeat(10_000));
  }
  const folder = join(dir.path, 'one');
  const size = () =>
    readdirSync(folder).reduce(
      (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  for (let tries = 0; tries < 100 && size() > 50_000; tries++) await new Promise((done) => setTimeout(done, 20));
  expect(size()).toBeLessThanOrEqual(50_000);
});

test('what an image was published with comes back with its facts', async () => {
  const storage = await machine();
  await storage.publish(await storage.receive(body('x')), ORIGINAL, { contentType: 'image/png', record: '{"ü":1}' });
  expect(await storage.stat(ORIGINAL)).toMatchObject({ bytes: 1, record: '{"ü":1}' });
});
