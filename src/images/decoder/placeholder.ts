import type { OutputInfo } from 'sharp';
import { ImageFailure } from '../image-failure';

/** Pixels as sharp's `raw()` gives them: 8 bits, grey or RGB, alpha last where there is one. */
export interface RawPixels {
  data: Buffer;
  info: Pick<OutputInfo, 'width' | 'height' | 'channels'>;
}

/** A placeholder keeps seven waves a side: more pixels than these say nothing more. */
export const PLACEHOLDER_SIDE = 32;

/** Loaded once, and not before the first image: the module has no CommonJS form. */
let encoder: Promise<typeof import('thumbhash')> | null = null;

/** Base64 of the thumbhash of decoded pixels. */
export async function placeholderOf({ data, info }: RawPixels): Promise<string> {
  encoder ??= import('thumbhash');
  const { rgbaToThumbHash } = await encoder;
  const { width, height } = fittedSize(info);
  return Buffer.from(rgbaToThumbHash(width, height, shrink(data, info, width, height))).toString('base64');
}

function fittedSize({ width, height }: RawPixels['info']): { width: number; height: number } {
  const scale = Math.min(1, PLACEHOLDER_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * RGBA of a smaller size, each pixel the mean of the box that it covers, weighted by opacity. For a few thousand pixels
 * this costs a tenth of what libvips needs to set up a resize.
 */
function shrink(data: Buffer, from: RawPixels['info'], width: number, height: number): Uint8Array {
  const { channels } = from;
  if (data.length !== from.width * from.height * channels) {
    throw new ImageFailure('undecodable', 'The image is damaged or cut short.');
  }
  const green = channels < 3 ? 0 : 1;
  const blue = channels < 3 ? 0 : 2;
  const alpha = channels === 2 || channels === 4 ? channels - 1 : -1;
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0, to = 0; y < height; y++) {
    const top = Math.floor((y * from.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * from.height) / height));
    for (let x = 0; x < width; x++, to += 4) {
      const left = Math.floor((x * from.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * from.width) / width));
      let r = 0;
      let g = 0;
      let b = 0;
      let opacity = 0;
      for (let row = top; row < bottom; row++) {
        const end = (row * from.width + right) * channels;
        for (let at = (row * from.width + left) * channels; at < end; at += channels) {
          const weight = alpha < 0 ? 255 : data[at + alpha]!;
          r += data[at]! * weight;
          g += data[at + green]! * weight;
          b += data[at + blue]! * weight;
          opacity += weight;
        }
      }
      if (opacity === 0) continue;
      rgba[to] = Math.round(r / opacity);
      rgba[to + 1] = Math.round(g / opacity);
      rgba[to + 2] = Math.round(b / opacity);
      rgba[to + 3] = Math.round(opacity / ((bottom - top) * (right - left)));
    }
  }
  return rgba;
}
