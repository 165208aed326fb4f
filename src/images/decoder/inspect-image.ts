import { createHash } from 'node:crypto';
import type sharpModule from 'sharp';
import { ImageFailure } from '../image-failure';
import { reachesItsEnd, sniffFormat, type ImageFormat } from '../image-format';
import type { Inspection } from './decoder-messages';
import { PLACEHOLDER_SIDE, placeholderOf, type RawPixels } from './placeholder';
import { plainSize } from './plain-size';

/** An image may have this many pixels, all frames together; more would fill the memory of whoever decodes it. */
export const MAX_PIXELS = 50_000_000;
/** WebP ends here; nothing that people look at is longer. */
const MAX_SIDE = 16_384;
const MAX_FRAMES = 512;
/** Up to this size we make a placeholder's pixels faster than libvips, which takes long to set up a resize. */
const MAX_WHOLE_PIXELS = 100_000;

export type Sharp = typeof sharpModule;

/** The options of every input: fail on damage, count the pixels of all frames. */
export function inputOptions(animated: boolean) {
  return { failOn: 'warning', limitInputPixels: MAX_PIXELS, animated, sequentialRead: true } as const;
}

/** Decodes every pixel of a file. Throws ImageFailure where it is no whole image of an accepted format and size. */
export async function inspectImage(sharp: Sharp, file: Buffer): Promise<Inspection> {
  const format = sniffFormat(file);
  if (!format) throw new ImageFailure('not_an_image', 'This is not a JPEG, PNG, WebP, GIF or AVIF image.');
  const header = await readHeader(sharp, file, format);
  const { width, height, frames } = header;
  if (!reachesItsEnd(file, format)) throw undecodable();
  try {
    // One frame is decoded for its placeholder; an animation is decoded whole beside it.
    if (frames > 1) await sharp(file, inputOptions(true)).resize({ width: 8 }).raw().toBuffer();
    const thumbhash = await placeholderOf(await decodeFirstFrame(sharp, file, format, header));
    const sha256 = createHash('sha256').update(file).digest('hex');
    return { format, bytes: file.length, width, height, frames, sha256, thumbhash };
  } catch (error) {
    throw isOverLimit(error) ? tooManyPixels() : undecodable(error);
  }
}

/** Every pixel of an image, or of an animation's first frame; upright, and hardly larger than a placeholder needs. */
function decodeFirstFrame(sharp: Sharp, file: Buffer, format: ImageFormat, header: Header): Promise<RawPixels> {
  const isSmall = header.width * header.height <= MAX_WHOLE_PIXELS;
  const image = sharp(file, {
    ...inputOptions(false),
    // Rows that come one after the other save memory, of which a small image needs none.
    sequentialRead: !isSmall,
    // A profile costs more than the decoding, and changes a placeholder by less than anyone sees; CMYK needs one.
    ignoreIcc: !header.isCmyk,
  });
  if (header.isTurned) image.autoOrient();
  // libwebp makes an image smaller as it decodes it, and leaves out what only smooths the whole.
  if (format === 'webp' || !isSmall) {
    image.resize(PLACEHOLDER_SIDE, PLACEHOLDER_SIDE, { fit: 'inside', withoutEnlargement: true });
  }
  return image.raw().toBuffer({ resolveWithObject: true });
}

/** What a file says of itself; the size is the one after EXIF orientation. */
interface Header {
  width: number;
  height: number;
  frames: number;
  isTurned: boolean;
  isCmyk: boolean;
}

/** Reads the header alone, so that a bomb is refused before a pixel of it is decoded. */
async function readHeader(sharp: Sharp, file: Buffer, format: ImageFormat): Promise<Header> {
  const plain = plainSize(file, format);
  const header = plain ? { ...plain, frames: 1, isTurned: false, isCmyk: false } : await askSharp(sharp, file, format);
  const { width, height, frames } = header;
  if (Math.max(width, height) > MAX_SIDE || frames > MAX_FRAMES || width * height * frames > MAX_PIXELS) {
    throw tooManyPixels();
  }
  return header;
}

async function askSharp(sharp: Sharp, file: Buffer, format: ImageFormat): Promise<Header> {
  try {
    const metadata = await sharp(file, inputOptions(false)).metadata();
    const { width, height } = metadata.autoOrient ?? metadata;
    const frames = format === 'avif' ? 1 : (metadata.pages ?? 1);
    return { width, height, frames, isTurned: (metadata.orientation ?? 1) > 1, isCmyk: metadata.space === 'cmyk' };
  } catch (error) {
    throw isOverLimit(error) ? tooManyPixels() : undecodable(error);
  }
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
