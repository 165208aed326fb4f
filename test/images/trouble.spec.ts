import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { DownloadProgress } from '../../src/images/download/download-progress';
import { toImageFailure } from '../../src/images/to-image-failure';
import { systemDisk, type Disk } from '../../src/images/storage/disk';
import { Troubles } from '../../src/problem/troubles';
import { systemError } from '../harness/faulty-disk';
import { closeDecoders, labStarter, type ImageLab } from '../harness/image-lab';
import { jpeg, png } from '../harness/sample-images';
import { tempDir } from '../harness/temp-dir';
import { until } from '../harness/until';

/** What the storage of images as a whole may suffer, and what must not grow without end. */

const startLab = labStarter();
afterEach(() => jest.restoreAllMocks());
afterAll(() => closeDecoders());

test('F106 a folder that cannot be opened at boot is said, waited for, and then used', async () => {
  const temporary = await tempDir('late');
  const dir = join(temporary.path, 'images');
  writeFileSync(dir, 'not a folder');
  const troubles = new Troubles();
  const lab = await startLab({ dir, store: { troubles } });
  const url = lab.cdn.serve('/a.jpg', await jpeg('late'));
  const answer = await lab.get(url);
  expect(answer).toMatchObject({ status: 503, code: 'IMAGES_UNAVAILABLE' });
  expect(answer.headers['retry-after']).toBeDefined();
  expect(JSON.parse(answer.body.toString()).detail).toMatch(/image folder is no folder/);
  expect(answer.body.toString()).not.toContain(temporary.path);
  expect(troubles.list()).toMatchObject([{ name: 'image_folder', reason: expect.stringMatching(/no folder/) }]);

  const seen: DownloadProgress[] = [];
  const run = lab.downloader.downloadAll([url], { workers: 2, onProgress: (progress) => seen.push(progress) });
  await until(() => seen.at(-1)?.pausedReason === 'disk_not_writable');
  rmSync(dir);
  expect(await run).toMatchObject({ total: 1, downloaded: 1, failed: 0 });
  expect(troubles.list()).toEqual([]);
  expect((await lab.get(url)).status).toBe(200);
  await lab.store.close();
  await temporary.remove();
});

test('F106 a run that waits for the folder can be cancelled', async () => {
  const temporary = await tempDir('cancel');
  writeFileSync(join(temporary.path, 'images'), 'not a folder');
  const lab = await startLab({ dir: join(temporary.path, 'images') });
  const end = new AbortController();
  const seen: DownloadProgress[] = [];
  const onProgress = (progress: DownloadProgress) => {
    seen.push(progress);
    if (progress.pausedReason) end.abort(new Error('enough'));
  };
  const run = lab.downloader.downloadAll([lab.cdn.url('/a.jpg')], { workers: 1, signal: end.signal, onProgress });
  await expect(run).rejects.toThrow('enough');
  await lab.store.close();
  await temporary.remove();
});

test.each(['EACCES', 'EROFS', 'ENOSPC', 'EMFILE', 'EIO'])(
  'F106 %s is told in words, and stored images are served',
  async (code) => {
    let isBroken = false;
    const open: Disk['open'] = async (path, flags, mode) => {
      if (isBroken && flags === 'wx') throw systemError(code);
      return systemDisk.open(path, flags, mode);
    };
    const troubles = new Troubles();
    const lab = await startLab({ disk: { ...systemDisk, open }, store: { troubles } });
    const stored = lab.cdn.serve('/stored.jpg', await jpeg('stored'));
    await lab.get(stored);
    isBroken = true;
    const answer = await lab.get(lab.cdn.serve('/new.jpg', await jpeg('new')));
    expect(answer).toMatchObject({ status: 503, code: 'IMAGES_UNAVAILABLE' });
    expect(JSON.parse(answer.body.toString()).detail).not.toMatch(/busy|injected|wx/);
    expect(troubles.list()).toHaveLength(1);
    expect((await lab.get(stored)).status).toBe(200);
    isBroken = false;
    await until(() => troubles.list().length === 0);
    expect((await lab.get(lab.cdn.url('/new.jpg'))).status).toBe(200);
  },
);

test('F106 is told as soon as the journal cannot be written, before anybody asks for a picture', async () => {
  let isBroken = false;
  const open: Disk['open'] = async (path, flags, mode) => {
    if (isBroken) throw systemError('EACCES');
    return systemDisk.open(path, flags, mode);
  };
  const troubles = new Troubles();
  const lab = await startLab({ disk: { ...systemDisk, open }, store: { troubles } });
  await lab.get(lab.cdn.serve('/a.jpg', await jpeg('a')));
  isBroken = true;
  await lab.store.flush();
  expect(troubles.list()).toMatchObject([{ name: 'image_folder', reason: expect.stringMatching(/permission denied/) }]);
  isBroken = false;
  await until(() => troubles.list().length === 0);
});

test('F107 the last gigabyte of the disk is left alone', async () => {
  let freeBytes = 999_000_000;
  const statfs = (async () => ({ bsize: 1, bavail: freeBytes, blocks: 20_000_000_000 })) as unknown as Disk['statfs'];
  const lab = await startLab({ disk: { ...systemDisk, statfs } });
  const url = lab.cdn.serve('/a.jpg', await jpeg('room'));
  const answer = await lab.get(url);
  expect(answer).toMatchObject({ status: 503, code: 'IMAGES_UNAVAILABLE' });
  expect(JSON.parse(answer.body.toString()).detail).toMatch(/gigabyte/);
  expect([lab.files(), lab.temporaryFiles(), lab.cdn.hits]).toEqual([[], [], []]);
  const run = lab.downloader.downloadAll([url], { workers: 1 });
  await sleep(300);
  expect(lab.files()).toEqual([]);
  freeBytes = 2_000_000_000;
  expect(await run).toMatchObject({ downloaded: 1 });
  expect((await lab.get(url)).status).toBe(200);
});

test('F107 any number of addresses of one picture stay within the limit; pictures of articles are kept', async () => {
  const image = await png('same', 300, 200);
  const limit = image.length * 10;
  const articles: string[] = [];
  const lab = await startLab({ maxCacheBytes: limit });
  lab.store.eviction.articleUrls = () => articles;
  lab.cdn.on('/p.png', (_, response) => void response.writeHead(200).end(image));
  // Somebody asked the proxy for it before a run did.
  articles.push(lab.cdn.url('/p.png?cb=0'));
  for (let from = 0; from < 100; from += 10) {
    const urls = Array.from({ length: 10 }, (_, i) => lab.cdn.url(`/p.png?cb=${from + i}`));
    const answers = await Promise.all(urls.map((url) => lab.get(url)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(lab.files().length).toBeLessThanOrEqual(11);
  }
  expect(lab.hasFile(articles[0]!)).toBe(true);
  expect(lab.store.meta(articles[0]!)).toMatchObject({ kind: 'article' });
});

test('F107 the limit is a tenth of a small disk by itself', async () => {
  const image = await png('tenth', 300, 200);
  const blocks = image.length * 50;
  const statfs = (async () => ({ bsize: 1, bavail: 2e9, blocks })) as unknown as Disk['statfs'];
  const lab = await startLab({ disk: { ...systemDisk, statfs }, store: { maxBytes: null } });
  await lab.store.ready();
  for (let i = 0; i < 20; i++) await lab.get(lab.cdn.serve(`/${i}.png`, image));
  expect(lab.files().length).toBeLessThanOrEqual(5);
  expect(lab.files().length).toBeGreaterThanOrEqual(4);
});

test('F108 images that are deleted behind our back are fetched again by the next run', async () => {
  const lab = await startLab();
  const urls = await Promise.all(['a', 'b', 'c'].map(async (name) => lab.cdn.serve(`/${name}.jpg`, await jpeg(name))));
  await lab.downloader.downloadAll(urls, { workers: 2 });
  for (const url of urls.slice(1)) rmSync(lab.pathOf(url));
  expect(await lab.downloader.downloadAll(urls, { workers: 2 })).toMatchObject({ downloaded: 2, cached: 1 });
  await rm(lab.dir, { recursive: true });
  mkdirSync(lab.dir);
  expect(await lab.downloader.downloadAll(new Set(urls), { workers: 2 })).toMatchObject({ downloaded: 3, cached: 0 });
  expect(lab.files()).toHaveLength(3);
});

describe('F109 a file whose address does not change', () => {
  /** A host that answers conditional requests. */
  async function replaceable(lab: ImageLab, path: string) {
    let version = 1;
    const bodies = await Promise.all([jpeg(`${path} 1`), jpeg(`${path} 2`)]);
    const url = lab.cdn.on(path, (request, response) => {
      const etag = `"${version}"`;
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
      else response.writeHead(200, { etag }).end(bodies[version - 1]);
    });
    return { url, bodies, replace: () => void (version = 2) };
  }

  test('is confirmed by a forced run, and fetched where it was replaced', async () => {
    const lab = await startLab();
    const [same, other] = [await replaceable(lab, '/same.jpg'), await replaceable(lab, '/other.jpg')];
    const urls = [same.url, other.url];
    expect(await lab.downloader.downloadAll(urls, { workers: 2 })).toMatchObject({ downloaded: 2 });
    other.replace();
    expect(await lab.downloader.downloadAll(urls, { workers: 2 })).toMatchObject({ cached: 2 });
    const forced = await lab.downloader.downloadAll(urls, { workers: 2, force: true });
    expect(forced).toMatchObject({ downloaded: 1, cached: 1, failed: 0 });
    expect((await lab.get(other.url)).body).toEqual(other.bodies[1]);
    expect((await lab.get(same.url)).body).toEqual(same.bodies[0]);
  });

  test('stays when its host cannot confirm it', async () => {
    const lab = await startLab();
    const url = lab.cdn.serve('/gone.jpg', await jpeg('gone'));
    await lab.downloader.downloadAll([url], { workers: 1 });
    lab.cdn.status('/gone.jpg', 404);
    const forced = await lab.downloader.downloadAll([url], { workers: 1, force: true });
    expect(forced).toMatchObject({ downloaded: 0, cached: 1, failed: 0 });
    expect((await lab.get(url)).status).toBe(200);
  });

  test('is confirmed by every run after a while, unless its address tells a version', async () => {
    const lab = await startLab();
    const { url } = await replaceable(lab, '/old.jpg');
    const urls = [url, `${url}?cb=1`];
    await lab.downloader.downloadAll(urls, { workers: 1 });
    await sleep(20);
    const hits = lab.cdn.hits.length;
    await lab.downloader.downloadAll(urls, { workers: 1, confirmAfterMs: 10 });
    expect(lab.cdn.hits.slice(hits).map(({ path }) => path)).toEqual(['/old.jpg']);
  });
});

test('what failed is forgotten when somebody asks for it', async () => {
  const lab = await startLab();
  const url = lab.cdn.status('/late.jpg', 404);
  await lab.downloader.downloadAll([url], { workers: 1 });
  expect((await lab.get(url)).status).toBe(404);
  lab.cdn.serve('/late.jpg', await jpeg('late'));
  expect(await lab.downloader.downloadAll([url], { workers: 1 })).toMatchObject({ failed: 1 });
  lab.proxy.forgetFailures();
  await lab.store.forgetFailures();
  expect(await lab.downloader.downloadAll([url], { workers: 1 })).toMatchObject({ downloaded: 1 });
});

test('F110 a bug fails its image at once, and is logged with its stack', async () => {
  const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const lab = await startLab();
  const url = lab.cdn.serve('/a.jpg', await jpeg('bug'));
  jest.spyOn(lab.store, 'publish').mockImplementation(() => {
    throw new TypeError('undefined is not a function');
  });
  const result = await lab.downloader.downloadAll([url], { workers: 1 });
  expect(result).toMatchObject({ failed: 1, failures: [{ code: 'internal', count: 1 }] });
  expect(lab.cdn.hitsOf('/a.jpg')).toHaveLength(1);
  expect(lab.store.failure(url)).toBeNull();
  expect(await lab.get(url)).toMatchObject({ status: 500, code: 'INTERNAL' });
  expect(JSON.stringify(logged.mock.calls)).toContain('TypeError: undefined is not a function\\n    at');
  expect(lab.temporaryFiles()).toEqual([]);
});

test.each([new TypeError('x'), new RangeError('x'), new Error('x'), 'a text', undefined])(
  '%p is no trouble of the disk',
  (error) => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    expect(toImageFailure(error)).toMatchObject({ reason: 'internal', isTransient: false });
  },
);
