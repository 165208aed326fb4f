import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { cut } from '../connection-pool';
import { LoadFailed } from './load-source';

/** Nothing moved for this long: the connection is cut, for it may never say anything again. */
const STALL_MS = 20_000;

/** `PGCOPY\n\377\r\n\0`, flags, no extension. */
export const COPY_HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
/** Field count -1: the end of a binary COPY stream. */
export const COPY_TRAILER = Buffer.from([0xff, 0xff]);

/** Streams buffers into `COPY … FROM STDIN` with back-pressure; gives the number of rows the server took. */
export async function copyIn(client: PoolClient, sql: string, chunks: AsyncIterable<Buffer>): Promise<number> {
  const copy = client.query(copyFrom(sql));
  await unlessStalled(client, (moved) => pipeline(Readable.from(watched(chunks, moved)), copy));
  return copy.rowCount;
}

async function* watched(chunks: AsyncIterable<Buffer>, moved: () => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    moved();
    yield chunk;
  }
  moved();
}

async function unlessStalled(client: PoolClient, work: (moved: () => void) => Promise<void>): Promise<void> {
  let stalled = false;
  let reject: (error: Error) => void = () => undefined;
  const stall = new Promise<never>((_, refuse) => (reject = refuse));
  const timer = setTimeout(() => {
    stalled = true;
    cut(client);
    reject(new LoadFailed('STALLED', 'Postgres took no more data for 20 seconds'));
  }, STALL_MS);
  try {
    await Promise.race([work(() => timer.refresh()), stall]);
  } catch (error) {
    if (stalled && !(error instanceof LoadFailed)) {
      throw new LoadFailed('STALLED', 'Postgres took no more data for 20 seconds', { cause: error });
    }
    throw error;
  } finally {
    clearTimeout(timer);
    stall.catch(() => undefined);
  }
}
