import { inflateRawSync } from 'node:zlib';
import type { ImageFormat } from '../image-format';

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
  for (const { type, data } of pngChunks(file)) if (type === 'IEND') return data !== null;
  return false;
}

/** The chunks of a PNG; the data of one that is cut are null. */
function* pngChunks(file: Buffer): Generator<{ type: string; data: Buffer | null }> {
  for (let at = 8; at + 12 <= file.length;) {
    const next = at + 12 + file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    yield { type, data: next <= file.length ? file.subarray(at + 8, next - 4) : null };
    at = next;
  }
}

/** A frame that ends as it should may be the last thing in the file: the trailer is often missing or behind zeros. */
function gifReachesEnd(file: Buffer): boolean {
  const colours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const byte = (at: number) => file[at] ?? 0;
  let at = 13 + colours(byte(10));
  let frames = 0;
  while (at < file.length) {
    const block = file[at];
    if (block === 0x2c) {
      at += 10 + colours(byte(at + 9)) + 1;
      frames += 1;
    } else if (block === 0x21) at += 2;
    // Anything else ends a GIF for every browser, be it the trailer or not.
    else return frames > 0;
    while (byte(at) !== 0) at += byte(at) + 1;
    at += 1;
  }
  return frames > 0 && at === file.length;
}

const PNG_CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Start and step of the seven passes of an interlaced PNG: x, y, dx, dy. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** True where a PNG holds the data of every row, whatever the checksum behind them says: browsers do not look at it. */
export function hasEveryRow(file: Buffer): boolean {
  const data = [...pngChunks(file)].flatMap((chunk) => (chunk.type === 'IDAT' && chunk.data ? [chunk.data] : []));
  const expected = pngDataBytes(file);
  try {
    const deflated = Buffer.concat(data).subarray(2);
    return inflateRawSync(deflated, { maxOutputLength: expected + 1024 }).length >= expected;
  } catch {
    return false;
  }
}

/** Bytes of all rows before compression, each with its filter's number. */
function pngDataBytes(file: Buffer): number {
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const bits = (file[24] ?? 8) * (PNG_CHANNELS[file[25] ?? 0] ?? 4);
  const passes = file[28] === 1 ? ADAM7 : ([[0, 0, 1, 1]] as const);
  let bytes = 0;
  for (const [x, y, dx, dy] of passes) {
    const columns = Math.ceil((width - x) / dx);
    const rows = Math.ceil((height - y) / dy);
    if (columns > 0 && rows > 0) bytes += rows * (1 + Math.ceil((columns * bits) / 8));
  }
  return bytes;
}
