import { createHash } from 'node:crypto';
import type sharpModule from 'sharp';
import { ImageFailure } from '../image-failure';
import { sniffFormat, type ImageFormat } from '../image-format';
import type { Inspection } from './decoder-messages';
import { hasEveryRow, reachesItsEnd } from './file-end';
import { placeholderOf } from './placeholder';

/** A picture may have this many pixels; more would fill the memory of whoever decodes it. */
const MAX_PIXELS = 50_000_000;
/** All frames of an animation together: they are decoded one after the other, so only time sets the limit. */
const MAX_ANIMATION_PIXELS = 150_000_000;
const MAX_FRAMES = 512;
/** As long as a JPEG can be. */
const MAX_SIDE = 65_535;
/** What libjpeg warns of although every pixel is there; it is as strict as that about nothing that browsers mind. */
const HARMLESS =
  /extraneous bytes before marker|Invalid SOS parameters|unknown JFIF|bad ICC marker|Adobe color transform/i;

export type Sharp = typeof sharpModule;
type FailOn = 'warning' | 'error' | 'none';

/** The options of every input; `animated` takes all frames, and counts their pixels. */
export function inputOptions(animated: boolean, failOn: FailOn) {
  const limitInputPixels = animated ? MAX_ANIMATION_PIXELS : MAX_PIXELS;
  return { failOn, limitInputPixels, animated, sequentialRead: true } as const;
}

/** Decodes every pixel of a file. Throws ImageFailure where it is no whole image of an accepted format and size. */
export async function inspectImage(sharp: Sharp, file: Buffer): Promise<Inspection> {
  const format = sniffFormat(file);
  if (!format) throw new ImageFailure('not_an_image', 'This is not a JPEG, PNG, WebP, GIF or AVIF image.');
  const header = await readHeader(sharp, file, format);
  if (!reachesItsEnd(file, format)) throw undecodable();
  try {
    const thumbhash = await decodeWhole(sharp, file, format, header);
    const sha256 = createHash('sha256').update(file).digest('hex');
    const { width, height, frames } = header;
    return { format, bytes: file.length, width, height, frames, sha256, thumbhash };
  } catch (error) {
    throw isOverLimit(error) ? tooManyPixels() : undecodable(error);
  }
}

/** The placeholder of an image, for which every pixel is decoded; any damage is an error. */
async function decodeWhole(sharp: Sharp, file: Buffer, format: ImageFormat, header: Header): Promise<string> {
  const decode = async (failOn: FailOn) => {
    // One frame is decoded for its placeholder; an animation is decoded whole beside it.
    if (header.frames > 1) await sharp(file, inputOptions(true, failOn)).resize({ width: 8 }).raw().toBuffer();
    // A profile costs more than the decoding, and changes a placeholder by less than anyone sees; CMYK needs one.
    return placeholderOf(sharp(file, { ...inputOptions(false, failOn), ignoreIcc: !header.isCmyk }).autoOrient());
  };
  try {
    return await decode('warning');
  } catch (error) {
    if (format === 'jpeg' && HARMLESS.test(String(error))) return decode('error');
    if (format === 'png' && hasEveryRow(file)) return decode('none');
    throw error;
  }
}

/** What a file says of itself; the size is the one after EXIF orientation. */
interface Header {
  width: number;
  height: number;
  frames: number;
  isCmyk: boolean;
}

/** Reads the header alone, so that a bomb is refused before a pixel of it is decoded. */
async function readHeader(sharp: Sharp, file: Buffer, format: ImageFormat): Promise<Header> {
  const header = await askSharp(sharp, file, format);
  const { width, height, frames } = header;
  const pixels = width * height;
  if (Math.max(width, height) > MAX_SIDE || frames > MAX_FRAMES) throw tooManyPixels();
  if (pixels > MAX_PIXELS || pixels * frames > MAX_ANIMATION_PIXELS) throw tooManyPixels();
  return header;
}

async function askSharp(sharp: Sharp, file: Buffer, format: ImageFormat): Promise<Header> {
  try {
    const metadata = await sharp(file, inputOptions(false, 'none')).metadata();
    const { width, height } = metadata.autoOrient ?? metadata;
    const frames = format === 'avif' ? 1 : (metadata.pages ?? 1);
    return { width, height, frames, isCmyk: metadata.space === 'cmyk' };
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
