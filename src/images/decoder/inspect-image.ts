import { createHash } from 'node:crypto';
import type sharpModule from 'sharp';
import { ImageFailure } from '../image-failure';
import { reachesItsEnd, sniffFormat, type ImageFormat } from '../image-format';
import type { Inspection } from './decoder-messages';

/** An image may have this many pixels, all frames together; more would fill the memory of whoever decodes it. */
export const MAX_PIXELS = 50_000_000;
/** WebP ends here; nothing that people look at is longer. */
const MAX_SIDE = 16_384;
const MAX_FRAMES = 512;
const THUMB_SIDE = 48;

export type Sharp = typeof sharpModule;

/** The options of every input: fail on damage, count the pixels of all frames. */
export function inputOptions(animated: boolean) {
  return { failOn: 'warning', limitInputPixels: MAX_PIXELS, animated, sequentialRead: true } as const;
}

/** Decodes every pixel of a file. Throws ImageFailure where it is no whole image of an accepted format and size. */
export async function inspectImage(sharp: Sharp, file: Buffer): Promise<Inspection> {
  const format = sniffFormat(file);
  if (!format) throw new ImageFailure('not_an_image', 'This is not a JPEG, PNG, WebP, GIF or AVIF image.');
  const { width, height, frames } = await readSize(sharp, file, format);
  if (!reachesItsEnd(file, format)) throw undecodable();
  try {
    // One frame is decoded into its thumbnail; an animation is decoded whole beside it.
    if (frames > 1) await sharp(file, inputOptions(true)).resize({ width: 8 }).raw().toBuffer();
    const thumb = await sharp(file, inputOptions(false))
      .autoOrient()
      .resize(THUMB_SIDE, THUMB_SIDE, { fit: 'inside' })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { rgbaToThumbHash } = await import('thumbhash');
    const thumbhash = Buffer.from(rgbaToThumbHash(thumb.info.width, thumb.info.height, thumb.data)).toString('base64');
    const sha256 = createHash('sha256').update(file).digest('hex');
    return { format, bytes: file.length, width, height, frames, sha256, thumbhash };
  } catch (error) {
    throw isOverLimit(error) ? tooManyPixels() : undecodable(error);
  }
}

/** Reads the header alone, so that a bomb is refused before a pixel of it is decoded. */
async function readSize(sharp: Sharp, file: Buffer, format: ImageFormat) {
  let metadata: sharpModule.Metadata;
  try {
    metadata = await sharp(file, inputOptions(false)).metadata();
  } catch (error) {
    throw isOverLimit(error) ? tooManyPixels() : undecodable(error);
  }
  const { width, height } = metadata.autoOrient ?? metadata;
  const frames = format === 'avif' ? 1 : (metadata.pages ?? 1);
  if (Math.max(width, height) > MAX_SIDE || frames > MAX_FRAMES || width * height * frames > MAX_PIXELS) {
    throw tooManyPixels();
  }
  return { width, height, frames };
}

function isOverLimit(error: unknown): boolean {
  return /pixel limit|too (large|many)/i.test(String(error));
}

function tooManyPixels(): ImageFailure {
  return new ImageFailure('too_many_pixels', 'The image has too many pixels or frames.');
}

function undecodable(cause?: unknown): ImageFailure {
  return new ImageFailure('undecodable', 'The image is damaged or cut short.', {}, { cause });
}
