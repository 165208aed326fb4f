import type { Sharp as SharpImage } from 'sharp';

/** A placeholder keeps seven waves a side: more pixels than these say nothing more. */
const SIDE = 32;

/** Loaded once, and not before the first image: the module has no CommonJS form. */
let encoder: Promise<typeof import('thumbhash')> | null = null;

/** Base64 of the thumbhash of an image, of which every pixel is decoded on the way. */
export async function placeholderOf(image: SharpImage): Promise<string> {
  encoder ??= import('thumbhash');
  const { data, info } = await image
    .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { rgbaToThumbHash } = await encoder;
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}
