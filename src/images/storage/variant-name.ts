import { createHash } from 'node:crypto';
import { IMAGE_FORMATS, type ImageFormat } from '../image-format';

/** The widths that are made; others are refused, so that nobody fills the disk with 1,000 of them. */
export const VARIANT_WIDTHS = [64, 128, 200, 400, 800] as const;
export type VariantWidth = (typeof VARIANT_WIDTHS)[number];

/** Is it the name of an original in the storage? */
export function isOriginalName(name: string): boolean {
  return /^[0-9a-f]{32}\.img$/.test(name);
}

/** Is it the name of a variant in the storage? */
export function isVariantName(name: string): boolean {
  return /^[0-9a-f]{2}\/[0-9a-f]{64}\.(jpg|png|webp|gif|avif)$/.test(name);
}

/** Raised when conversions come out otherwise than before. */
const VARIANT_VERSION = 2;

export interface VariantSpec {
  width: VariantWidth | null;
  format: ImageFormat;
}

/** The name of a variant in the storage; another content of the original has other variants. */
export function variantName(sha256: string, { width, format }: VariantSpec): string {
  const hash = createHash('sha256');
  for (const field of [sha256, String(width ?? 'full'), format, String(VARIANT_VERSION)]) {
    hash.update(`${field.length}:${field}`);
  }
  const key = hash.digest('hex');
  return `${key.slice(0, 2)}/${key}.${format === 'jpeg' ? 'jpg' : format}`;
}

/** The names that the variants of an original have, where they were made. */
export function variantNamesOf(sha256: string): string[] {
  return [null, ...VARIANT_WIDTHS].flatMap((width) =>
    IMAGE_FORMATS.map((format) => variantName(sha256, { width, format })),
  );
}
