import { acceptedWeights } from '../../params/accepted-weights';
import type { ImageFormat, OutputFormat } from '../image-format';
import type { StoredImage } from '../index/image-record';
import type { VariantSpec, VariantWidth } from '../storage/variant-name';

export interface VariantWish {
  /** null: as large as the original. */
  width: VariantWidth | null;
  /** `auto`: the best that the client accepts; null: the original's. */
  format: OutputFormat | 'auto' | null;
  /** The request's Accept header. */
  accept?: string | undefined;
}

/** Which variant of an image answers a request; null for the original as it is. */
export function chooseVariant(image: StoredImage, wish: VariantWish): VariantSpec | null {
  const format = wish.format === 'auto' ? bestAccepted(image, wish) : (wish.format ?? image.format);
  return wish.width === null && format === image.format ? null : { width: wish.width, format };
}

function bestAccepted(image: StoredImage, { width, accept = '' }: VariantWish): ImageFormat {
  const weights = acceptedWeights(accept);
  // Wildcards promise nothing about new formats.
  const accepts = (format: ImageFormat) => (weights.get(`image/${format}`) ?? 0) > 0;
  const isModern = image.format === 'webp' || image.format === 'avif';
  if (width === null && isModern && accepts(image.format)) return image.format;
  // AVIF takes long to make: only for what is made small, and it would stop an animation.
  if (width !== null && image.frames === 1 && accepts('avif')) return 'avif';
  if (accepts('webp')) return 'webp';
  if (!isModern) return image.format;
  return 'png';
}
