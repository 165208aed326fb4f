import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readNativePart, type RecordSink } from './read-records';
import { splitNative } from './split-native';

describe('a native file in parts', () => {
  let dir: string;
  let path: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'split-native-'));
    path = join(dir, 'articles-00001.jsonl');
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  /** What the parts give, one after the other. */
  async function readAll(partBytes: number) {
    const seen: string[] = [];
    let bytes = 0;
    const sink: RecordSink = {
      record: ({ title }) => seen.push(title),
      reject: ({ code }) => seen.push(code),
      bytes: (count) => (bytes += count),
    };
    const parts = (await splitNative([path], partBytes)) ?? [];
    for (const part of parts) await readNativePart(part, sink);
    return { seen, bytes, parts };
  }

  it('gives every line once and in order, however it is cut', async () => {
    const lines = fc.array(
      fc.oneof(
        fc.string({ minLength: 1, maxLength: 40 }).map((title) => JSON.stringify({ title: `T${title}` })),
        fc.constantFrom('', '{', '{"title":""}', JSON.stringify({ title: 'long', extract: 'x'.repeat(500) })),
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 300 }), fc.boolean(), async (texts, partBytes, isEnded) => {
        const content = texts.join('\n') + (isEnded ? '\n' : '');
        writeFileSync(path, content);
        const whole = await readAll(1 << 20);
        const cut = await readAll(partBytes);
        expect(cut.seen).toEqual(whole.seen);
        expect(cut.bytes).toBe(Buffer.byteLength(content));
      }),
      { numRuns: 100 },
    );
  });

  it('is cut behind the lines, and not within a line that is longer than a part', async () => {
    const long = JSON.stringify({ title: 'Long', extract: 'x'.repeat(200_000) });
    writeFileSync(path, ['{"title":"A"}', long, '{"title":"B"}', '{"title":"C"}'].join('\n'));
    const { parts, seen } = await readAll(20);
    expect(seen).toEqual(['A', 'Long', 'B', 'C']);
    // The first part ends in the long line; what follows is shorter than a part and a line.
    const behindLong = '{"title":"A"}\n'.length + long.length + 1;
    expect(parts.map(({ range }) => range)).toEqual([
      { start: 0, end: behindLong },
      { start: behindLong, end: behindLong + '{"title":"B"}\n{"title":"C"}'.length },
    ]);
  });

  it('is not cut where it is packed', async () => {
    writeFileSync(path, gzipSync('{"title":"A"}\n{"title":"B"}\n'));
    expect(await splitNative([path], 20)).toBeNull();
  });

  it('is one part where it cannot be read, which tells why', async () => {
    rmSync(path);
    expect(await readAll(20)).toMatchObject({ parts: [{ path }], seen: ['MISSING_FILE'] });
  });

  it('loses no more than one line where a part begins like a packed file', async () => {
    const lines = ['{"title":"A"}', Buffer.from([0x1f, 0x8b, 0x08]).toString('latin1'), '{"title":"B"}'];
    writeFileSync(path, Buffer.from(lines.join('\n'), 'latin1'));
    expect((await readAll(10)).seen).toEqual(['A', 'BAD_JSON', 'B']);
  });
});
