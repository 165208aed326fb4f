/** The formats that are stored and served; nothing else is an image here, SVG least of all. */
export const IMAGE_FORMATS = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** Formats that a caller may ask for. */
export const OUTPUT_FORMATS = ['webp', 'avif', 'jpeg', 'png'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** As many bytes as sniffFormat looks at. */
export const SNIFF_BYTES = 32;

export function mimeType(format: ImageFormat): string {
  return `image/${format}`;
}

/** The format by the first bytes of a file, whatever its name or Content-Type say; null for everything else. */
export function sniffFormat(head: Buffer): ImageFormat | null {
  const text = head.toString('latin1', 0, SNIFF_BYTES);
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif';
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'webp';
  if (text.startsWith('ftyp', 4)) return sniffHeif(text);
  return null;
}

/** AVIF names itself as major brand, or among the compatible ones of a general HEIF file. */
function sniffHeif(text: string): ImageFormat | null {
  const brands: string[] = text.slice(8).match(/.{4}/gs) ?? [];
  const major = brands[0] ?? '';
  if (major === 'avif' || major === 'avis') return 'avif';
  const isGeneral = major === 'mif1' || major === 'msf1';
  return isGeneral && brands.includes('avif') && !brands.some((brand) => /^he(ic|ix|vc)/.test(brand)) ? 'avif' : null;
}
