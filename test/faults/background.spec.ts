import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildInProcess } from '../../src/prefetch/categorise/run-build';
import { genericDefinition } from '../../src/universe/universe-definition';
import { childOf, commandOf } from '../harness/child-process';
import { describeWithService } from '../harness/describe-with-service';
import { ServiceHome, TestService } from '../harness/service';
import { articlesOf, publishFiles, UNIVERSE } from './world';

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
    const build = buildInProcess(script)(
      {
        universe: UNIVERSE,
        definition: genericDefinition(UNIVERSE),
        indexDir: join(home.cacheDir, '.index'),
        sourceDir: home.cacheDir,
        contentDir: home.contentDir,
        ttlDays: 7,
        force: true,
        allowShrink: false,
      },
      () => undefined,
    );
    await expect(build).rejects.toThrow(/boom|ended without a result/);
  });
});

/** The process in which a service builds a dataset, once there is one. */
const builderOf = ({ child: { pid } }: TestService) => childOf(pid, 'categorise.process');

(process.platform === 'linux' ? describeWithService : describe.skip)('F68 the process that builds', () => {
  const world = { base: 20_000, version: 1 };
  let home: ServiceHome;
  let service: TestService;

  beforeEach(async () => {
    home = new ServiceHome();
    publishFiles(home.cacheDir, world);
    service = await TestService.start(home);
  });
  afterEach(async () => {
    await service.kill9();
    home.remove();
  });

  it('killed: its run says so, answers go on, and the next run is whole', async () => {
    process.kill(await builderOf(service), 'SIGKILL');
    const { progress } = await service.statusUntil(({ is_running }) => !is_running);
    expect(progress).toMatchObject({ stage: 'failed', errors: [expect.objectContaining({ code: 'BUILD_KILLED' })] });
    expect((await service.get('/live')).status).toBe(200);
    expect((await service.post('/prefetch/run')).status).toBe(202);
    await service.completed();
    expect((await service.status()).progress.articles_total).toBe(articlesOf(world));
  }, 60_000);

  it('ends with its service, however that ended', async () => {
    const builder = await builderOf(service);
    await service.kill9();
    for (let tries = 0; tries < 200 && commandOf(builder) !== ''; tries++) await sleep(50);
    expect(commandOf(builder)).toBe('');
  }, 60_000);
});
