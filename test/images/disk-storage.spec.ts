import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DiskStorage } from '../../src/images/storage/disk-storage';
import { tempDir } from '../harness/temp-dir';
import { describeStorage } from './storage-suite';

let dir: Awaited<ReturnType<typeof tempDir>>;
beforeEach(async () => (dir = await tempDir('storage')));
afterEach(() => dir.remove());

describeStorage('the disk', async () => new DiskStorage(join(dir.path, 'images')));

test('folders, links and foreign files are no images', async () => {
  const storage = new DiskStorage(dir.path);
  const name = `${'0'.repeat(32)}.img`;
  writeFileSync(join(dir.path, 'target'), 'secret');
  symlinkSync(join(dir.path, 'target'), join(dir.path, name));
  mkdirSync(join(dir.path, `${'1'.repeat(32)}.img`));
  mkdirSync(join(dir.path, 'zz'));
  writeFileSync(join(dir.path, 'zz', `${'2'.repeat(64)}.webp`), 'x');
  for (const one of [name, `${'1'.repeat(32)}.img`]) {
    expect([await storage.open(one), await storage.stat(one)]).toEqual([null, null]);
  }
  for await (const variant of storage.listVariants()) throw new Error(variant);
});

test('a variant finds its folder again after it was removed', async () => {
  const storage = new DiskStorage(dir.path);
  const name = `cd/${'c'.repeat(64)}.webp`;
  const draft = async () =>
    storage.receive(
      (async function* () {
        yield Buffer.from('x');
      })(),
    );
  await storage.publish(await draft(), name);
  await dir.remove();
  await storage.prepare();
  await storage.publish(await draft(), name);
  expect(readdirSync(join(dir.path, 'cd'))).toHaveLength(1);
});
