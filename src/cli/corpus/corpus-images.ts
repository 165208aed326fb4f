import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type sharp from 'sharp';
import { Chance } from './chance';

const WIDTH = 96;
const HEIGHT = 72;
const FORMATS = ['png', 'jpeg', 'webp'] as const;
const AT_ONCE = 8;

/** The path of an image in its folder and in its address; folders keep to a thousand files. */
export function imagePath(image: number): string {
  const format = FORMATS[image % FORMATS.length] ?? 'png';
  const folder = Math.floor(image / 1000)
    .toString()
    .padStart(4, '0');
  return `${folder}/${image}.${format === 'jpeg' ? 'jpg' : format}`;
}

/** Which image an article has, if any: `images` of them, spread evenly over the articles. */
export function imageOf(article: number, articles: number, images: number): number | null {
  const image = Math.floor((article * images) / articles);
  return Math.floor(((article + 1) * images) / articles) > image ? image : null;
}

export interface CorpusImagesOptions {
  dir: string;
  images: number;
  seed: number;
  onProgress(done: number): void;
  signal?: AbortSignal;
}

/** Draws small planets, each different, into a folder that replaces what was there once all are drawn. */
export async function drawCorpusImages({ dir, images, seed, onProgress, signal }: CorpusImagesOptions): Promise<void> {
  const { default: encoder } = await import('sharp');
  const unfinished = `${dir}.part`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    for (let first = 0; first < images; first += AT_ONCE) {
      signal?.throwIfAborted();
      if (first % 1000 === 0) await mkdir(join(unfinished, imagePath(first), '..'), { recursive: true });
      const numbers = Array.from({ length: Math.min(AT_ONCE, images - first) }, (_, i) => first + i);
      await Promise.all(
        numbers.map(async (image) => writeFile(join(unfinished, imagePath(image)), await encode(encoder, image, seed))),
      );
      onProgress(Math.min(images, first + AT_ONCE));
    }
    await rm(dir, { recursive: true, force: true });
    if (images > 0) await rename(unfinished, dir);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

function encode(encoder: typeof sharp, image: number, seed: number): Promise<Buffer> {
  const raw = { width: WIDTH, height: HEIGHT, channels: 3 as const };
  const drawing = encoder(drawPlanet(image, seed), { raw });
  switch (FORMATS[image % FORMATS.length]) {
    case 'jpeg':
      return drawing.jpeg({ quality: 82 }).toBuffer();
    case 'webp':
      return drawing.webp({ quality: 82, effort: 1 }).toBuffer();
    default:
      return drawing.png({ compressionLevel: 6 }).toBuffer();
  }
}

/** A banded planet before a night sky, its number in the colours of one corner. */
function drawPlanet(image: number, seed: number): Buffer {
  const chance = Chance.of(seed ^ 0x1ca9e5, image);
  const color = [chance.between(60, 240), chance.between(60, 240), chance.between(60, 240)];
  const [x0, y0, radius] = [chance.between(36, 60), chance.between(30, 42), chance.between(18, 28)];
  const bands = chance.between(2, 9);
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const [dx, dy] = [(x - x0) / radius, (y - y0) / radius];
      const light =
        1 - dx * dx - dy * dy < 0 ? 0 : Math.max(0.12, 0.75 - dx * 0.4 - dy * 0.35 + Math.sin(dy * bands) * 0.18);
      const at = (y * WIDTH + x) * 3;
      for (let c = 0; c < 3; c++) pixels[at + c] = light === 0 ? 10 + c * 8 : Math.min(255, (color[c] ?? 0) * light);
    }
  }
  return markNumber(pixels, image);
}

/** Blocks of 8 x 8 pixels, two bits each: pictures differ after any encoding. */
function markNumber(pixels: Buffer, image: number): Buffer {
  for (let block = 0; block < 12; block++) {
    const level = ((image >>> (block * 2)) & 3) * 80;
    for (let y = 0; y < 8; y++) {
      const at = (y * WIDTH + block * 8) * 3;
      pixels.fill(level, at, at + 24);
    }
  }
  return pixels;
}
