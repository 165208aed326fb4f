import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { EgressClient } from '../../src/egress/egress-client';
import { HostAllowList } from '../../src/egress/host-allow-list';
import { closeDecoders, ImageLab, md5, sharedDecoders, type LabAnswer } from '../harness/image-lab';
import { animation, avif, declaredPng, gif, jpeg, noisyJpeg, png, tiff, webp } from '../harness/sample-images';
import { FakeClock } from '../harness/fake-clock';
import { until } from '../harness/until';

const MAX_BYTES = 4 * 1024 * 1024;
const DEADLINE_MS = 1500;

let lab: ImageLab;

beforeAll(async () => {
  lab = await ImageLab.start({ deadlineMs: DEADLINE_MS, maxImageBytes: MAX_BYTES });
  await lab.listen();
  // Starts the decoders.
  await Promise.all(['a', 'b'].map(async (name) => lab.get(lab.cdn.serve(`/warm-${name}.jpg`, await jpeg(name)))));
});
afterEach(async () => {
  expect(lab.canary.hits).toEqual([]);
  expect(lab.temporaryFiles()).toEqual([]);
});
afterAll(async () => {
  await lab.close();
  await closeDecoders();
});

/** Nothing of the URL is kept: no file, no record. */
function expectNothingStored(url: string): void {
  expect(lab.hasFile(url)).toBe(false);
  expect(lab.store.has(url)).toBe(false);
}

async function timed(url: string): Promise<{ answer: LabAnswer; ms: number }> {
  const began = performance.now();
  const answer = await lab.get(url);
  return { answer, ms: performance.now() - began };
}

describe('F9 endless bodies', () => {
  test('a byte now and then ends at the deadline', async () => {
    const { answer, ms } = await timed(lab.cdn.url('/drip'));
    expect(answer.status).toBe(504);
    expect(Math.abs(ms - DEADLINE_MS)).toBeLessThan(500);
    expectNothingStored(lab.cdn.url('/drip'));
  });

  test('a flood ends at the cap', async () => {
    const before = process.memoryUsage.rss();
    const sent = lab.cdn.bytesSent;
    const { answer } = await timed(lab.cdn.url('/flood'));
    expect(answer.status).toBe(413);
    await until(() => lab.cdn.bytesSent > sent, 1000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(2 * MAX_BYTES + 40 * 1024 * 1024);
    expectNothingStored(lab.cdn.url('/flood'));
  });

  test('a length that is too large is believed', async () => {
    const { answer, ms } = await timed(lab.cdn.url('/claims-much'));
    expect(answer.status).toBe(413);
    expect(ms).toBeLessThan(5000);
    expectNothingStored(lab.cdn.url('/claims-much'));
  });

  test.each(['/silent', '/headers-only'])('%s ends at the deadline', async (path) => {
    const { answer, ms } = await timed(lab.cdn.url(path));
    expect(answer.status).toBe(504);
    expect(Math.abs(ms - DEADLINE_MS)).toBeLessThan(500);
  });

  test('every place is given back', async () => {
    await until(() => lab.cdn.openConnections <= 2);
    const url = lab.cdn.serve('/after.jpg', await jpeg('after'));
    expect((await lab.get(url)).status).toBe(200);
  });
});

describe('F10 truncation', () => {
  test.each(['/cut-length', '/cut-chunk'])('%s is 502, and asked for again', async (path) => {
    const url = lab.cdn.url(path);
    for (let times = 1; times <= 2; times++) {
      expect((await lab.get(url)).status).toBe(502);
      expect(lab.cdn.hitsOf(path)).toHaveLength(times);
    }
    expectNothingStored(url);
  });

  const samples: [string, () => Promise<Buffer>, number][] = [
    ['half a JPEG', () => noisyJpeg(200, 200), 0.5],
    ['a JPEG without its last two bytes', () => noisyJpeg(200, 200), -2],
    ['half a PNG', () => png('cut', 300, 300), 0.5],
    ['a PNG without its last two bytes', () => png('cut'), -2],
    ['half a WebP', () => webp('cut'), 0.5],
    ['an animation cut behind a frame', () => animation(12), 0.5],
    ['a GIF cut within its only frame', () => gif('cut'), -2],
    ['half an AVIF', () => avif('cut'), 0.5],
  ];
  test.each(samples)('%s over a clean close is 422, and asked for again', async (name, make, cut) => {
    const whole = await make();
    const part = whole.subarray(0, cut > 0 ? Math.floor(whole.length * cut) : cut);
    const path = `/cut-${md5(name)}`;
    const url = lab.cdn.on(path, (_, response) => {
      response.writeHead(200, { 'content-type': 'image/jpeg', connection: 'close' }).end(part);
    });
    for (let times = 1; times <= 2; times++) {
      expect((await lab.get(url)).status).toBe(422);
      expect(lab.cdn.hitsOf(path)).toHaveLength(times);
    }
    expectNothingStored(url);
    lab.cdn.serve(path, whole);
    expect((await lab.get(url)).body).toEqual(whole);
  });

  test('an older good copy is served', async () => {
    const clock = new FakeClock();
    const own = await ImageLab.start({ clock, proxy: { freshMs: 60_000 } });
    try {
      const whole = await noisyJpeg(100, 100);
      const url = own.cdn.serve('/a.jpg', whole);
      expect((await own.get(url)).status).toBe(200);
      clock.advance(120_000);
      own.cdn.on(
        '/a.jpg',
        (_, response) => void response.writeHead(200, { connection: 'close' }).end(whole.subarray(0, 900)),
      );
      const answer = await own.get(url);
      expect(answer).toMatchObject({ status: 200, headers: { 'x-cache': 'STALE' }, body: whole });
    } finally {
      await own.close();
    }
  });
});

test('F11 a stall is noticed also when the reader is slow', async () => {
  const client = new EgressClient({
    allow: new HostAllowList([lab.cdn.host]),
    userAgent: 'test',
    deadlineMs: 20_000,
    stallMs: 300,
    maxBytes: 64 * 1024 * 1024,
  });
  const url = lab.cdn.on('/stalls', (_, response) => {
    response.writeHead(200, { 'content-length': 10_000_000 });
    response.write(Buffer.alloc(3_000_000));
  });
  const began = Date.now();
  const { body } = await client.stream(url);
  const reading = (async () => {
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      await sleep(1);
    }
    return bytes;
  })();
  await expect(reading).rejects.toMatchObject({ kind: 'timeout' });
  expect(Date.now() - began).toBeLessThan(5000);
  await until(() => lab.cdn.openConnections <= 4);
  await client.close();
});

describe('F12 encodings', () => {
  test('a gzipped image is decoded before it is stored', async () => {
    const image = await jpeg('gzip');
    const url = lab.cdn.serve('/gz.jpg', gzipSync(image), { 'content-encoding': 'gzip' });
    const answer = await lab.get(url);
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'image/jpeg' }, body: image });
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(lab.cdn.hitsOf('/gz.jpg')[0]!.headers['accept-encoding']).toBe('identity');
  });

  test('a bomb is stopped at its decoded bytes', async () => {
    // The deadline of the others is too short for a busy machine to decode so much.
    const patient = await ImageLab.start({ deadlineMs: 30_000, maxImageBytes: MAX_BYTES });
    try {
      expect((await patient.get(patient.cdn.url('/gzip-bomb'))).status).toBe(413);
      expect(patient.temporaryFiles()).toEqual([]);
    } finally {
      await patient.close();
    }
  });

  test.each(['gzip, gzip', 'deflate, gzip', 'zstd', 'compress'])('%s is 502', async (encoding) => {
    const body = gzipSync(gzipSync(await jpeg('enc')));
    const url = lab.cdn.serve(`/enc-${md5(encoding)}.jpg`, body, { 'content-encoding': encoding });
    expect((await lab.get(url)).status).toBe(502);
    expectNothingStored(url);
  });

  const harmless = [
    'UTF-8',
    'none',
    'aws-chunked',
    'identity',
    '',
    'binary',
    'image/jpeg',
    'constructor',
    'utf-8, none',
  ];
  test.each(harmless)('"%s" says nothing about the bytes', async (encoding) => {
    const image = await jpeg(`enc ${encoding}`);
    const url = lab.cdn.serve(`/enc-${md5(encoding)}.jpg`, image, { 'content-encoding': encoding });
    expect(await lab.get(url)).toMatchObject({ status: 200, body: image });
  });

  test.each([
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['X-GZIP', gzipSync],
    ['aws-chunked, gzip', gzipSync],
  ] as const)('%s that nobody asked for is decoded', async (encoding, encode) => {
    const image = await jpeg(`unasked ${encoding}`);
    const url = lab.cdn.serve(`/enc-${md5(encoding)}.jpg`, encode(image), { 'content-encoding': encoding });
    expect(await lab.get(url)).toMatchObject({ status: 200, body: image });
  });

  test('what only seems to be plain is no image', async () => {
    const url = lab.cdn.serve('/snappy.jpg', gzipSync(await jpeg('s')), { 'content-encoding': 'snappy' });
    expect((await lab.get(url)).status).toBe(422);
  });

  test('what claims to be gzip and is not is 502', async () => {
    const url = lab.cdn.serve('/not-gz.jpg', await jpeg('x'), { 'content-encoding': 'gzip' });
    expect((await lab.get(url)).status).toBe(502);
  });
});

function expectHarmless(answer: LabAnswer): void {
  expect(answer.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': '*',
  });
}

describe('F13 mislabelled content', () => {
  test('HTML that is called an image is 422', async () => {
    const html = '<!doctype html><script>alert(1)</script>'.padEnd(500);
    const answer = await lab.get(lab.cdn.serve('/html.png', html, { 'content-type': 'image/png' }));
    expect(answer.status).toBe(422);
    expectHarmless(answer);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test.each(['text/html', 'image/png, text/html', 'image/png;text/html', ''])(
    'a PNG called "%s" is a PNG',
    async (type) => {
      const image = await png(type);
      const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
      const answer = await lab.get(lab.cdn.serve(`/png-${md5(type)}`, image, headers));
      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' }, body: image });
      expectHarmless(answer);
    },
  );

  test('an image with HTML behind it is an image, and nothing else', async () => {
    const polyglot = Buffer.concat([await jpeg('poly'), Buffer.from('<script>alert(1)</script>')]);
    const answer = await lab.get(lab.cdn.serve('/poly.html', polyglot, { 'content-type': 'text/html' }));
    expect([200, 422]).toContain(answer.status);
    if (answer.status === 200) expect(answer.headers['content-type']).toBe('image/jpeg');
    expectHarmless(answer);
  });

  test.each([
    ['jpeg', jpeg],
    ['png', png],
    ['webp', webp],
    ['gif', gif],
    ['avif', avif],
  ])('%s is served as what it is', async (format, make) => {
    const image = await make('kinds');
    const answer = await lab.get(lab.cdn.serve(`/kind-${format}`, image, { 'content-type': 'text/plain' }));
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': `image/${format}` }, body: image });
  });

  test('errors of every kind are as harmless', async () => {
    for (const path of ['/nowhere', '/redirect']) expectHarmless(await lab.get(lab.cdn.url(path)));
    expectHarmless(await lab.get('http://10.0.0.1/'));
    expectHarmless(await lab.ask('?url='));
  });
});

describe('F14 SVG', () => {
  const SVG = 'xmlns="http://www.w3.org/2000/svg"';
  const turbulence =
    '<filter id="f"><feTurbulence baseFrequency="0.05" numOctaves="9"/><feGaussianBlur stdDeviation="200"/></filter>';
  const files: [string, string | Buffer][] = [
    ['a script', `<svg ${SVG} onload="alert(1)"><script>alert(1)</script></svg>`],
    ['a file', `<svg ${SVG}><image href="file:///etc/hostname" width="9" height="9"/></svg>`],
    ['a request', `<svg ${SVG}><image href="http://127.0.0.1:CANARY/x.png" width="9" height="9"/></svg>`],
    ['entities', `<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg ${SVG}>&b;</svg>`],
    ['40000²', `<svg ${SVG} width="40000" height="40000"><rect width="40000" height="40000"/></svg>`],
    [
      'filters',
      `<svg ${SVG} width="8000" height="8000">${turbulence}<rect width="8000" height="8000" filter="url(#f)"/></svg>`,
    ],
    ['SVGZ', gzipSync(`<svg ${SVG} width="10" height="10"/>`)],
    ['white space', `   \n\t<svg ${SVG} width="10" height="10"/>`],
    ['a byte order mark', `\ufeff<svg ${SVG} width="10" height="10"/>`],
    ['a comment', `<!-- hello --><svg ${SVG} width="10" height="10"/>`],
  ];
  test.each(files)('%s is 422 without being looked at', async (name, file) => {
    const body = typeof file === 'string' ? file.replace('CANARY', String(lab.canary.port)) : file;
    const url = lab.cdn.serve(`/svg-${md5(name)}`, body, { 'content-type': 'image/svg+xml' });
    const cpu = process.cpuUsage();
    const { answer, ms } = await timed(url);
    const { user, system } = process.cpuUsage(cpu);
    expect(answer.status).toBe(422);
    expect(ms).toBeLessThan(5000);
    expect((user + system) / 1e6).toBeLessThan(0.2);
    expectNothingStored(url);
  });

  test('the decoder does not take it either', async () => {
    const path = `${lab.dir}/probe.bin`;
    await writeFile(path, `<svg ${SVG} width="10" height="10"/>`);
    await expect(sharedDecoders().inspect(path)).rejects.toMatchObject({ reason: 'not_an_image' });
  });
});

describe('F15 bombs', () => {
  const bombs: [string, () => Buffer | Promise<Buffer>][] = [
    ['30000x30000 in a few bytes', () => declaredPng(30_000, 30_000, 1)],
    ['16000x16000', () => declaredPng(16_000, 16_000, 16_000)],
    ['1x1000000', () => declaredPng(1, 1_000_000, 1_000_000)],
    ['1,024 frames', () => animation(1024, 'gif', 4)],
    ['TIFF', () => tiff()],
    ['BMP', () => Buffer.concat([Buffer.from('BM'), Buffer.alloc(200)])],
    ['ICO', () => Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0, 16, 16]), Buffer.alloc(200)])],
    ['HEIC', () => Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), Buffer.alloc(200)])],
    ['PDF', () => Buffer.from('%PDF-1.4\n'.padEnd(200))],
  ];
  test.each(bombs)('%s is 422 at once', async (name, make) => {
    const url = lab.cdn.serve(`/bomb-${md5(name)}`, await make());
    const before = process.memoryUsage.rss();
    const { answer, ms } = await timed(url);
    expect(answer.status).toBe(422);
    expect(ms).toBeLessThan(5000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(50 * 1024 * 1024);
    expectNothingStored(url);
  });

  test('ten at a time leave the memory alone, and the decoders go on', async () => {
    const bomb = declaredPng(16_000, 16_000, 16_000);
    const urls = Array.from({ length: 10 }, (_, i) => lab.cdn.serve(`/bombs-${i}`, bomb));
    const before = process.memoryUsage.rss();
    const answers = await Promise.all(urls.map((url) => lab.get(url)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(422));
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
    expect((await lab.get(lab.cdn.serve('/good.jpg', await jpeg('good')))).status).toBe(200);
  });

  test('a large image within the limit is fine', async () => {
    expect((await lab.get(lab.cdn.serve('/large.png', declaredPng(7000, 7000, 7000)))).status).toBe(200);
  });

  test('a decoder that dies takes only its job with it', async () => {
    const pool = sharedDecoders();
    const url = lab.cdn.serve('/large2.png', declaredPng(7000, 6999, 6999));
    const asking = lab.get(url);
    await until(() => lab.temporaryFiles().length > 0);
    for (let i = 0; i < 10; i++) {
      for (const pid of pool.state().pids) process.kill(pid, 'SIGKILL');
      await sleep(10);
    }
    expect([200, 422]).toContain((await asking).status);
    expect((await lab.get(lab.cdn.serve('/good2.jpg', await jpeg('good2')))).status).toBe(200);
  });
});

test('an image with status 203 is one', async () => {
  const image = await jpeg('203');
  const url = lab.cdn.on('/203.jpg', (_, response) => void response.writeHead(203).end(image));
  expect(await lab.get(url)).toMatchObject({ status: 200, body: image });
});

describe('F16 unasked 206', () => {
  const cases: [string, number][] = [
    ['bytes 0-LAST/SIZE', 200],
    ['bytes 0-LESS/SIZE', 502],
    ['bytes 1-LAST/SIZE', 502],
    ['bytes 0-0/0', 502],
    ['bytes */SIZE', 502],
    ['invalid', 502],
    ['', 502],
    ['bytes 0-LESS/*', 502],
  ];
  test.each(cases)('%s is %d', async (template, status) => {
    const image = await jpeg('partial');
    const range = template
      .replace('LAST', String(image.length - 1))
      .replace('LESS', String(image.length - 2))
      .replace('SIZE', String(image.length));
    const url = lab.cdn.on(`/partial-${md5(template)}`, (_, response) => {
      response.writeHead(206, range === '' ? {} : { 'content-range': range }).end(image);
    });
    expect((await lab.get(url)).status).toBe(status);
    if (status !== 200) expectNothingStored(url);
    expect(lab.cdn.hits.at(-1)!.headers).not.toHaveProperty('range');
  });

  test('a whole that is shorter than it says is 502', async () => {
    const image = await jpeg('short');
    const url = lab.cdn.on('/partial-short', (_, response) => {
      const claimed = image.length + 10;
      response.writeHead(206, { 'content-range': `bytes 0-${claimed - 1}/${claimed}` }).end(image);
    });
    expect((await lab.get(url)).status).toBe(502);
    expectNothingStored(url);
  });
});
