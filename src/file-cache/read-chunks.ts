import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BrokenFile, openRegular } from './regular-file';

const CHUNK_BYTES = 1 << 20;
const GZIP_MAGIC = [0x1f, 0x8b];
/** Text gets some ten times smaller by packing; what gets so much smaller holds nothing. Empty lines: 230 times and more. */
const MOST_PACKED = 100;
/** Until then it may be a small file. */
const MEASURED_FROM_BYTES = 64 << 20;

/** Whether a file that begins so is packed, whatever it is called. */
export function isGzip(start: Uint8Array): boolean {
  return GZIP_MAGIC.every((byte, index) => start[index] === byte);
}

/**
 * The bytes of a file, unpacked where they begin like gzip, chunk by chunk. `onBytes` hears how many bytes of the file
 * were read. Throws BrokenFile where it is no file, or packed to waste time.
 */
export async function* readChunks(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = await openRegular(path);
  let packedBytes = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    const stream = file.createReadStream({ start: 0, highWaterMark: CHUNK_BYTES, autoClose: false });
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      packedBytes += chunk.length;
      onBytes(chunk.length);
      yield chunk;
    }
  }
  try {
    const { buffer } = await file.read(Buffer.alloc(GZIP_MAGIC.length), 0, GZIP_MAGIC.length, 0);
    if (isGzip(buffer)) yield* unpacked(counted(), () => packedBytes);
    else yield* counted();
  } finally {
    await file.close();
  }
}

async function* unpacked(chunks: AsyncIterable<Buffer>, packedBytes: () => number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // Whatever fails destroys it, which ends the loop below with that failure.
  pipeline(chunks, gunzip, () => undefined);
  let bytes = 0;
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MEASURED_FROM_BYTES && bytes > MOST_PACKED * packedBytes())
      throw new BrokenFile('PACKED_TOO_TIGHTLY', 'the file repeats itself without end; its rest was left out');
    yield chunk;
  }
}
