import { createHash, randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

interface Colour {
  r: number;
  g: number;
  b: number;
}

function plain(width: number, height: number, background: Colour) {
  return sharp({ create: { width, height, channels: 3, background } });
}

/** A colour that follows from a text, so that every test image is another one. */
function colourOf(text: string): Colour {
  const [r = 0, g = 0, b = 0] = createHash('md5').update(text).digest();
  return { r, g, b };
}

/** A small JPEG whose content follows from the text. */
export function jpeg(seed = '', width = 96, height = 64): Promise<Buffer> {
  return plain(width, height, colourOf(seed)).jpeg().toBuffer();
}

export function png(seed = '', width = 96, height = 64): Promise<Buffer> {
  return plain(width, height, colourOf(seed)).png().toBuffer();
}

export function webp(seed = '', width = 96, height = 64): Promise<Buffer> {
  return plain(width, height, colourOf(seed)).webp().toBuffer();
}

export function gif(seed = ''): Promise<Buffer> {
  return plain(48, 32, colourOf(seed)).gif().toBuffer();
}

export function avif(seed = ''): Promise<Buffer> {
  return plain(96, 64, colourOf(seed)).avif({ effort: 0 }).toBuffer();
}

/** A JPEG that is as hard to compress as noise, about two bytes a pixel. */
export function noisyJpeg(width: number, height: number): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({ create: { width, height, channels: 3, background: '#000', noise } })
    .jpeg({ quality: 95 })
    .toBuffer();
}

/** Three bytes a pixel, whatever anybody tries. */
export function noisyPng(width: number, height: number): Promise<Buffer> {
  const raw = { width, height, channels: 3 } as const;
  return sharp(randomBytes(width * height * 3), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer();
}

/** Lies on its side, says so in EXIF, and tells where it was taken. */
export function rotatedJpeg(): Promise<Buffer> {
  return plain(300, 200, { r: 10, g: 200, b: 30 })
    .withExif({ IFD0: { Copyright: 'somebody' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

export async function animation(frames: number, format: 'gif' | 'webp' = 'gif', side = 40): Promise<Buffer> {
  const images = await Promise.all(
    Array.from({ length: frames }, (_, i) =>
      plain(side, side, colourOf(`frame ${i}`))
        .png()
        .toBuffer(),
    ),
  );
  const joined = sharp(images, { join: { animated: true } });
  return format === 'gif' ? joined.gif({ effort: 1 }).toBuffer() : joined.webp({ effort: 0 }).toBuffer();
}

export function tiff(): Promise<Buffer> {
  return plain(20, 20, { r: 1, g: 2, b: 3 }).tiff().toBuffer();
}

/** A grey PNG that declares any size; `rows` of it are really there. */
export function declaredPng(width: number, height: number, rows: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const data = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * rows), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
