import { readdir } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { ArchiveStore } from '../../src/exports/archives/archive-store';
import { writeArchive, type ArchiveTarget } from '../../src/exports/archives/write-archive';
import type { ArchiveFile } from '../../src/exports/export';
import { Troubles } from '../../src/problem/troubles';
import { readZip } from '../harness/read-zip';
import { tempDir } from '../harness/temp-dir';

let dir: Awaited<ReturnType<typeof tempDir>>;
let troubles: Troubles;
beforeEach(async () => {
  dir = await tempDir('archives');
  troubles = new Troubles();
});
afterEach(() => dir.remove());

const storeOf = (options: { maxBytes?: number; reserveBytes?: number } = {}) =>
  new ArchiveStore({ dir: dir.path, maxBytes: 1e9, reserveBytes: 0, troubles, ...options });
const archives = async () => (await readdir(dir.path)).sort();

async function* files(content = 'text'): AsyncGenerator<ArchiveFile> {
  yield { name: 'a.txt', content: Buffer.from(content) };
  yield { name: 'b.txt', content: Readable.from([Buffer.from(content)], { objectMode: false }) };
}

const writing = (made: () => AsyncIterable<ArchiveFile>) => (target: ArchiveTarget) => writeArchive(made(), target);

test('made once for all who ask while it is made, and sent as it is written', async () => {
  const store = storeOf();
  let made = 0;
  let release = () => undefined as void;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const slow = async function* () {
    made++;
    yield { name: 'a.txt', content: Buffer.alloc(3 << 20, 'x'), isPacked: true };
    await gate;
    yield { name: 'b.txt', content: Buffer.from('b') };
  };
  const readers = await Promise.all(
    Array.from({ length: 5 }, async () => (await store.open('a.zip', writing(slow))).read()),
  );
  const first = await new Promise<Buffer>((resolve) => readers[0]!.once('data', resolve));
  expect(first.subarray(0, 2).toString()).toBe('PK');
  expect(await archives()).toEqual([expect.stringMatching(/^a\.zip\.[0-9a-f]+\.tmp$/)]);
  release();
  const whole = await Promise.all(readers.slice(1).map((reader) => buffer(reader)));
  expect(made).toBe(1);
  for (const bytes of whole) expect([...(await readZip(bytes)).keys()]).toEqual(['a.txt', 'b.txt']);
  expect(await archives()).toEqual(['a.zip']);
  expect((await store.open('a.zip', writing(slow))).bytes).toBe(whole[0]!.length);
  expect(made).toBe(1);
});

test('those not asked for longest go above the limit; the newest stays', async () => {
  const { bytes } = await (await storeOf().open('z.zip', writing(files))).whole();
  const store = storeOf({ maxBytes: bytes! * 2.5 });
  for (const name of ['a.zip', 'b.zip', 'c.zip']) {
    await (await store.open(name, writing(files))).whole();
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (name === 'b.zip') await store.open('a.zip', writing(files));
  }
  await store.stop();
  expect(await archives()).toEqual(['a.zip', 'c.zip']);
});

test('F125 a full disk: in words, nothing is left behind, and made as soon as there is room', async () => {
  const full = storeOf({ reserveBytes: Number.MAX_SAFE_INTEGER });
  await expect((await full.open('a.zip', writing(files))).whole()).rejects.toMatchObject({
    code: 'EXPORT_UNAVAILABLE',
  });
  expect(troubles.list()).toEqual([expect.objectContaining({ name: 'exports' })]);
  const filling = async function* (): AsyncGenerator<ArchiveFile> {
    yield* files();
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  };
  const store = storeOf();
  const archive = await store.open('a.zip', writing(filling));
  const reading = buffer(archive.read());
  await expect(reading).rejects.toMatchObject({ code: 'EXPORT_UNAVAILABLE' });
  expect(await archives()).toEqual([]);
  await (await store.open('a.zip', writing(files))).whole();
  await store.stop();
  expect(troubles.list()).toEqual([]);
});

test('a service that stops leaves nothing half made', async () => {
  const store = storeOf();
  const endless = async function* (): AsyncGenerator<ArchiveFile> {
    for (let n = 0; ; n++) {
      yield { name: `${n}.txt`, content: Buffer.alloc(1 << 16, 'x') };
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  const reading = buffer((await store.open('a.zip', writing(endless))).read());
  reading.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await store.stop();
  await expect(reading).rejects.toThrow();
  expect(await archives()).toEqual([]);
});
