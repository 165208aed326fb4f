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

/**
 * True where a file reaches its format's end mark. Decoders take a PNG or GIF that was cut behind its last full row or
 * frame without a word, and now and then a JPEG; those of the other formats notice by themselves.
 */
export function reachesItsEnd(file: Buffer, format: ImageFormat): boolean {
  if (format === 'png') return pngReachesEnd(file);
  if (format === 'gif') return gifReachesEnd(file);
  if (format === 'jpeg') return jpegReachesEnd(file);
  return true;
}

/** Goes from marker to marker (ITU T.81, annex B); within a scan, FF is followed by 00 or a restart marker. */
function jpegReachesEnd(file: Buffer): boolean {
  for (let at = file.indexOf(0xff, 2); at >= 0 && at + 1 < file.length;) {
    const marker = file[at + 1] ?? 0;
    if (marker === 0xd9) return true;
    const isBare = marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    // A marker may be preceded by any number of FF.
    if (marker === 0xff) at += 1;
    else if (isBare || at + 4 > file.length) at = file.indexOf(0xff, at + 2);
    else at = file.indexOf(0xff, at + 2 + file.readUInt16BE(at + 2));
  }
  return false;
}

function pngReachesEnd(file: Buffer): boolean {
  for (let at = 8; at + 12 <= file.length;) {
    const next = at + 12 + file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IEND') return next <= file.length;
    at = next;
  }
  return false;
}

function gifReachesEnd(file: Buffer): boolean {
  const colours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const byte = (at: number) => file[at] ?? 0;
  let at = 13 + colours(byte(10));
  while (at < file.length) {
    const block = file[at];
    if (block === 0x3b) return true;
    if (block === 0x2c) at += 10 + colours(byte(at + 9)) + 1;
    else if (block === 0x21) at += 2;
    else return false;
    while (byte(at) !== 0) at += byte(at) + 1;
    at += 1;
  }
  return false;
}
