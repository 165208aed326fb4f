import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { DecoderPool, type DecoderPoolOptions } from '../../src/images/decoder/decoder-pool';
import { closeDecoders, decoderProgram, sharedDecoders } from '../harness/image-lab';
import { animation, png, rotatedJpeg } from '../harness/sample-images';
import { tempDir } from '../harness/temp-dir';

let temporary: Awaited<ReturnType<typeof tempDir>>;
let pool: DecoderPool;
let files = 0;

beforeAll(async () => {
  temporary = await tempDir('decoding');
});
afterAll(async () => {
  await closeDecoders();
  await temporary.remove();
});

async function start(options: DecoderPoolOptions): Promise<void> {
  pool = new DecoderPool({ ...options, program: decoderProgram() });
  pool.warm();
  // Both have to be up before a test counts its time.
  const size = options.size ?? 1;
  await Promise.all(Array.from({ length: size * 2 }, async () => pool.inspect(await file(await png('warm')))));
}

async function file(bytes: Buffer): Promise<string> {
  const path = join(temporary.path, `${++files}.img`);
  await writeFile(path, bytes);
  return path;
}

/** A file that is read to its end only once `release` has been called: its decoder hangs until then. */
function hangingFile(): { path: string; release(bytes: Buffer): void } {
  const path = join(temporary.path, `${++files}.fifo`);
  execFileSync('mkfifo', [path]);
  return { path, release: (bytes) => void createWriteStream(path).end(bytes) };
}

const blamed = { reason: 'undecodable' };

describe('a decoder process', () => {
  afterEach(() => pool.close());

  test('dies at the first, and the second is done by another', async () => {
    await start({ size: 1 });
    const first = expect(pool.inspect(hangingFile().path)).rejects.toMatchObject(blamed);
    const second = pool.inspect(await file(await png('second')));
    const third = pool.inspect(await file(await png('third')));
    await sleep(100);
    const [pid] = pool.state().pids;
    process.kill(pid!, 'SIGKILL');
    await first;
    expect(await second).toMatchObject({ format: 'png', width: 96 });
    expect(await third).toMatchObject({ format: 'png', width: 96 });
    expect(pool.state().pids).not.toContain(pid);
  });

  test('hangs at the first, and only that is given up', async () => {
    await start({ size: 1, jobTimeoutMs: 8000 });
    const first = expect(pool.inspect(hangingFile().path)).rejects.toMatchObject(blamed);
    const second = pool.inspect(await file(await png('behind')));
    await first;
    expect(await second).toMatchObject({ format: 'png' });
  });

  test('is replaced when it has grown, without blame for what it had begun', async () => {
    await start({ size: 1, maxRssBytes: 1 });
    const paths = await Promise.all(['a', 'b', 'c'].map(async (name) => file(await png(name))));
    const inspections = await Promise.all(paths.map((path) => pool.inspect(path)));
    expect(inspections.map(({ format }) => format)).toEqual(['png', 'png', 'png']);
  });

  test('fails neither of them when the pool is closed', async () => {
    await start({ size: 1 });
    const aborted = { reason: 'aborted' };
    const both = [hangingFile().path, await file(await png('closed'))].map((path) =>
      expect(pool.inspect(path)).rejects.toMatchObject(aborted),
    );
    await pool.close();
    await Promise.all(both);
  });
});

describe('the placeholder', () => {
  const colour = { r: 200, g: 100, b: 40 };
  const plain = (width: number, height: number, alpha?: number) =>
    sharp({
      create:
        alpha === undefined
          ? { width, height, channels: 3, background: colour }
          : { width, height, channels: 4, background: { ...colour, alpha } },
    });
  const images: [string, () => Promise<Buffer>][] = [
    ['a small PNG', () => plain(120, 90).png().toBuffer()],
    ['one pixel', () => plain(1, 1).png().toBuffer()],
    ['a line', () => plain(1000, 1).png().toBuffer()],
    ['a large PNG', () => plain(900, 700).png().toBuffer()],
    ['a palette', () => plain(120, 90).png({ palette: true }).toBuffer()],
    ['16 bits', () => plain(120, 90).toColourspace('rgb16').png().toBuffer()],
    ['opacity', () => plain(120, 90, 1).png().toBuffer()],
    ['a WebP', () => plain(120, 90).webp({ quality: 95 }).toBuffer()],
    ['a JPEG', () => plain(120, 90).jpeg({ quality: 95 }).toBuffer()],
    ['CMYK', () => plain(120, 90).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()],
    ['a GIF', () => plain(120, 90).gif().toBuffer()],
    ['an AVIF', () => plain(120, 90).avif({ quality: 95, effort: 0 }).toBuffer()],
  ];
  test.each(images)('of %s has its colour', async (name, make) => {
    const { thumbhash } = await sharedDecoders().inspect(await file(await make()));
    const { r, g, b } = averageOf(thumbhash);
    // A palette, a CMYK profile and six bits a channel move a colour by so much.
    const tolerance = name === 'CMYK' ? 40 : 12;
    expect(Math.abs(r - colour.r)).toBeLessThan(tolerance);
    expect(Math.abs(g - colour.g)).toBeLessThan(tolerance);
    expect(Math.abs(b - colour.b)).toBeLessThan(tolerance);
  });

  test.each([
    ['grey', 1],
    ['grey with opacity', 2],
  ] as const)('of %s is grey', async (_, channels) => {
    const pixels = Buffer.alloc(60 * 40 * channels, 255);
    for (let at = 0; at < pixels.length; at += channels) pixels[at] = 120;
    const image = sharp(pixels, { raw: { width: 60, height: 40, channels } }).toColourspace('b-w');
    const { thumbhash } = await sharedDecoders().inspect(await file(await image.png().toBuffer()));
    for (const value of Object.values(averageOf(thumbhash))) expect(Math.abs(value - 120)).toBeLessThan(12);
  });

  test('does not take the colour of what cannot be seen', async () => {
    const pixels = Buffer.alloc(64 * 64 * 4);
    for (let at = 0; at < pixels.length; at += 8) pixels.set([255, 0, 0, 0, 0, 0, 255, 255], at);
    const image = sharp(pixels, { raw: { width: 64, height: 64, channels: 4 } });
    const { r, b } = averageOf((await sharedDecoders().inspect(await file(await image.png().toBuffer()))).thumbhash);
    expect(r).toBeLessThan(20);
    expect(b).toBeGreaterThan(235);
  });
});

/** The mean colour in the head of a thumbhash. */
function averageOf(thumbhash: string): { r: number; g: number; b: number } {
  const head = Buffer.from(thumbhash, 'base64').readUIntLE(0, 3);
  const l = (head & 63) / 63;
  const p = ((head >> 6) & 63) / 31.5 - 1;
  const q = ((head >> 12) & 63) / 31.5 - 1;
  const b = l - (2 / 3) * p;
  const r = (3 * l - b + q) / 2;
  return { r: r * 255, g: (r - q) * 255, b: b * 255 };
}

describe('a picture that lies on its side', () => {
  test.each(['png', 'webp'] as const)('is upright for a %s', async (format) => {
    const turned = sharp(await rotatedJpeg())
      .keepExif()
      .withMetadata({ orientation: 6 });
    const inspection = sharedDecoders().inspect(await file(await turned.toFormat(format).toBuffer()));
    expect(await inspection).toMatchObject({ width: 200, height: 300 });
  });
});

describe('a variant as WebP', () => {
  const picture = (width: number) => sharp(plainPixels(width), { raw: { width, height: 80, channels: 3 } });
  const plainPixels = (width: number) => Buffer.from(Array.from({ length: width * 80 * 3 }, (_, i) => (i * 7) % 256));
  const withMetadata = (image: sharp.Sharp) => image.withExif({ IFD0: { Copyright: 'nobody' } });
  const trailing = async () => Buffer.concat([await picture(120).webp().toBuffer(), Buffer.from('hidden')]);

  test.each([
    ['of a lossy WebP that is small enough', () => picture(120).webp().toBuffer(), true],
    ['of a lossless one', () => picture(200).webp({ lossless: true }).toBuffer(), true],
    ['of a wider one', () => picture(201).webp().toBuffer(), false],
    ['of one that holds more than the picture', () => withMetadata(picture(120)).webp().toBuffer(), false],
    ['of one with something behind its end', trailing, false],
    ['of an animation', () => animation(3, 'webp'), false],
    ['of a PNG', () => picture(120).png().toBuffer(), false],
  ])('%s may be the file itself', async (_, make, isSame) => {
    const original = await make();
    const path = await file(original);
    const out = `${path}.variant`;
    const { width } = await sharedDecoders().convert({ path, out, width: 200, format: 'webp' });
    const variant = await readFile(out);
    expect(variant.equals(original)).toBe(isSame);
    const found = await sharp(variant).metadata();
    expect({ width: found.width, format: found.format, exif: found.exif }).toEqual({
      width,
      format: 'webp',
      exif: undefined,
    });
    expect(width).toBeLessThanOrEqual(200);
  });
});
