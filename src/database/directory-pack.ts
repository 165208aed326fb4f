import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';

const pack = promisify(brotliCompress);
const unpack = promisify(brotliDecompress);

/** Goes into the hash of a part: parts that were packed in another way are not taken for the same. */
export const PACKING = 'brotli-0';
/** Fast rather than small, as it runs while the rows are being written: a quarter of the cost of gzip's fastest. */
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 0 }, chunkSize: 1 << 16 };
const HEAD_BYTES = 8;

/** A part of the directory as it is kept: packed length (u32 LE), length (u32 LE), packed bytes. */
export async function packPart(bytes: Buffer): Promise<Buffer> {
  const packed = await pack(bytes, QUALITY);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(packed.length, 0);
  head.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, packed]);
}

/** What the parts that lie one after another hold together, at an offset divisible by 8. Throws where they are damaged. */
export async function unpackParts(parts: Buffer): Promise<Buffer> {
  const places: { from: number; to: number; at: number }[] = [];
  let length = 0;
  for (let start = 0; start < parts.length;) {
    const from = start + HEAD_BYTES;
    const to = from + parts.readUInt32LE(start);
    places.push({ from, to, at: length });
    length += parts.readUInt32LE(start + 4);
    start = to;
  }
  const whole = Buffer.from(new ArrayBuffer(length));
  for (const { from, to, at } of places) (await unpack(parts.subarray(from, to))).copy(whole, at);
  return whole;
}
