import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInProcess } from '../../src/prefetch/categorise/run-in-process';
import { ServiceHome } from '../harness/service';
import { publishFiles, UNIVERSE } from './world';

const WAYS: [how: string, code: string][] = [
  ['at once', 'throw new Error("boom")'],
  ['in a promise', 'Promise.reject(new Error("boom"))'],
  ['in a timer', 'setTimeout(() => { throw new Error("boom") }, 5)'],
  [
    'in a callback of a stream',
    'const s = require("node:stream").Readable.from(["x"]); s.on("data", () => { throw new Error("boom") })',
  ],
  ['without a word', 'process.exit(0)'],
];

describe('F68 background work that throws', () => {
  let home: ServiceHome;
  let dir: string;

  beforeEach(() => {
    home = new ServiceHome();
    dir = mkdtempSync(join(tmpdir(), 'lk-throw-'));
    publishFiles(home.cacheDir, { base: 5, version: 1 });
  });
  afterEach(() => {
    home.remove();
    rmSync(dir, { recursive: true, force: true });
  });

  it.each(WAYS)('%s: ends that build with its reason, and nothing else', async (_how, code) => {
    const script = join(dir, 'worker.js');
    writeFileSync(script, code);
    const build = runInProcess(script)(
      {
        universe: UNIVERSE,
        cacheDir: home.cacheDir,
        sourceDir: home.cacheDir,
        contentDir: home.contentDir,
        dataDir: home.dataDir,
        ttlDays: 7,
        force: true,
        allowShrink: false,
      } as Parameters<ReturnType<typeof runInProcess>>[0],
      () => undefined,
    );
    await expect(build).rejects.toThrow(/boom|ended without a result/);
  });
});
