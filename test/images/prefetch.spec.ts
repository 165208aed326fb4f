import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import type { DownloadProgress } from '../../src/images/download/download-progress';
import { verifyImages } from '../../src/images/verify-images';
import { FakeClock } from '../harness/fake-clock';
import { faultyDisk, systemError, type DiskOperation } from '../harness/faulty-disk';
import { closeDecoders, decoderProgram, labStarter, md5, type ImageLab } from '../harness/image-lab';
import { jpeg, noisyPng } from '../harness/sample-images';
import { bundleForProcess, TsProcess } from '../harness/ts-process';
import type { CrashPoint, DownloadOrder } from './download-process';

const HOUR = 3_600_000;

let program: ReturnType<typeof bundleForProcess>;
let image: Buffer;
const startLab = labStarter();

beforeAll(async () => {
  program = bundleForProcess(join(__dirname, 'download-process.ts'));
  image = await jpeg('prefetch', 16, 12);
});
afterAll(async () => {
  program.remove();
  await closeDecoders();
});

/** So many URLs of the fault host that serve the same small image. */
function serveMany(lab: ImageLab, count: number, prefix = 'i', body = image): string[] {
  return Array.from({ length: count }, (_, i) => lab.cdn.serve(`/${prefix}${i}.jpg`, body));
}

function startProcess(order: Omit<DownloadOrder, 'decoder'>): TsProcess {
  return TsProcess.start(program.script, [JSON.stringify({ ...order, decoder: decoderProgram() })]);
}

/** Every original on disk decodes whole. */
async function expectWholeFiles(lab: ImageLab): Promise<void> {
  for (const name of lab.files()) {
    const file = readFileSync(join(lab.dir, name));
    await expect(sharp(file).raw().toBuffer()).resolves.toBeInstanceOf(Buffer);
  }
}

/** Moves a clock that nobody else moves, until the work is done. */
async function pump<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  const timer = setInterval(() => clock.advanceToNext(), 5);
  return work.finally(() => clearInterval(timer));
}

describe('F24 SIGKILL', () => {
  const points: CrashPoint[] = ['opened', 'half-written', 'not-synced', 'before-rename', 'after-rename'];
  test.each(points)('%s: what is there is whole, and only the rest is fetched', async (point) => {
    const lab = await startLab({ sweepAgeMs: -1000 });
    const urls = serveMany(lab, 40);
    const order = { dir: lab.dir, host: lab.cdn.host, urls, workers: 4, crash: { point, at: 15 } };
    const { signal } = await startProcess(order).ended();
    expect(signal).toBe('SIGKILL');
    await expectWholeFiles(lab);
    const there = lab.files().length;
    expect(there).toBeGreaterThan(5);
    expect(there).toBeLessThan(40);
    const hits = lab.cdn.hits.length;
    const result = await lab.downloader.downloadAll(urls, { workers: 4 });
    expect(result).toMatchObject({ total: 40, downloaded: 40 - there, cached: there, failed: 0 });
    expect(lab.cdn.hits.length - hits).toBe(40 - there);
    expect(lab.temporaryFiles()).toEqual([]);
    expect(lab.store.stats()).toMatchObject({ files: 40, by_format: { jpeg: 40 } });
    const rows = urls.map((url) => ({ url, is_valid: true, size_bytes: image.length, format: 'jpeg' }));
    expect(await verifyImages(lab.store, rows)).toEqual({ checked: 40, faults: [] });
  });
});

test('F25 two processes with one folder', async () => {
  const lab = await startLab();
  await lab.store.load();
  const urls = serveMany(lab, 200);
  const order = { dir: lab.dir, host: lab.cdn.host, urls, workers: 10 };
  const processes = [startProcess(order), startProcess({ ...order, urls: urls.toReversed() })];
  const results = await Promise.all(processes.map((one) => one.event('done', 60_000)));
  for (const { result } of results) expect(result).toMatchObject({ total: 200, failed: 0, failures: [] });
  for (const one of processes) expect((await one.ended()).code).toBe(0);
  expect(processes.map(({ noise }) => noise).join('')).not.toMatch(/error|ENOENT/i);
  expect(lab.files()).toHaveLength(200);
  expect(lab.temporaryFiles()).toEqual([]);
  await expectWholeFiles(lab);
  // A third process that was there all the time has learnt of all of them.
  for (let i = 0; i < 100 && lab.store.stats().files < 200; i++) await sleep(20);
  expect(urls.every((url) => lab.store.has(url))).toBe(true);
  expect((await lab.downloader.downloadAll(urls, { workers: 4 })).cached).toBe(200);
});

describe('F26 a disk in trouble', () => {
  const troubles: [string, DiskOperation, string][] = [
    ['ENOSPC', 'open', 'disk_full'],
    ['ENOSPC', 'write', 'disk_full'],
    ['ENOSPC', 'sync', 'disk_full'],
    ['ENOSPC', 'rename', 'disk_full'],
    ['EDQUOT', 'write', 'disk_full'],
    ['EACCES', 'open', 'disk_not_writable'],
    ['EROFS', 'rename', 'disk_not_writable'],
  ];
  test.each(troubles)('%s on %s pauses the run, which goes on by itself', async (code, wanted, reason) => {
    const clock = new FakeClock();
    let isBroken = false;
    const before = (operation: DiskOperation) => {
      if (isBroken && operation === wanted) throw systemError(code);
    };
    const lab = await startLab({ clock, disk: faultyDisk({ before }) });
    const urls = serveMany(lab, 20);
    const known = lab.cdn.serve('/known.jpg', image);
    expect((await lab.get(known)).status).toBe(200);
    isBroken = true;
    const seen: DownloadProgress[] = [];
    const run = lab.downloader.downloadAll(urls, { workers: 4, onProgress: (progress) => seen.push(progress) });
    for (let i = 0; i < 200 && seen.at(-1)?.pausedReason !== reason; i++) await sleep(10);
    expect(seen.at(-1)).toMatchObject({ pausedReason: reason, downloaded: 0, failed: 0 });
    expect((await lab.get(known)).status).toBe(200);
    expect(lab.files()).toHaveLength(1);
    // A probe while it lasts changes nothing but for renames, which need no space to probe.
    if (wanted !== 'rename') {
      clock.advance(5000);
      await sleep(100);
      expect(seen.at(-1)).toMatchObject({ pausedReason: reason, downloaded: 0 });
    }
    isBroken = false;
    expect(await pump(clock, run)).toMatchObject({ downloaded: 20, failed: 0 });
    expect(seen.at(-1)).toMatchObject({ pausedReason: null });
    expect(lab.temporaryFiles()).toEqual([]);
    await expectWholeFiles(lab);
  });

  test.each([
    ['EMFILE', 'open'],
    ['EIO', 'write'],
    ['EIO', 'sync'],
  ] as const)('%s on %s now and then costs nothing', async (code, wanted) => {
    const clock = new FakeClock();
    let times = 0;
    const before = (operation: DiskOperation) => {
      if (operation === wanted && ++times % 7 === 0) throw systemError(code);
    };
    const lab = await startLab({ clock, disk: faultyDisk({ before }) });
    const run = lab.downloader.downloadAll(serveMany(lab, 30), { workers: 4 });
    expect(await pump(clock, run)).toMatchObject({ downloaded: 30, failed: 0 });
    await expectWholeFiles(lab);
    expect(lab.temporaryFiles()).toEqual([]);
  });

  test('EIO for ever fails with its reason', async () => {
    const clock = new FakeClock();
    const before = (operation: DiskOperation) => {
      if (operation === 'write') throw systemError('EIO');
    };
    const lab = await startLab({ clock, disk: faultyDisk({ before }) });
    const result = await pump(clock, lab.downloader.downloadAll(serveMany(lab, 3), { workers: 2 }));
    expect(result).toMatchObject({ failed: 3, failures: [{ code: 'disk_error', count: 3 }] });
    expect(lab.files()).toEqual([]);
  });
});

test('F27 poison images', async () => {
  const clock = new FakeClock();
  const lab = await startLab({ clock });
  const good = serveMany(lab, 995);
  const cut = await jpeg('cut', 200, 200);
  const bad = [
    lab.cdn.status('/bad/gone.jpg', 404),
    lab.cdn.serve('/bad/html.jpg', '<html>'.padEnd(100)),
    lab.cdn.serve('/bad/cut.jpg', cut.subarray(0, cut.length - 2)),
    lab.cdn.status('/bad/500.jpg', 500),
    lab.cdn.on('/bad/reset.jpg', (request) => void request.socket.destroy()),
  ];
  const urls = [...bad, ...good];
  const result = await pump(clock, lab.downloader.downloadAll(urls, { workers: 20 }));
  expect(result).toMatchObject({ total: 1000, downloaded: 995, cached: 0, failed: 5 });
  expect(result.failures.map(({ code }) => code).sort()).toEqual([
    'network',
    'not_an_image',
    'not_found',
    'undecodable',
    'upstream_error',
  ]);
  const hits = bad.map((url) => lab.cdn.hitsOf(new URL(url).pathname).length);
  expect(hits.slice(0, 3)).toEqual([1, 1, 1]);
  expect(Math.max(...hits)).toBeLessThanOrEqual(3);
  expect(lab.store.failure(bad[0]!)).toMatchObject({ reason: 'not_found', attempts: 1 });
  expect(lab.store.failure(bad[3]!)).toMatchObject({ reason: 'upstream_error', attempts: 3 });

  const before = lab.cdn.hits.length;
  const again = await pump(clock, lab.downloader.downloadAll(urls, { workers: 20 }));
  expect(again).toMatchObject({ downloaded: 0, cached: 995, failed: 5 });
  expect(lab.cdn.hits.length).toBe(before);

  // The next boot remembers as well, until their time has come.
  await lab.store.close();
  const next = await startLab({ clock, dir: lab.dir, allowedHosts: [lab.cdn.host] });
  expect(await pump(clock, next.downloader.downloadAll(urls, { workers: 20 }))).toMatchObject({
    cached: 995,
    failed: 5,
  });
  expect(lab.cdn.hits.length).toBe(before);
  clock.advance(25 * HOUR);
  lab.cdn.serve('/bad/gone.jpg', image);
  expect(await pump(clock, next.downloader.downloadAll(urls, { workers: 20 }))).toMatchObject({
    downloaded: 1,
    failed: 4,
  });
  expect(next.store.failure(bad[1]!)).toMatchObject({ attempts: 2 });
});

describe('F28 a bad host', () => {
  test('a third of the answers fail, then all of them', async () => {
    const clock = new FakeClock();
    const lab = await startLab({ clock, gate: { failureThreshold: 20, maxProbes: 5 } });
    let seed = 1;
    const isBad = (rate: number) => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647 < rate;
    };
    let rate = 0.3;
    const serve = (name: string) =>
      lab.cdn.on(`/${name}.jpg`, (_, response) => {
        if (isBad(rate)) response.writeHead(500).end();
        else response.writeHead(200).end(image);
      });
    const first = Array.from({ length: 400 }, (_, i) => serve(`first${i}`));
    const result = await pump(clock, lab.downloader.downloadAll(first, { workers: 20 }));
    expect(lab.cdn.hits.length).toBeLessThanOrEqual(400 * 1.2);
    expect(result.downloaded).toBeGreaterThan(250);
    expect(result.downloaded + result.failed).toBe(400);

    rate = 1;
    const before = lab.cdn.hits.length;
    const kept = lab.files().length;
    const second = Array.from({ length: 400 }, (_, i) => serve(`second${i}`));
    const seen = new Set<string | null>();
    const onProgress = ({ pausedReason }: DownloadProgress) => void seen.add(pausedReason);
    const bad = await pump(clock, lab.downloader.downloadAll([...second, ...first], { workers: 20, onProgress }));
    expect(lab.cdn.hits.length - before).toBeLessThanOrEqual(20 + 5);
    expect(bad.cached).toBe(result.downloaded);
    expect(bad.failures.map(({ code }) => code)).toContain('host_unavailable');
    expect([...seen]).toContain('host_asked_to_wait');
    expect(lab.files()).toHaveLength(kept);

    // When it is well again, the next run brings the rest.
    rate = 0;
    clock.advance(25 * HOUR);
    const healed = await pump(clock, lab.downloader.downloadAll([...second, ...first], { workers: 20 }));
    expect(healed).toMatchObject({ total: 800, failed: 0 });
  });

  test('a host that refuses everything is left alone', async () => {
    const clock = new FakeClock();
    const lab = await startLab({ clock, gate: { maxRefusals: 50 } });
    const urls = Array.from({ length: 300 }, (_, i) => lab.cdn.status(`/no${i}.jpg`, 403));
    const result = await pump(clock, lab.downloader.downloadAll(urls, { workers: 20 }));
    expect(result.failed).toBe(300);
    expect(lab.cdn.hits.length).toBeLessThanOrEqual(70);
  });

  test('a host that asks to wait gets no request before, and everything in the end', async () => {
    const clock = new FakeClock();
    const lab = await startLab({ clock });
    let refusedUntil = 0;
    let early = 0;
    let asked = 0;
    let refusals = 0;
    const urls = Array.from({ length: 100 }, (_, i) =>
      lab.cdn.on(`/w${i}.jpg`, (_request, response) => {
        if (clock.now() < refusedUntil) early += 1;
        if (++asked % 40 === 0) {
          refusals += 1;
          refusedUntil = clock.now() + 30_000;
          response.writeHead(429, { 'retry-after': '30' }).end();
        } else response.writeHead(200).end(image);
      }),
    );
    const result = await pump(clock, lab.downloader.downloadAll(urls, { workers: 5 }));
    expect(result).toMatchObject({ downloaded: 100, failed: 0 });
    expect(refusals).toBe(2);
    // Those that were under way when the host said so.
    expect(early).toBeLessThanOrEqual(4 * refusals);
  });
});

test('F29 memory stays flat', async () => {
  const lab = await startLab();
  const large = await noisyPng(1000, 1000);
  expect(large.length).toBeGreaterThan(2_900_000);
  let inFlight = 0;
  let mostInFlight = 0;
  const urls = Array.from({ length: 200 }, (_, i) =>
    lab.cdn.on(`/l${i}.png`, (_request, response) => {
      mostInFlight = Math.max(mostInFlight, ++inFlight);
      response.on('close', () => (inFlight -= 1));
      response.writeHead(200).end(large);
    }),
  );
  const running = startProcess({ dir: lab.dir, host: lab.cdn.host, urls, workers: 10 });
  const done = (await running.event('done', 120_000)) as {
    result: object;
    rss: number[];
    decoderRss: number;
    loopP99Ms: number;
    idleP99Ms: number;
  };
  expect(done.result).toMatchObject({ downloaded: 200, failed: 0 });
  expect(mostInFlight).toBeLessThanOrEqual(10);
  const MB = 1024 * 1024;
  const mean = (list: number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;
  const third = Math.floor(done.rss.length / 3);
  expect(third).toBeGreaterThan(3);
  expect(Math.max(...done.rss)).toBeLessThan(256 * MB);
  expect(mean(done.rss.slice(-third)) - mean(done.rss.slice(third, 2 * third))).toBeLessThan(30 * MB);
  expect(done.decoderRss).toBeLessThan(400 * MB);
  // The machine may be slow by itself.
  expect(done.loopP99Ms).toBeLessThan(250 + 4 * done.idleP99Ms);
  await running.ended();
});

test('a run that is ended leaves nothing half done', async () => {
  const lab = await startLab();
  const urls = serveMany(lab, 200);
  const end = new AbortController();
  const onProgress = ({ downloaded }: DownloadProgress) => {
    if (downloaded === 20) end.abort(new Error('enough'));
  };
  const run = lab.downloader.downloadAll(urls, { workers: 8, signal: end.signal, onProgress });
  await expect(run).rejects.toThrow('enough');
  expect(lab.temporaryFiles()).toEqual([]);
  expect(lab.files().length).toBeGreaterThanOrEqual(20);
  expect(lab.files().length).toBeLessThan(200);
  await expectWholeFiles(lab);
});

test('a list may be long and asynchronous, and the store tells what came', async () => {
  const lab = await startLab();
  const urls = serveMany(lab, 50);
  const changed = new Map<string, string>();
  const end = lab.store.onChange(({ record, url }) => changed.set(url ?? record.hash, record.state));
  async function* list() {
    for (const url of urls) {
      await sleep(0);
      yield url;
    }
    yield lab.cdn.url('/missing.jpg');
    yield 'not a url';
    yield 'http://10.0.0.1/a.jpg';
  }
  const before = lab.store.revision;
  const result = await lab.downloader.downloadAll(list(), { workers: 6 });
  end();
  expect(result).toMatchObject({ total: 53, downloaded: 50, failed: 3 });
  expect([...changed.values()].filter((state) => state === 'valid')).toHaveLength(50);
  expect(changed.get(lab.cdn.url('/missing.jpg'))).toBe('failed');
  await sleep(1100);
  const { revision } = lab.store;
  expect(revision).not.toBe(before);
  // The same set has the same revision in another process and order.
  const other = await startLab({ dir: lab.dir, allowedHosts: [lab.cdn.host] });
  await other.store.ready();
  expect(other.store.revision).toBe(revision);
  expect(readdirSync(lab.dir)).toContain(`${md5(urls[0]!)}.img`);
});
