import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { WrittenManifest } from '../../src/file-cache/native-manifest';
import { FakeWiki } from '../harness/fake-wiki';
import { ModelWiki } from '../harness/model-wiki';
import { tempDir } from '../harness/temp-dir';
import { bulkPages, writeDump } from './make-dump';
import { readNative, readTextLines } from './wiki-lab';

jest.setTimeout(600_000);

const ROOT = join(__dirname, '..', '..');
let dir: { path: string; remove(): Promise<void> };
let script: string;

beforeAll(async () => {
  dir = await tempDir('kill');
  // Inside the tree, so that the packages are found.
  script = join(ROOT, '.tmp', `fill-process-${process.pid}.cjs`);
  buildSync({
    entryPoints: [join(__dirname, 'fill-process.ts')],
    bundle: true,
    platform: 'node',
    packages: 'external',
    outfile: script,
    logLevel: 'error',
  });
  await mkdir(join(dir.path, 'universes'));
});
afterAll(async () => {
  const { rm } = await import('node:fs/promises');
  await rm(script, { force: true });
  await dir.remove();
});

/** The process that runs at the moment. */
let running: ChildProcess | null = null;

interface Ended {
  code: number | null;
  output: string;
}

/** Runs a command; kills it with SIGKILL after so long. */
function run(args: string[], killAfterMs?: number): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'],
    CACHE_DIR: join(dir.path, 'cache'),
    UNIVERSES_DIR: join(dir.path, 'universes'),
    WIKI_CONTACT: 'operator@test.invalid',
  };
  const child = spawn(process.execPath, [script, ...args], { cwd: dir.path, env, stdio: ['ignore', 'pipe', 'pipe'] });
  running = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    });
  });
}

/** Whatever happened: the manifest is whole, and every file that it lists is what it says. */
async function checkWhole(universe: string): Promise<WrittenManifest> {
  const folder = join(dir.path, 'cache', universe);
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as WrittenManifest;
  for (const [files, at] of [
    [manifest.files, folder],
    [manifest.texts ?? [], join(folder, 'texts')],
    [manifest.raw, join(folder, 'raw')],
  ] as const) {
    for (const { name, sha256, bytes } of files) {
      const content = await readFile(join(at, name));
      expect(content.length).toBe(bytes);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    }
  }
  return manifest;
}

async function universe(id: string, api: string | null): Promise<void> {
  const file = {
    id,
    name: id,
    api,
    articleCategory: api === null ? null : 'Canon articles',
    imageHosts: [],
    licence: { name: 'CC', url: 'https://x.invalid/', attribution: 'x' },
  };
  await writeFile(join(dir.path, 'universes', `${id}.json`), JSON.stringify(file));
}

it('F44 a dump import killed at any moment leaves the old data or the new, whole', async () => {
  await universe('dumped', null);
  const [old, fresh] = [join(dir.path, 'old.xml'), join(dir.path, 'new.xml')];
  await writeDump(old, bulkPages(800));
  await writeDump(fresh, bulkPages(1000));
  let started = Date.now();
  expect(await run(['import', old, '--universe', 'dumped'])).toMatchObject({ code: 0 });
  let wholeMs = Date.now() - started;
  let kills = 0;
  for (let i = 0; i < 20; i++) {
    started = Date.now();
    const { code } = await run(['import', fresh, '--universe', 'dumped'], (wholeMs * 1.15 * (i + 0.5)) / 20);
    if (code === null) kills++;
    // The machine may have got quicker since.
    else wholeMs = Math.min(wholeMs, Date.now() - started);
    expect([800, 1000]).toContain((await checkWhole('dumped')).articles);
  }
  expect(kills).toBeGreaterThan(8);
  expect(await run(['import', fresh, '--universe', 'dumped', '--resume'])).toMatchObject({
    code: 0,
    output: expect.stringContaining('Articles imported: 1,000') as string,
  });
  expect((await checkWhole('dumped')).articles).toBe(1000);
  const left = await readdir(join(dir.path, 'cache', 'dumped'));
  const known = /^(?:raw|texts|manifest\.json|articles-00001-.*)$/;
  expect(left.filter((name) => !known.test(name))).toEqual([]);
  expect(await readdir(join(dir.path, 'cache', 'dumped', 'texts'))).toHaveLength(1);
  expect((await readTextLines(join(dir.path, 'cache'), 'dumped')).size).toBe(1000);
});

it('goes on with a crawl after kill -9, again and again, and fetches what was safe only once', async () => {
  const wiki = await FakeWiki.start();
  const model = new ModelWiki();
  model.fill(900);
  model.pageLimit = 300;
  wiki.answers((request) => {
    const answer = model.answer(request);
    return answer && { ...answer, delayMs: 60 };
  });
  try {
    await universe('model', wiki.api);
    const args = ['crawl', '--universe', 'model', '--delay-ms', '0', '--resume'];
    let kills = 0;
    let end: Ended = { code: null, output: '' };
    for (let i = 0; i < 30 && end.code === null; i++) {
      const before = wiki.log.length;
      const ended = run(args);
      // Killed some requests after it began, whatever the machine's speed.
      end = await killAfterRequests(wiki, before + 4, ended);
      if (end.code === null) kills++;
    }
    expect(end.code).toBe(0);
    expect(kills).toBeGreaterThan(2);
    const { records } = await readNative(join(dir.path, 'cache'));
    expect(records).toHaveLength(900);
    expect((await checkWhole('model')).articles).toBe(900);
    // 18 batches of pages; each kill may cost the one request that was under way.
    expect(wiki.log.filter(({ params }) => params['pageids']).length).toBeLessThanOrEqual(18 + kills);
  } finally {
    await wiki.stop();
  }
});

async function killAfterRequests(wiki: FakeWiki, count: number, ended: Promise<Ended>): Promise<Ended> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (wiki.log.length < count && !isOver) await new Promise((resolve) => setTimeout(resolve, 3));
  if (!isOver) running?.kill('SIGKILL');
  return ended;
}
