import type { OutputInfo } from 'sharp';
import type { ImageFormat } from '../image-format';
import { inputOptions, type Sharp } from './inspect-image';

/** A conversion without a width keeps the size, up to this side. */
const MAX_CONVERTED_SIDE = 4096;

/** Only these hold more than one frame in what sharp writes. */
const ANIMATED: ReadonlySet<ImageFormat> = new Set(['gif', 'webp']);

/** How each format is written; raising VARIANT_VERSION (variant-name.ts) goes with every change here. */
const WRITE_OPTIONS: Record<ImageFormat, object> = {
  webp: { quality: 80, effort: 3 },
  avif: { quality: 55, effort: 2 },
  jpeg: { quality: 82, mozjpeg: true },
  png: { compressionLevel: 8 },
  gif: { effort: 4 },
};

/**
 * A smaller copy or another format: upright, in sRGB, without any metadata, never larger than the original.
 * `width` null keeps the size.
 */
export async function convertImage(
  sharp: Sharp,
  file: Buffer,
  width: number | null,
  format: ImageFormat,
): Promise<{ data: Buffer; info: OutputInfo }> {
  const box = width === null ? { width: MAX_CONVERTED_SIDE, height: MAX_CONVERTED_SIDE } : { width };
  const image = sharp(file, inputOptions(ANIMATED.has(format)))
    .autoOrient()
    .resize({ ...box, fit: 'inside', withoutEnlargement: true });
  if (format === 'jpeg') image.flatten({ background: '#ffffff' });
  return image.toFormat(format, WRITE_OPTIONS[format]).toBuffer({ resolveWithObject: true });
}
