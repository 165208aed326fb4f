import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const CHUNK_BYTES = 1 << 20;
const GZIP_MAGIC = [0x1f, 0x8b];

/** Whether a file that begins so is packed, whatever it is called. */
export function isGzip(start: Uint8Array): boolean {
  return GZIP_MAGIC.every((byte, index) => start[index] === byte);
}

/**
 * The bytes of a file, unpacked where they begin like gzip, chunk by chunk. `onBytes` hears how many bytes of the file
 * were read.
 */
export async function* readChunks(path: string, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const iterator = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await iterator.next();
  if (first.done) return;
  const packed = isGzip(first.value);
  async function* counted() {
    for (let next = first; !next.done; next = await iterator.next()) {
      onBytes(next.value.length);
      yield next.value;
    }
  }
  try {
    if (!packed) {
      yield* counted();
      return;
    }
    const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
    const feeding = feed(counted(), gunzip);
    yield* gunzip as AsyncIterable<Buffer>;
    await feeding;
  } finally {
    file.destroy();
  }
}

async function feed(chunks: AsyncIterable<Buffer>, sink: NodeJS.WritableStream & { destroy(error: Error): void }) {
  try {
    for await (const chunk of chunks) {
      if (!sink.write(chunk)) await new Promise((resolve) => sink.once('drain', resolve).once('close', resolve));
    }
    sink.end();
  } catch (error) {
    sink.destroy(error as Error);
  }
}
