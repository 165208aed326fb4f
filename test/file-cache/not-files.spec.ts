import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listContentUniverses } from '../../src/file-cache/per-article-files';
import { readRecords, type RecordSink, type Rejection } from '../../src/file-cache/read-records';
import {
  contentHashOf,
  findSourceFiles,
  fingerprintOf,
  listCachedUniverses,
  pathsOf,
} from '../../src/file-cache/source-files';
import { tempDir } from '../harness/temp-dir';

const UNIVERSE = 'vexmoor';
const GOOD = '{"title":"Dusk"}\n{"title":"Dawn"}\n';

let dir: { path: string; remove(): Promise<void> };
let cache: string;
let socket: Server | null = null;

beforeEach(async () => {
  dir = await tempDir('not-files');
  cache = join(dir.path, 'cache');
  mkdirSync(join(cache, UNIVERSE), { recursive: true });
});
afterEach(async () => {
  await new Promise<void>((resolve) => (socket ? socket.close(() => resolve()) : resolve()));
  socket = null;
  await dir.remove();
});

async function read(perArticle: string[] = []) {
  const sources = await findSourceFiles(cache, UNIVERSE, perArticle);
  const titles: string[] = [];
  const rejections: Rejection[] = [];
  const sink: RecordSink = {
    record: ({ title }) => titles.push(title),
    reject: (rejection) => rejections.push(rejection),
    bytes: () => undefined,
  };
  await readRecords(sources, sink, { withTexts: true });
  // Both go through all files, too.
  await contentHashOf(sources);
  await fingerprintOf(sources);
  return { titles, rejections, files: pathsOf(sources).length };
}

const KINDS: [what: string, make: (path: string) => void | Promise<void>][] = [
  ['a FIFO', (path) => void execFileSync('mkfifo', [path])],
  ['a link to a FIFO', (path) => (execFileSync('mkfifo', [`${path}.fifo`]), symlinkSync(`${path}.fifo`, path))],
  ['a link to an endless device', (path) => symlinkSync('/dev/zero', path)],
  ['a link to a terminal', (path) => symlinkSync('/dev/tty', path)],
  ['a folder', (path) => void mkdirSync(path)],
  ['a link to a folder', (path) => symlinkSync('/tmp', path)],
  [
    'a socket',
    (path) =>
      new Promise<void>((resolve) => {
        socket = createServer().listen(path, () => resolve());
      }),
  ],
];

describe.each(KINDS)('F92 %s', (_, make) => {
  it('among native files is named, and the others are read', async () => {
    writeFileSync(join(cache, UNIVERSE, 'b.jsonl'), GOOD);
    await make(join(cache, UNIVERSE, 'a.jsonl'));
    const { titles, rejections } = await read();
    expect(titles).toEqual(['Dusk', 'Dawn']);
    expect(rejections).toEqual([expect.objectContaining({ code: 'NOT_A_FILE', file: 'a.jsonl' })]);
  });

  it('as a packed file, a manifest or a categorised file holds nothing up', async () => {
    writeFileSync(join(cache, UNIVERSE, 'b.jsonl'), GOOD);
    await make(join(cache, UNIVERSE, 'manifest.json'));
    if (socket) return expect((await read()).titles).toHaveLength(2);
    await make(join(cache, UNIVERSE, 'a.jsonl.gz'));
    await make(join(cache, `${UNIVERSE}_depth2.json`));
    const { titles, rejections } = await read();
    expect(titles).toEqual(['Dusk', 'Dawn']);
    expect(rejections.map(({ file }) => file).sort()).toEqual([
      'a.jsonl.gz',
      'manifest.json',
      `${UNIVERSE}_depth2.json`,
    ]);
  });

  it('as a per-article file is set aside', async () => {
    const content = join(dir.path, 'content');
    mkdirSync(content);
    const file = join(content, `${UNIVERSE}_A.json`);
    await make(file);
    expect(await listContentUniverses(content, [UNIVERSE])).toEqual([UNIVERSE]);
    expect((await read([file])).rejections).toEqual([expect.objectContaining({ code: 'NOT_A_FILE' })]);
  });
});

it('F92 a link to a file is a file', async () => {
  writeFileSync(join(dir.path, 'elsewhere'), GOOD);
  symlinkSync(join(dir.path, 'elsewhere'), join(cache, UNIVERSE, 'a.jsonl'));
  expect(await read()).toMatchObject({ titles: ['Dusk', 'Dawn'], rejections: [] });
});

describe('F93 files made to waste time', () => {
  it.each([1, 9])('repeat themselves without end, packed at level %i: cut off with the reason', async (level) => {
    const blank = gzipSync(Buffer.alloc(256 << 20, '\n'), { level });
    writeFileSync(join(cache, UNIVERSE, 'a.jsonl.gz'), blank);
    writeFileSync(join(cache, UNIVERSE, 'b.jsonl'), GOOD);
    const { titles, rejections } = await read();
    expect(titles).toEqual(['Dusk', 'Dawn']);
    expect(rejections).toEqual([expect.objectContaining({ code: 'PACKED_TOO_TIGHTLY', file: 'a.jsonl.gz' })]);
  });

  it('hold nothing but lines that are no records: given up', async () => {
    writeFileSync(join(cache, UNIVERSE, 'a.jsonl'), `{"title":"First"}\n${'{\n'.repeat(300_000)}`);
    const { titles, rejections } = await read();
    expect(titles).toEqual(['First']);
    expect(rejections).toHaveLength(100_001);
    expect(rejections.at(-1)).toMatchObject({ code: 'NO_RECORDS', file: 'a.jsonl' });
  });

  it('are large where only small ones are', async () => {
    writeFileSync(join(cache, UNIVERSE, 'b.jsonl'), GOOD);
    const file = join(dir.path, `${UNIVERSE}_Huge.json`);
    writeFileSync(file, Buffer.alloc(9 << 20, ' '));
    expect((await read([file])).rejections).toEqual([expect.objectContaining({ code: 'TOO_LARGE' })]);
  });
});

it('F94 no universe bears a name that is a word of the API, or none at all', async () => {
  for (const name of ['canon', 'cache', 'Star-Wars', 'image-proxy', '1up', 'ok']) {
    mkdirSync(join(cache, name));
    writeFileSync(join(cache, name, 'a.jsonl'), GOOD);
  }
  writeFileSync(join(cache, 'items_depth2.json'), '{}');
  writeFileSync(join(cache, 'fine_depth1.json'), '{}');
  expect(await listCachedUniverses(cache)).toEqual({
    ids: ['fine', 'ok'],
    refused: ['1up', 'Star-Wars', 'cache', 'canon', 'image-proxy', 'items'],
  });
});
