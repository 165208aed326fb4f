/**
 * The size of a WebP that holds one still picture and nothing else: no metadata, no profile, no rotation, nothing behind
 * its end. Null for every other file. Layout: https://developers.google.com/speed/webp/docs/riff_container
 */
export function plainWebpSize(file: Buffer): { width: number; height: number } | null {
  if (file.length < 30 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WEBP')
    return null;
  const isWhole = file.readUInt32LE(4) + 8 === file.length;
  const chunkBytes = file.readUInt32LE(16);
  // Chunks have an even length; the picture is the only one.
  if (!isWhole || 20 + chunkBytes + (chunkBytes % 2) !== file.length) return null;
  const kind = file.toString('latin1', 12, 16);
  if (kind === 'VP8 ') return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
  if (kind !== 'VP8L') return null;
  const bits = file.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
