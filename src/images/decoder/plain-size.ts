import type { ImageFormat } from '../image-format';

const VP8X_EXIF = 0x08;
const VP8X_ANIMATED = 0x02;

/**
 * The size that the header of a PNG or WebP states, where nothing else in the file has a say in it (no EXIF, which may
 * turn it, and no animation); null for everything else. A tenth of the cost of opening the file with libvips.
 */
export function plainSize(file: Buffer, format: ImageFormat): { width: number; height: number } | null {
  if (file.length < 34) return null;
  if (format === 'png') return plainPngSize(file);
  if (format === 'webp') return plainWebpSize(file);
  return null;
}

function plainPngSize(file: Buffer) {
  if (file.toString('latin1', 12, 16) !== 'IHDR' || file.includes('eXIf') || file.includes('acTL')) return null;
  return known(file.readUInt32BE(16), file.readUInt32BE(20));
}

function plainWebpSize(file: Buffer) {
  switch (file.toString('latin1', 12, 16)) {
    case 'VP8 ':
      if (file.readUIntBE(23, 3) !== 0x9d012a) return null;
      return known(file.readUInt16LE(26) & 0x3fff, file.readUInt16LE(28) & 0x3fff);
    case 'VP8L':
      if (file[20] !== 0x2f) return null;
      return known((file.readUInt32LE(21) & 0x3fff) + 1, ((file.readUInt32LE(21) >>> 14) & 0x3fff) + 1);
    case 'VP8X':
      if (file[20]! & (VP8X_EXIF | VP8X_ANIMATED)) return null;
      return known(file.readUIntLE(24, 3) + 1, file.readUIntLE(27, 3) + 1);
    default:
      return null;
  }
}

function known(width: number, height: number) {
  return width > 0 && height > 0 ? { width, height } : null;
}
