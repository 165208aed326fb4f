import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { closeDecoders, ImageLab, md5 } from '../harness/image-lab';
import { animation, avif, gif, jpeg, noisyJpeg, png, webp } from '../harness/sample-images';

/** Pictures that every browser shows although their bytes are odd, and the same ones cut. */

let lab: ImageLab;
beforeAll(async () => (lab = await ImageLab.start()));
afterAll(async () => {
  await lab.close();
  await closeDecoders();
});

const photo = (options: sharp.JpegOptions = {}) => sharp(noise(200, 150), RAW).jpeg(options).toBuffer();
const RAW = { raw: { width: 200, height: 150, channels: 3 } } as const;

function noise(width: number, height: number): Buffer {
  let state = 7;
  return Buffer.from(
    Array.from({ length: width * height * 3 }, () => (state = (state * 1103515245 + 12345) & 0x7fffffff) >> 16),
  );
}

/** Offset of the nth marker of a kind. */
function markerAt(file: Buffer, marker: number, nth = 0): number {
  let at = file.indexOf(Buffer.from([0xff, marker]));
  for (let i = 0; i < nth; i++) at = file.indexOf(Buffer.from([0xff, marker]), at + 2);
  if (at < 0) throw new Error('no such marker');
  return at;
}

function insert(file: Buffer, at: number, bytes: Buffer | number[]): Buffer {
  return Buffer.concat([file.subarray(0, at), Buffer.from(bytes), file.subarray(at)]);
}

/** The spectral selection and approximation of a scan, as cameras and editors get them wrong. */
function withScanParameters(file: Buffer, start: number, end: number, approximation: number): Buffer {
  const odd = Buffer.from(file);
  const scan = markerAt(odd, 0xda);
  odd.set([start, end, approximation], scan + 2 + odd.readUInt16BE(scan + 2) - 3);
  return odd;
}

function pngChunk(type: string, data: Buffer, crc = crc32(Buffer.concat([Buffer.from(type), data]))): Buffer {
  const frame = Buffer.alloc(12);
  frame.writeUInt32BE(data.length, 0);
  frame.write(type, 4, 'latin1');
  frame.writeUInt32BE(crc >>> 0, 8);
  return Buffer.concat([frame.subarray(0, 8), data, frame.subarray(8)]);
}

/** Behind IHDR. */
const FIRST_CHUNK = 33;

/** The checksum behind the compressed rows is wrong, the chunk's own is right. */
function withBadAdler(file: Buffer): Buffer {
  const at = file.lastIndexOf('IDAT');
  const data = Buffer.from(file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4)));
  data[data.length - 1]! ^= 0xff;
  return Buffer.concat([file.subarray(0, at - 4), pngChunk('IDAT', data), file.subarray(at + 8 + data.length)]);
}

/** Rows are missing although every chunk is whole. */
function withFewerRows(file: Buffer): Buffer {
  const at = file.indexOf('IDAT');
  const length = file.readUInt32BE(at - 4);
  const data = file.subarray(at + 4, at + 4 + Math.floor(length / 2));
  return Buffer.concat([file.subarray(0, at - 4), pngChunk('IDAT', data), pngChunk('IEND', Buffer.alloc(0))]);
}

const noisy = (options: sharp.PngOptions = {}) => sharp(noise(200, 150), RAW).png(options).toBuffer();

const shown: [string, () => Promise<Buffer>][] = [
  ['JPEG with bytes before its end', async () => insert(await photo(), -2, [1, 2, 3, 4, 5])],
  ['JPEG with bytes before its tables', async () => insert(await photo(), 20, Buffer.alloc(30, 9))],
  ['JPEG with bytes before its scan', async () => withBytesBeforeScan(await photo())],
  ['progressive JPEG', () => photo({ progressive: true })],
  ['progressive JPEG with bytes between scans', async () => withBytesBeforeScan(await photo({ progressive: true }), 2)],
  ['JPEG with a scan of 0 to 0', async () => withScanParameters(await photo(), 0, 0, 0)],
  ['JPEG with a scan of 0 to 63, approximated', async () => withScanParameters(await photo(), 0, 63, 0x11)],
  ['JPEG with a scan of 1 to 64', async () => withScanParameters(await photo(), 1, 64, 0)],
  ['JPEG with another JPEG behind it', async () => Buffer.concat([await photo(), await jpeg('second')])],
  ['JPEG with zeros behind it', async () => Buffer.concat([await photo(), Buffer.alloc(5000)])],
  ['JPEG of CMYK', () => sharp(noise(200, 150), RAW).toColourspace('cmyk').jpeg().toBuffer()],
  ['JPEG of an unknown JFIF version', async () => withByte(await photo(), 11, 9)],
  ['grey JPEG', () => sharp(noise(200, 150), RAW).greyscale().jpeg().toBuffer()],
  [
    'PNG with a bad checksum of a text',
    async () => insert(await noisy(), FIRST_CHUNK, pngChunk('tEXt', Buffer.from('a\0b'), 1)),
  ],
  [
    'PNG with a bad checksum of a time',
    async () => insert(await noisy(), FIRST_CHUNK, pngChunk('tIME', Buffer.alloc(7, 1), 1)),
  ],
  ['PNG with an unknown chunk', async () => insert(await noisy(), FIRST_CHUNK, pngChunk('abCd', Buffer.from('x'), 1))],
  ['PNG with a bad profile', async () => insert(await noisy(), FIRST_CHUNK, pngChunk('iCCP', Buffer.from('x\0\0zzz')))],
  ['PNG with a bad checksum of all rows', async () => withBadAdler(await noisy())],
  ['interlaced PNG', () => noisy({ progressive: true })],
  [
    'PNG of 1 bit with one',
    async () => withBadAdler(await sharp(noise(200, 150), RAW).png({ palette: true, colours: 2 }).toBuffer()),
  ],
  ['PNG with bytes behind it', async () => Buffer.concat([await noisy(), Buffer.from('trailing')])],
  ['PNG of 16 bits', () => sharp(noise(200, 150), RAW).toColourspace('rgb16').png().toBuffer()],
  [
    'PNG of a palette with opacity',
    () => sharp(noise(200, 150), RAW).ensureAlpha(0.5).png({ palette: true }).toBuffer(),
  ],
  [
    'animated PNG',
    async () => insert(await noisy(), FIRST_CHUNK, pngChunk('acTL', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]))),
  ],
  ['long banner', () => png('banner', 17_000, 20)],
  ['tall strip', () => png('strip', 20, 17_000)],
  ['GIF without its trailer', async () => (await gif('t')).subarray(0, -1)],
  ['GIF with zeros before its trailer', async () => insert(await gif('z'), -1, [0, 0])],
  [
    'GIF with zeros instead of its trailer',
    async () => Buffer.concat([(await gif('i')).subarray(0, -1), Buffer.alloc(3)]),
  ],
  ['GIF with bytes behind its trailer', async () => Buffer.concat([await gif('b'), Buffer.from('behind')])],
  ['animation without its trailer', async () => (await animation(5)).subarray(0, -1)],
  ['long animation', () => animation(300, 'gif', 440)],
  ['animated WebP', () => animation(5, 'webp')],
  ['WebP with bytes behind it', async () => Buffer.concat([await webp('w'), Buffer.from('behind')])],
  ['AVIF', () => avif('odd')],
];

function withByte(file: Buffer, at: number, value: number): Buffer {
  const odd = Buffer.from(file);
  odd[at] = value;
  return odd;
}

function withBytesBeforeScan(file: Buffer, nth = 0): Buffer {
  return insert(file, markerAt(file, 0xda, nth), [0x11, 0x22, 0x33]);
}

describe('F105 every browser shows it, so it is served', () => {
  test.each(shown)('a %s', async (name, make) => {
    const bytes = await make();
    const url = lab.cdn.serve(`/${md5(name)}.bin`, bytes, { 'content-type': 'application/octet-stream' });
    const answer = await lab.get(url);
    expect([answer.status, answer.body.equals(bytes)]).toEqual([200, true]);
    const variant = await lab.get(url, '&w=64&format=webp');
    expect(variant).toMatchObject({ status: 200, headers: { 'content-type': 'image/webp' } });
    expect((await sharp(variant.body).metadata()).width).toBeLessThanOrEqual(64);
  });
});

const cut: [string, () => Promise<Buffer>][] = [
  ['progressive JPEG', async () => half(await photo({ progressive: true }))],
  ['progressive JPEG without its last scan', async () => lastScanCut(await photo({ progressive: true }))],
  ['JPEG with a scan of 0 to 0', async () => half(withScanParameters(await photo(), 0, 0, 0))],
  ['JPEG with bytes before its tables', async () => half(insert(await photo(), 20, Buffer.alloc(30, 9)))],
  [
    'JPEG with an end behind its first half',
    async () => Buffer.concat([half(await noisyJpeg(200, 200)), Buffer.from([0xff, 0xd9])]),
  ],
  [
    'PNG with a bad checksum of a text',
    async () => half(insert(await noisy(), FIRST_CHUNK, pngChunk('tEXt', Buffer.from('a\0b'), 1))),
  ],
  ['PNG with fewer rows', async () => withFewerRows(await noisy())],
  ['interlaced PNG with fewer rows', async () => withFewerRows(await noisy({ progressive: true }))],
  ['PNG of a palette', async () => half(await sharp(noise(200, 150), RAW).png({ palette: true }).toBuffer())],
  ['GIF', async () => half(await sharp(noise(200, 150), RAW).gif().toBuffer())],
  ['animation', async () => (await animation(8)).subarray(0, -9)],
  ['animated WebP', async () => half(await animation(8, 'webp'))],
  ['WebP', async () => half(await sharp(noise(200, 150), RAW).webp().toBuffer())],
  ['AVIF', async () => half(await sharp(noise(200, 150), RAW).avif({ effort: 0 }).toBuffer())],
];

const half = (file: Buffer) => file.subarray(0, Math.floor(file.length / 2));
const lastScanCut = (file: Buffer) => file.subarray(0, file.lastIndexOf(Buffer.from([0xff, 0xda])));

describe('F105 a part of it is not', () => {
  test.each(cut)('a %s', async (name, make) => {
    const url = lab.cdn.serve(`/cut-${md5(name)}.bin`, await make());
    expect((await lab.get(url)).status).toBe(422);
    expect(lab.hasFile(url)).toBe(false);
  });
});
