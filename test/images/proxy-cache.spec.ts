import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { variantName } from '../../src/images/storage/variant-name';
import { FakeClock } from '../harness/fake-clock';
import { closeDecoders, labStarter, md5, type ImageLab } from '../harness/image-lab';
import { animation, avif, jpeg, noisyJpeg, noisyPng, png, rotatedJpeg, webp } from '../harness/sample-images';
import { tempDir } from '../harness/temp-dir';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const startLab = labStarter();
afterAll(() => closeDecoders());

describe('F17 negative cache', () => {
  test.each([404, 410])('%d is asked for once in five minutes', async (status) => {
    const clock = new FakeClock();
    const lab = await startLab({ clock });
    const url = lab.cdn.status('/gone.png', status);
    for (let i = 0; i < 100; i++) expect((await lab.get(url)).status).toBe(404);
    expect(lab.cdn.hits).toHaveLength(1);
    clock.advance(5 * MINUTE + 1);
    lab.cdn.serve('/gone.png', await png('back'));
    expect((await lab.get(url)).status).toBe(200);
  });

  test('a failing host is asked again within ten seconds', async () => {
    const clock = new FakeClock();
    const lab = await startLab({ clock });
    const url = lab.cdn.status('/broken.png', 500);
    for (let i = 0; i < 20; i++) expect((await lab.get(url)).status).toBe(502);
    expect(lab.cdn.hits.length).toBeLessThanOrEqual(2);
    clock.advance(10_000);
    lab.cdn.serve('/broken.png', await png('again'));
    expect((await lab.get(url)).status).toBe(200);
  });

  test('invalidating clears it', async () => {
    const lab = await startLab({ clock: new FakeClock() });
    const url = lab.cdn.status('/late.png', 404);
    expect((await lab.get(url)).status).toBe(404);
    lab.cdn.serve('/late.png', await png('late'));
    lab.proxy.forgetFailures();
    expect((await lab.get(url)).status).toBe(200);
  });
});

describe('F18 a host that asks to wait', () => {
  const cases: [string | null, number, number][] = [
    ['120', 120_000, 120_000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000, 60_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 1000, 1000],
    ['0', 1000, 1000],
    ['-5', 1000, 1000],
    ['1e9', 15 * MINUTE, 15 * MINUTE],
    ['99999999999', 15 * MINUTE, 15 * MINUTE],
    ['abc', 500, 1000],
    [null, 500, 1000],
  ];
  test.each(cases)('Retry-After %p', async (header, least, most) => {
    const clock = new FakeClock();
    const lab = await startLab({ clock });
    const other = await startLab();
    const good = lab.cdn.serve('/good.jpg', await jpeg('good'));
    const url = lab.cdn.status('/busy.jpg', 429, header === null ? {} : { 'retry-after': header });
    const first = await lab.get(url);
    expect(first).toMatchObject({ status: 503, code: 'HOST_PAUSED' });
    const pause = lab.gate.pausedMs(lab.cdn.host);
    expect(pause).toBeGreaterThanOrEqual(least);
    expect(pause).toBeLessThanOrEqual(most);
    expect(Number(first.headers['retry-after'])).toBe(Math.max(1, Math.ceil(pause / 1000)));

    clock.advance(pause - 1);
    for (let i = 0; i < 5; i++) expect((await lab.get(good)).status).toBe(503);
    expect(lab.cdn.hits).toHaveLength(1);
    expect((await other.get(other.cdn.serve('/x.jpg', await jpeg('other')))).status).toBe(200);
    clock.advance(1);
    expect((await lab.get(good)).status).toBe(200);
  });

  test('what is stored is served meanwhile, also when it has expired', async () => {
    const clock = new FakeClock();
    const lab = await startLab({ clock, proxy: { freshMs: HOUR } });
    const url = lab.cdn.serve('/a.jpg', await jpeg('a'));
    await lab.get(url);
    lab.cdn.status('/a.jpg', 503, { 'retry-after': '300' });
    clock.advance(2 * HOUR);
    for (let i = 0; i < 3; i++)
      expect(await lab.get(url)).toMatchObject({ status: 200, headers: { 'x-cache': 'STALE' } });
    expect(lab.cdn.hits).toHaveLength(2);
  });
});

describe('F19 stale if the origin fails', () => {
  const faults: [string, (lab: ImageLab) => void][] = [
    ['503', (lab) => void lab.cdn.status('/a.jpg', 503)],
    ['500', (lab) => void lab.cdn.status('/a.jpg', 500)],
    ['404', (lab) => void lab.cdn.status('/a.jpg', 404)],
    ['a reset', (lab) => void lab.cdn.on('/a.jpg', (request) => void request.socket.resetAndDestroy())],
    ['silence', (lab) => void lab.cdn.on('/a.jpg', () => undefined)],
    ['HTML', (lab) => void lab.cdn.serve('/a.jpg', '<html>'.padEnd(100))],
  ];
  test.each(faults)('%s', async (_, breakIt) => {
    const clock = new FakeClock();
    const lab = await startLab({ clock, deadlineMs: 300, proxy: { freshMs: HOUR, maxStaleMs: 10 * HOUR } });
    const image = await jpeg('stale');
    const url = lab.cdn.serve('/a.jpg', image);
    expect((await lab.get(url)).headers['x-cache']).toBe('MISS');
    clock.advance(2 * HOUR);
    breakIt(lab);
    for (let i = 0; i < 5; i++) {
      const answer = await lab.get(url);
      expect(answer).toMatchObject({ status: 200, headers: { 'x-cache': 'STALE', age: '7200' }, body: image });
    }
    // One attempt, then none until the window has passed.
    expect(lab.cdn.hits).toHaveLength(2);
    clock.advance(10 * MINUTE);
    await lab.get(url);
    expect(lab.cdn.hits).toHaveLength(3);
    clock.advance(12 * HOUR);
    expect([404, 422, 502, 504]).toContain((await lab.get(url)).status);
  });

  test('a name that cannot be resolved, stored or not', async () => {
    const clock = new FakeClock();
    let isAway = false;
    const lab = await startLab({
      clock,
      allowedHosts: ['cdn.example.org:1'],
      proxy: { freshMs: HOUR },
      egress: {
        resolver: () =>
          isAway ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve([{ address: '93.184.216.34', family: 4 }]),
        dial: () => {
          const socket = connect(lab.cdn.port, '127.0.0.1');
          // The test's stand-in for a public host.
          Object.defineProperty(socket, 'remoteAddress', { value: '93.184.216.34' });
          return socket;
        },
      },
    });
    lab.cdn.serve('/a.jpg', await jpeg('dns'));
    const url = 'http://cdn.example.org:1/a.jpg';
    expect((await lab.get(url)).status).toBe(200);
    isAway = true;
    await lab.egress.close();
    clock.advance(2 * HOUR);
    expect(await lab.get(url)).toMatchObject({ status: 200, headers: { 'x-cache': 'STALE' } });
    expect((await lab.get('http://cdn.example.org:1/new.jpg')).status).toBe(502);
  });

  test('an image of an article never expires', async () => {
    const clock = new FakeClock();
    const lab = await startLab({ clock, proxy: { freshMs: HOUR, maxStaleMs: HOUR } });
    const url = lab.cdn.serve('/a.jpg', await jpeg('article'));
    await lab.downloader.downloadAll([url], { workers: 1 });
    clock.advance(10_000 * HOUR);
    expect((await lab.get(url)).headers['x-cache']).toBe('HIT');
    expect(lab.cdn.hits).toHaveLength(1);
  });
});

describe('F20 conditional requests', () => {
  test('If-None-Match', async () => {
    const lab = await startLab();
    const url = lab.cdn.serve('/a.jpg', await jpeg('inm'));
    const etag = (await lab.get(url)).headers.etag!;
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
    for (const value of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const answer = await lab.get(url, '', { 'if-none-match': value });
      expect(answer).toMatchObject({ status: 304, headers: { etag, 'x-cache': 'HIT' } });
      expect(answer.body).toHaveLength(0);
      expect(answer.headers['cache-control']).toBe('public, max-age=2592000');
    }
    for (const value of ['"garbage"', etag.slice(1), 'garbage', '""']) {
      expect((await lab.get(url, '', { 'if-none-match': value })).status).toBe(200);
    }
    expect((await lab.get('http://10.0.0.1/a.png', '', { 'if-none-match': etag })).status).toBe(403);
    expect((await lab.get('http://10.0.0.1/a.png', '', { 'if-none-match': '*' })).status).toBe(403);
  });

  /** A path that confirms its entity tag. */
  function serveWithTag(lab: ImageLab, image: Buffer): string {
    return lab.cdn.on('/tag.jpg', (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"v1"', 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' }).end(image);
    });
  }

  test('an expired image is confirmed without its bytes', async () => {
    const clock = new FakeClock();
    const lab = await startLab({ clock, proxy: { freshMs: HOUR } });
    const url = serveWithTag(lab, await jpeg('tag'));
    await lab.get(url);
    clock.advance(2 * HOUR);
    expect((await lab.get(url)).headers['x-cache']).toBe('HIT');
    expect(lab.cdn.hits[1]!.headers['if-none-match']).toBe('"v1"');
    expect((await lab.get(url)).headers['x-cache']).toBe('HIT');
    expect(lab.cdn.hits).toHaveLength(2);
  });

  test('a file that has vanished is fetched without validators', async () => {
    const clock = new FakeClock();
    const lab = await startLab({ clock, proxy: { freshMs: HOUR, hotBytes: 1 } });
    const image = await jpeg('vanish');
    const url = serveWithTag(lab, image);
    await lab.get(url);
    clock.advance(2 * HOUR);
    unlinkSync(lab.pathOf(url));
    expect(await lab.get(url)).toMatchObject({ status: 200, body: image });
    unlinkSync(lab.pathOf(url));
    expect(await lab.get(url)).toMatchObject({ status: 200, body: image });
    expect(lab.cdn.hits.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined, undefined]);
  });

  test('a file that was changed on disk is fetched again', async () => {
    const lab = await startLab({ proxy: { hotBytes: 1 } });
    const image = await jpeg('damage');
    const url = lab.cdn.serve('/a.jpg', image);
    await lab.get(url);
    writeFileSync(lab.pathOf(url), image.subarray(0, 50));
    expect(await lab.get(url)).toMatchObject({ status: 200, body: image });
  });
});

describe('F21 single flight', () => {
  test('100 callers, one request; one of them leaving changes nothing', async () => {
    const lab = await startLab();
    const image = await noisyJpeg(300, 300);
    const url = lab.cdn.on('/slow.jpg', async (_, response) => {
      await sleep(300);
      response.writeHead(200).end(image);
    });
    const port = await lab.listen();
    const leaving = connect(port, '127.0.0.1', () => {
      leaving.write(`GET /api/v1/wiki/image-proxy?url=${encodeURIComponent(url)} HTTP/1.1\r\nhost: x\r\n\r\n`);
      setTimeout(() => leaving.destroy(), 50);
    });
    await sleep(20);
    const answers = await Promise.all(Array.from({ length: 99 }, () => lab.get(url)));
    expect(answers.every(({ status, body }) => status === 200 && body.equals(image))).toBe(true);
    expect(lab.cdn.hits).toHaveLength(1);
  });

  test('when it fails everybody hears the same, and the next call tries again', async () => {
    const lab = await startLab();
    const url = lab.cdn.on('/cut.jpg', async (request) => {
      await sleep(500);
      request.socket.destroy();
    });
    const answers = await Promise.all(Array.from({ length: 100 }, () => lab.get(url)));
    expect(answers.every(({ status }) => status === 502)).toBe(true);
    expect(lab.cdn.hits).toHaveLength(1);
    lab.cdn.serve('/cut.jpg', await jpeg('now'));
    expect((await lab.get(url)).status).toBe(200);
  });

  test('a variant is made once', async () => {
    const lab = await startLab();
    const url = lab.cdn.serve('/a.jpg', await noisyJpeg(900, 600));
    const answers = await Promise.all(Array.from({ length: 30 }, () => lab.get(url, '&w=400&format=webp')));
    expect(new Set(answers.map(({ body }) => md5(body.toString('latin1')))).size).toBe(1);
    expect(lab.cdn.hits).toHaveLength(1);
    expect(variantFiles(lab.dir)).toHaveLength(1);
  });
});

function variantFiles(dir: string): string[] {
  return (readdirSync(dir, { recursive: true }) as string[]).filter((name) => /^[0-9a-f]{2}\//.test(name));
}

describe('F22 keys and names', () => {
  test('different URLs never share a file', async () => {
    const lab = await startLab();
    const paths = [
      '/a?b=cd',
      '/a?b=c&d',
      '/p.png?cb=1',
      '/p.png?cb=2',
      '/P.png',
      '/p.png',
      '/%C3%A9.png',
      '/e%CC%81.png',
    ];
    paths.push('/..%2f..%2fetc%2fpasswd', `/${'x'.repeat(300)}`, '/CON', '/nul.txt');
    const images = new Map<string, Buffer>();
    for (const path of paths) images.set(path, await png(path));
    for (const path of new Set(paths.map((one) => one.split('?')[0]!))) {
      lab.cdn.on(path, (request, response) => void response.writeHead(200).end(images.get(request.url!)));
    }
    for (const path of paths) expect((await lab.get(lab.cdn.url(path))).body).toEqual(images.get(path));
    for (const path of paths) expect((await lab.get(lab.cdn.url(path))).headers['x-cache']).toBe('HIT');
    expect(lab.files()).toHaveLength(paths.length);
    expect(lab.files().every((name) => /^[0-9a-f]{32}\.img$/.test(name))).toBe(true);
  });

  test('names of variants are hashes of their fields, each with its length', () => {
    const names = new Set<string>();
    const shas = ['1', '12', '123'].map((text) => text.padStart(64, '0'));
    for (const sha of shas) {
      for (const width of [null, 64, 128, 200, 400, 800] as const) {
        for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const)
          names.add(variantName(sha, { width, format }));
      }
    }
    expect(names.size).toBe(3 * 6 * 5);
    for (const name of names) expect(name).toMatch(/^[0-9a-f/]+\.(jpg|png|webp|gif|avif)$/);
  });

  test('links in the folder are not followed, for reading or for writing', async () => {
    const outside = await tempDir('outside');
    const lab = await startLab();
    const image = await jpeg('link');
    const secret = join(outside.path, 'secret.jpg');
    writeFileSync(secret, await jpeg('secret'));
    const url = lab.cdn.serve('/a.jpg', image);
    symlinkSync(secret, lab.pathOf(url));
    expect((await lab.get(url)).body).toEqual(image);
    expect(readFileSync(secret)).toEqual(await jpeg('secret'));

    const { sha256 } = lab.store.meta(url)!;
    const name = variantName(sha256, { width: 64, format: 'webp' });
    symlinkSync(outside.path, join(lab.dir, name.slice(0, 2)));
    expect((await lab.get(url, '&w=64&format=webp')).status).toBe(200);
    expect(readdirSync(outside.path)).toEqual(['secret.jpg']);
    await outside.remove();
  });

  test('an original of an earlier version is adopted, under the URL as given', async () => {
    const lab = await startLab();
    const image = await webp('adopted');
    const url = `http://${lab.cdn.host}/Old Image é.png`;
    writeFileSync(lab.pathOf(url), image);
    const answer = await lab.get(url);
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'x-cache': 'HIT', 'content-type': 'image/webp' },
      body: image,
    });
    expect(lab.cdn.hits).toEqual([]);
    expect(lab.store.meta(url)).toMatchObject({ format: 'webp', width: 96, height: 64 });
  });

  test('a damaged original of an earlier version is fetched instead', async () => {
    const lab = await startLab();
    const image = await jpeg('fresh');
    const url = lab.cdn.serve('/old.jpg', image);
    writeFileSync(lab.pathOf(url), image.subarray(0, image.length - 40));
    expect(await lab.get(url)).toMatchObject({ status: 200, headers: { 'x-cache': 'MISS' }, body: image });
  });
});

describe('F23 variants, cap and slow readers', () => {
  test('only the listed widths are made', async () => {
    const lab = await startLab();
    const url = lab.cdn.serve('/a.jpg', await jpeg('widths', 1000, 500));
    const allowed = [64, 128, 200, 400, 800];
    for (const width of [...allowed, 1, 63, 65, 199, 801, 1000, 0, -1]) {
      const answer = await lab.get(url, `&w=${width}`);
      expect(answer.status).toBe(allowed.includes(width) ? 200 : 400);
      if (answer.status === 200) expect((await sharp(answer.body).metadata()).width).toBe(width);
    }
    expect(variantFiles(lab.dir)).toHaveLength(allowed.length);
    expect((await lab.get(url, '&w=64')).headers['x-cache']).toBe('HIT');
  });

  test('each format, upright, without metadata', async () => {
    const lab = await startLab();
    const url = lab.cdn.serve('/rotated.jpg', await rotatedJpeg());
    for (const format of ['webp', 'avif', 'jpeg', 'png']) {
      const answer = await lab.get(url, `&w=128&format=${format}`);
      expect(answer.headers['content-type']).toBe(`image/${format}`);
      const metadata = await sharp(answer.body).metadata();
      expect(metadata).toMatchObject({ width: 128, height: 192, format: format === 'avif' ? 'heif' : format });
      expect(metadata).not.toHaveProperty('exif');
      expect(metadata.orientation).toBeUndefined();
    }
    expect(lab.store.meta(url)).toMatchObject({ width: 200, height: 300 });
    expect(Buffer.from(lab.store.meta(url)!.thumbhash, 'base64').length).toBeGreaterThan(4);
  });

  test('format=auto gives the best that is accepted', async () => {
    const lab = await startLab();
    const url = lab.cdn.serve('/a.jpg', await jpeg('auto', 400, 300));
    const type = async (accept: string, more = '&w=64') => {
      const answer = await lab.get(url, `${more}&format=auto`, { accept });
      expect(answer.headers.vary).toBe('Accept');
      return answer.headers['content-type'];
    };
    expect(await type('image/avif,image/webp,*/*')).toBe('image/avif');
    expect(await type('image/avif;q=0,image/webp')).toBe('image/webp');
    expect(await type('image/webp,*/*')).toBe('image/webp');
    expect(await type('*/*')).toBe('image/jpeg');
    expect(await type('image/avif,image/webp', '')).toBe('image/webp');
  });

  test('an animation stays one where the format can', async () => {
    const lab = await startLab();
    const url = lab.cdn.serve('/a.gif', await animation(8, 'gif', 80));
    const pages = async (more: string, headers = {}) =>
      (await sharp((await lab.get(url, more, headers)).body).metadata()).pages;
    expect(await pages('')).toBe(8);
    expect(await pages('&w=64')).toBe(8);
    expect(await pages('&w=64&format=webp')).toBe(8);
    expect(await pages('&w=64&format=auto', { accept: 'image/avif,image/webp' })).toBe(8);
    expect(await pages('&w=64&format=png')).toBeUndefined();
  });

  test('nothing is made larger, and other inputs work too', async () => {
    const lab = await startLab();
    for (const [name, make] of Object.entries({ webp, avif, png })) {
      const url = lab.cdn.serve(`/small.${name}`, await make('small'));
      const answer = await lab.get(url, '&w=800');
      expect(answer.headers['content-type']).toBe(`image/${name}`);
      expect((await sharp(answer.body).metadata()).width).toBe(96);
    }
  });

  test('above the cap, what was not seen for longest goes; images of articles stay', async () => {
    const image = await noisyJpeg(120, 120);
    const cap = image.length * 5;
    const clock = new FakeClock();
    const lab = await startLab({ clock, maxCacheBytes: cap, proxy: { hotBytes: 1 } });
    const url = (name: string) => lab.cdn.url(`/${name}.jpg`);
    const names = ['article', 'a', 'b', 'c', 'd', 'e', 'f'];
    for (const name of names) lab.cdn.serve(`/${name}.jpg`, image);
    await lab.downloader.downloadAll([url('article')], { workers: 1 });
    for (const name of names.slice(1)) {
      clock.advance(1000);
      await lab.get(url(name));
      clock.advance(1000);
      // Seen again and again, so it stays.
      await lab.get(url('a'));
      await lab.store.eviction.keepLimit();
      expect(bytesOn(lab.dir)).toBeLessThanOrEqual(cap + image.length);
    }
    expect(names.filter((name) => lab.hasFile(url(name)))).toEqual(['article', 'a', 'd', 'e', 'f']);
    clock.advance(1000);
    await lab.get(url('article'), '&w=64');
    clock.advance(1000);
    await lab.get(url('a'), '&w=64&format=png');
    await lab.store.eviction.keepLimit();
    expect(lab.store.stats().bytes + lab.store.eviction.variantBytes).toBeLessThanOrEqual(cap);
    expect(lab.hasFile(url('article'))).toBe(true);
    expect(lab.store.has(url('d'))).toBe(false);
  });

  test('a client that reads nothing is let go', async () => {
    const lab = await startLab();
    // More than the kernel takes for a reader that does not read.
    const image = await noisyPng(2200, 2200);
    expect(image.length).toBeGreaterThan(12 * 1024 * 1024);
    const url = lab.cdn.serve('/huge.png', image);
    expect((await lab.get(url)).body.equals(image)).toBe(true);
    const port = await lab.listen();
    // The wait that the controller asks for, made shorter.
    const waits: number[] = [];
    const setTimeoutOf = jest.spyOn(ServerResponse.prototype, 'setTimeout').mockImplementation(function (
      this: ServerResponse,
      ms: number,
    ) {
      waits.push(ms);
      this.socket?.setTimeout(400);
      return this;
    });
    const socket = connect(port, '127.0.0.1');
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()).on('error', () => undefined));
    let received = 0;
    socket.on('data', (chunk) => (received += chunk.length)).pause();
    socket.write(`GET /api/v1/wiki/image-proxy?url=${encodeURIComponent(url)} HTTP/1.1\r\nhost: x\r\n\r\n`);
    await sleep(2000);
    socket.resume();
    await closed;
    expect(waits).toEqual([30_000]);
    expect(received).toBeLessThan(image.length);
    setTimeoutOf.mockRestore();
  });
});

function bytesOn(dir: string): number {
  return (readdirSync(dir, { recursive: true }) as string[])
    .filter((name) => /\.(img|jpg|png|webp|gif|avif)$/.test(name))
    .reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
}

test('images that are deleted are gone with their variants, and come back when they are asked for', async () => {
  const lab = await startLab();
  const urls = await Promise.all(['a', 'b'].map(async (name) => lab.cdn.serve(`/${name}.jpg`, await jpeg(name))));
  for (const url of urls) await lab.get(url, '&w=64');
  expect(variantFiles(lab.dir)).toHaveLength(2);
  expect(await lab.store.deleteAll([urls[0]!, lab.cdn.url('/never.jpg')])).toBe(1);
  expect(variantFiles(lab.dir)).toHaveLength(1);
  expect(urls.map((url) => lab.store.has(url))).toEqual([false, true]);
  expect(existsSync(lab.pathOf(urls[0]!))).toBe(false);
  expect((await lab.get(urls[0]!)).headers['x-cache']).toBe('MISS');
});

test('bundled images are answered from the package and cannot be had otherwise', async () => {
  const folder = await tempDir('bundled');
  const { bundledImages } = jest.requireActual<typeof import('../../src/images/bundled-images')>(
    '../../src/images/bundled-images',
  );
  mkdirSync(join(folder.path, 'planets'));
  const image = await webp('demo');
  writeFileSync(join(folder.path, 'planets', 'a.webp'), image);
  symlinkSync('/etc/hostname', join(folder.path, 'planets', 'link.webp'));
  const lab = await startLab({ egress: { bundled: bundledImages(folder.path) } });
  const without = await startLab({ allowedHosts: ['images.demo.invalid'] });
  const origin = 'https://images.demo.invalid';
  expect(await lab.get(`${origin}/planets/a.webp`)).toMatchObject({
    status: 200,
    headers: { 'x-cache': 'MISS' },
    body: image,
  });
  expect((await lab.get(`${origin}/planets/a.webp`, '&w=64&format=png')).status).toBe(200);
  for (const path of [
    '/planets/b.webp',
    '/planets',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/planets/link.webp',
    '/planets%2fa.webp',
  ]) {
    expect((await lab.get(`${origin}${path}`)).status).toBe(404);
  }
  for (const other of ['http://images.demo.invalid/planets/a.webp', `${origin}:8443/planets/a.webp`]) {
    expect((await lab.get(other)).status).toBe(403);
  }
  expect((await lab.get(lab.cdn.url(`/redirect?to=${encodeURIComponent(`${origin}/planets/a.webp`)}`))).status).toBe(
    403,
  );
  expect((await without.get(`${origin}/planets/a.webp`)).status).toBe(403);
  await folder.remove();
});

test('avif originals are measured', async () => {
  const lab = await startLab();
  const url = lab.cdn.serve('/a.avif', await avif('measured'));
  await lab.get(url);
  expect(lab.store.meta(url)).toMatchObject({ format: 'avif', width: 96, height: 64, frames: 1 });
});
