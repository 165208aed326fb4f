import { chmodSync, chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { buildDataset } from '../../src/prefetch/categorise/build-dataset';
import { Prefetch } from '../../src/prefetch/prefetch';
import { startProgram, type RunningProgram } from '../api/program';
import { until as untilTrue } from '../harness/until';
import { testRecords } from '../api/test-records';
import { describeWithService } from '../harness/describe-with-service';
import { ServiceHome, TestService, type Status } from '../harness/service';
import { limit } from './limits';
import { articlesOf, publishFiles, UNIVERSE } from './world';

jest.setTimeout(120_000);

interface Health {
  status: string;
  troubles: { name: string; reason: string }[];
}

/** Rights mean nothing to root. */
const NOBODY = process.getuid?.() === 0 ? 65_534 : undefined;
const WORLD = { base: 20, version: 1 };

describeWithService('F95 folders that cannot be used at the start', () => {
  let home: ServiceHome;
  let service: TestService;

  beforeEach(() => {
    home = new ServiceHome();
    publishFiles(home.cacheDir, WORLD);
    if (NOBODY === undefined) return;
    for (const dir of [home.dir, home.cacheDir, home.dataDir, home.imageDir, join(home.cacheDir, UNIVERSE)])
      chownSync(dir, NOBODY, NOBODY);
  });
  afterEach(async () => {
    await service.kill9();
    for (const dir of [home.cacheDir, home.dataDir]) chmodSync(dir, 0o755);
    home.remove();
  });

  const start = async () => void (service = await TestService.start(home, { uid: NOBODY }));
  const waiting = (code: string): Promise<Status> =>
    service.statusUntil(
      ({ is_running, is_complete, progress }) =>
        is_running && !is_complete && progress.paused_reason !== null && progress.errors[0]?.code === code,
      limit(15_000),
    );

  /** The reason is said everywhere, and once it is gone the data come by themselves. */
  async function recovers(words: RegExp, repair: () => void): Promise<void> {
    expect((await service.status()).progress.paused_reason).toMatch(words);
    const { json } = await service.get<Health>('/health');
    expect(json.status).toBe('degraded');
    expect(json.troubles.map(({ reason }) => reason).join()).toMatch(words);
    expect(service.lines.some((line) => words.test(JSON.stringify(line)))).toBe(true);
    expect(JSON.stringify(await service.status())).not.toContain('INTERNAL');
    repair();
    const { universes } = await service.completed(limit(40_000));
    expect(universes[UNIVERSE]).toMatchObject({ stage: 'completed', articles_total: articlesOf(WORLD) });
    expect((await service.get<Health>('/health')).json.status).toBe('healthy');
  }

  it('CACHE_DIR may not be read', async () => {
    chmodSync(home.cacheDir, 0);
    await start();
    await waiting('NOT_PERMITTED');
    const asked = await service.post<{ code: string; detail: string }>(`/prefetch/run?universe=${UNIVERSE}`);
    expect(asked.json).toMatchObject({ code: 'DATA_NOT_READY', detail: expect.stringContaining('CACHE_DIR') });
    await recovers(/CACHE_DIR/, () => chmodSync(home.cacheDir, 0o755));
  });

  it('CACHE_DIR is something else', async () => {
    renameSync(home.cacheDir, `${home.cacheDir}.aside`);
    writeFileSync(home.cacheDir, '');
    await start();
    await waiting('NOT_A_FOLDER');
    await recovers(/CACHE_DIR should be a folder/, () => {
      rmSync(home.cacheDir);
      renameSync(`${home.cacheDir}.aside`, home.cacheDir);
    });
  });

  it('neither CACHE_DIR nor DATA_DIR may be written to', async () => {
    chmodSync(home.cacheDir, 0o555);
    chmodSync(home.dataDir, 0o555);
    await start();
    await waiting('NOT_PERMITTED');
    await recovers(/DATA_DIR/, () => chmodSync(home.dataDir, 0o755));
  });

  it('CACHE_DIR may not be written to: the datasets lie in DATA_DIR', async () => {
    chmodSync(home.cacheDir, 0o555);
    await start();
    const { universes } = await service.completed(limit(30_000));
    expect(universes[UNIVERSE]?.articles_total).toBe(articlesOf(WORLD));
    expect((await service.get(`/api/v1/wiki/canon/summary?universe=${UNIVERSE}`)).status).toBe(200);
  });

  it('the files of a universe may not be read', async () => {
    const file = join(home.cacheDir, UNIVERSE, 'articles.jsonl');
    chmodSync(file, 0);
    if (NOBODY !== undefined) chownSync(file, NOBODY, NOBODY);
    await start();
    await waiting('NOT_PERMITTED');
    await recovers(/may not read the files of this universe/, () => chmodSync(file, 0o644));
  });

  it('the folder of a universe may not be read', async () => {
    const dir = join(home.cacheDir, UNIVERSE);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(home.cacheDir, `${UNIVERSE}_depth1.json`), '{"planets":["Dusk"]}');
    chmodSync(dir, 0);
    await start();
    await waiting('NOT_PERMITTED');
    chmodSync(dir, 0o755);
    await service.completed(limit(40_000));
  });
});

describeWithService('F129 a universe of which nothing can be used, beside one that can', () => {
  let home: ServiceHome;
  let service: TestService;
  beforeEach(() => {
    home = new ServiceHome();
    publishFiles(home.cacheDir, WORLD);
  });
  afterEach(async () => {
    await service.kill9();
    home.remove();
  });

  const statusOf = async (path: string) => (await service.get(path)).status;
  const ended = () =>
    service.statusUntil(
      ({ is_running, universes }) => !is_running && universes[UNIVERSE]?.stage === 'completed',
      limit(30_000),
    );

  it('is not the one meant by default, although it comes first', async () => {
    mkdirSync(join(home.cacheDir, 'aaa'));
    writeFileSync(join(home.cacheDir, 'aaa', 'articles.jsonl'), 'no record\n');
    service = await TestService.start(home);
    await ended();
    expect((await service.get<{ universe: string }>('/api/v1/wiki/canon/summary')).json.universe).toBe(UNIVERSE);
    expect(await statusOf('/ready')).toBe(200);
  });

  it('and is the one that is named takes nothing away from the other', async () => {
    service = await TestService.start(home, { env: { DEFAULT_UNIVERSE: 'aaa' } });
    await ended();
    expect(await statusOf('/ready')).toBe(200);
    expect(await statusOf('/api/v1/wiki/canon/summary')).toBe(503);
    expect(await statusOf(`/api/v1/wiki/canon/summary?universe=${UNIVERSE}`)).toBe(200);
  });
});

describe('F96 what the system refuses while a dataset is built', () => {
  let running: RunningProgram | null = null;
  afterEach(async () => {
    await running?.close();
    running = null;
  });

  it.each([
    ['ENOSPC', 'DISK_FULL', 'disk of CACHE_DIR is full'],
    ['EDQUOT', 'DISK_FULL', 'quota'],
    ['EACCES', 'NOT_PERMITTED', 'may not read and write'],
    ['EPERM', 'NOT_PERMITTED', 'may not read and write'],
    ['EROFS', 'READ_ONLY_DISK', 'can only be read'],
    ['EMFILE', 'TOO_MANY_OPEN_FILES', 'as many files open'],
    ['ENFILE', 'TOO_MANY_OPEN_FILES', 'as many files open'],
    ['EIO', 'DISK_ERROR', 'fails to read or write'],
    ['ENOMEM', 'OUT_OF_MEMORY', 'no memory left'],
    ['EAGAIN', 'OUT_OF_PROCESSES', 'no more processes'],
  ])('%s: paused as %s, and carried out when it is over', async (errno, code, words) => {
    let isRefused = true;
    running = await startProgram({ DATABASE_URL: 'none' }, testRecords(), (request, onProgress) => {
      if (!isRefused) return buildDataset(request, onProgress);
      const error = Object.assign(new Error(`${errno}: refused, write`), { code: errno, path: request.indexDir });
      return Promise.reject(new Error('the rows cannot be written', { cause: error }));
    });
    const prefetch = running.get(Prefetch);
    const report = () => prefetch.report();
    await untilTrue(() => report().progress.paused_reason !== null);
    expect(report()).toMatchObject({ is_running: true, is_complete: false });
    expect(report().progress.paused_reason).toContain(words);
    expect(report().progress.errors).toEqual([expect.objectContaining({ code })]);
    isRefused = false;
    await untilTrue(() => report().is_complete);
    expect(report().progress).toMatchObject({ stage: 'completed', paused_reason: null });
  });

  it('a full disk is named by its folder, although a write tells of no file', async () => {
    running = await startProgram({ DATABASE_URL: 'none' }, testRecords(), () =>
      Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })),
    );
    const prefetch = running.get(Prefetch);
    await untilTrue(() => prefetch.report().progress.paused_reason !== null);
    expect(prefetch.report().progress.paused_reason).toContain('disk of CACHE_DIR is full');
  });

  it('the log is told of the stage once, however often it is tried, and of its end', async () => {
    const logged = jest.spyOn(Logger.prototype, 'log');
    let tries = 0;
    running = await startProgram({ DATABASE_URL: 'none' }, testRecords(), (request, onProgress) =>
      ++tries > 2
        ? buildDataset(request, onProgress)
        : Promise.reject(Object.assign(new Error('ENOSPC: refused, write'), { code: 'ENOSPC' })),
    );
    const prefetch = running.get(Prefetch);
    await untilTrue(() => prefetch.report().is_complete);
    const lines = logged.mock.calls.map(([line]) => (line as { msg?: string }).msg ?? '');
    logged.mockRestore();
    expect(tries).toBe(3);
    expect(lines.filter((line) => line.startsWith('STAGE 1'))).toEqual([
      'STAGE 1: categorise',
      'STAGE 1 done',
      'STAGE 1.5: load into Postgres',
      'STAGE 1.5 done',
    ]);
  });

  it('a run that waits can be cancelled', async () => {
    running = await startProgram({ DATABASE_URL: 'none' }, testRecords(), () =>
      Promise.reject(Object.assign(new Error('ENOSPC: refused, write'), { code: 'ENOSPC' })),
    );
    const prefetch = running.get(Prefetch);
    await untilTrue(() => prefetch.report().progress.paused_reason !== null);
    expect(prefetch.cancel()).not.toBeNull();
    await untilTrue(() => !prefetch.report().is_running);
    expect(prefetch.report().progress.stage).toBe('cancelled');
  });
});
