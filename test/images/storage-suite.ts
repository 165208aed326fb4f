import { readFile } from 'node:fs/promises';
import type { ImageStorage } from '../../src/images/storage/image-storage';

const ORIGINAL = `${'a1'.repeat(16)}.img`;
const VARIANT = `ab/${'ab'.repeat(32)}.webp`;

async function* chunks(...parts: string[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}

async function all(names: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const name of names) found.push(name);
  return found.sort();
}

/** What every storage of images must do. */
export function describeStorage(name: string, open: () => Promise<ImageStorage>): void {
  describe(`${name} as an image storage`, () => {
    let storage: ImageStorage;
    beforeEach(async () => {
      storage = await open();
      await storage.prepare();
    });

    test.each([ORIGINAL, VARIANT])('%s is not there, is published, read, listed and removed', async (name) => {
      expect(await storage.open(name)).toBeNull();
      expect(await storage.stat(name)).toBeNull();
      await storage.publish(await storage.receive(chunks('one ', 'two')), name);
      const file = await storage.open(name);
      expect(file?.bytes).toBe(7);
      expect((await file!.read()).toString()).toBe('one two');
      expect(await storage.stat(name)).toMatchObject({ bytes: 7 });
      expect(await storage.withPath(name, async (path) => (await readFile(path)).toString())).toBe('one two');
      expect([await all(storage.listOriginals()), await all(storage.listVariants())]).toEqual(
        name === ORIGINAL ? [[ORIGINAL], []] : [[], [VARIANT]],
      );
      expect([await storage.remove(name), await storage.remove(name)]).toEqual([true, false]);
      expect(await storage.open(name)).toBeNull();
    });

    test('a file is streamed whole, and replaced whole', async () => {
      await storage.publish(await storage.receive(chunks('old')), ORIGINAL);
      await storage.publish(await storage.receive(chunks('newer')), ORIGINAL);
      const parts: Buffer[] = [];
      for await (const part of (await storage.open(ORIGINAL))!.stream()) parts.push(part as Buffer);
      expect(Buffer.concat(parts).toString()).toBe('newer');
    });

    test('a body that fails, and a draft that is given up, leave nothing', async () => {
      const broken = (async function* () {
        yield Buffer.from('half');
        throw new Error('cut');
      })();
      await expect(storage.receive(broken)).rejects.toThrow('cut');
      const draft = await storage.receive(chunks('whole'));
      await storage.discard(draft);
      await storage.discard(draft);
      await expect(storage.publish(draft, ORIGINAL)).rejects.toMatchObject({ code: 'ENOENT' });
      expect(await all(storage.listOriginals())).toEqual([]);
    });

    test('the time of the last use is kept', async () => {
      await storage.publish(await storage.receive(chunks('x')), VARIANT);
      await storage.touch(VARIANT, 1_600_000_000_000);
      expect(await storage.stat(VARIANT)).toEqual({ bytes: 1, modifiedAt: 1_600_000_000_000 });
    });

    test('it can be written to, and tells its room where it has an end', async () => {
      await storage.tryToWrite();
      const space = await storage.space();
      if (space) expect(space.totalBytes).toBeGreaterThanOrEqual(space.freeBytes);
      expect(await all(storage.listOriginals())).toEqual([]);
    });
  });
}
