import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RowsReader } from './rows-reader';

describe('the reader of a rows file', () => {
  const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff));
  let dir = '';
  let reader: RowsReader;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lorekeeper-rows-'));
    await writeFile(join(dir, 'rows'), bytes);
    reader = await RowsReader.open(join(dir, 'rows'));
  });
  afterEach(async () => {
    await reader.close();
    await rm(dir, { recursive: true });
  });

  it.each([
    [0, 10],
    [65_530, 20],
    [199_990, 10],
    [100, 150_000],
  ])('reads from %i %i bytes, through the thread pool first and directly afterwards', async (position, length) => {
    const expected = bytes.subarray(position, position + length);
    const first = reader.read(position, length);
    expect(first).toBeInstanceOf(Promise);
    expect(expected.equals(await first)).toBe(true);
    const again = reader.read(position, length);
    expect(Buffer.isBuffer(again) && expected.equals(again)).toBe(true);
    expect(Buffer.isBuffer(reader.read(position, length - 1))).toBe(true);
  });

  it.each([
    ['the disk was read', 10, [8, 16], false],
    ['only another process had the processor', 10, [8, 8], true],
    ['the system does not count what is read', 10, [0, 0], false],
    ['it was none', 0.1, [8, 16], true],
  ])('after a slow direct read reads directly only if it knows better: %s', async (_, ms, diskReads, isDirect) => {
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => (now += ms));
    const used = process.resourceUsage();
    const usage = jest.spyOn(process, 'resourceUsage');
    for (const fsRead of diskReads) usage.mockReturnValueOnce({ ...used, fsRead });
    try {
      for (let slow = 0; slow < 2; slow++) {
        await reader.read(0, 10);
        await reader.read(0, 10);
      }
      const next = reader.read(0, 10);
      expect(Buffer.isBuffer(next)).toBe(isDirect);
      await next;
    } finally {
      clock.mockRestore();
      usage.mockRestore();
    }
  });

  it('refuses what lies beyond the end', async () => {
    await expect(reader.read(199_990, 11)).rejects.toThrow('shorter');
    await reader.read(199_990, 10);
    expect(() => reader.read(199_990, 11)).toThrow('shorter');
  });
});
