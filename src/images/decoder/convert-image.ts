import type { ImageFormat } from '../image-format';
import { inputOptions, type Sharp } from './inspect-image';
import { plainWebpSize } from './plain-webp';

/** A conversion without a width keeps the size, up to this side. */
const MAX_CONVERTED_SIDE = 4096;
/** No WebP is longer. */
const LONGEST_SIDE = 16_383;

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
): Promise<{ data: Buffer; width: number; height: number }> {
  const plain = format === 'webp' ? plainWebpSize(file) : null;
  // Most pictures that wikis list are small ones as WebP: writing them anew would cost time and quality.
  if (plain && width !== null && plain.width <= width) return { data: file, ...plain };
  const box = width === null ? [MAX_CONVERTED_SIDE, MAX_CONVERTED_SIDE] : [width, LONGEST_SIDE];
  // What was odd about a stored file is known, and it was found whole.
  const image = sharp(file, inputOptions(ANIMATED.has(format), 'none'))
    .autoOrient()
    .resize(box[0], box[1], { fit: 'inside', withoutEnlargement: true });
  if (format === 'jpeg') image.flatten({ background: '#ffffff' });
  const { data, info } = await image.toFormat(format, WRITE_OPTIONS[format]).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.pageHeight ?? info.height };
}
