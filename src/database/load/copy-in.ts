import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { cut } from '../connection-pool';
import { LoadFailed } from './load-source';

/** Nothing moved for this long: the connection is cut, for it may never say anything again. */
const STALL_MS = 20_000;

/**
 * Streams chunks into `COPY … FROM STDIN`; gives the number of rows the server took. The next chunk is asked for when the
 * driver needs no more of the last one: it calls back when the socket is drained, or at once after a chunk below the
 * socket's high-water mark (64 kB at most), whose bytes may still wait there and must not be used again.
 */
export async function copyIn(client: PoolClient, sql: string, chunks: AsyncIterable<Buffer>): Promise<number> {
  const stalled = new AbortController();
  const timer = setTimeout(() => {
    cut(client);
    stalled.abort();
  }, STALL_MS);
  async function* watched() {
    for await (const chunk of chunks) {
      timer.refresh();
      yield chunk;
    }
    timer.refresh();
  }
  const copy = client.query(copyFrom(sql, { highWaterMark: 1 }));
  try {
    await pipeline(watched(), copy, { signal: stalled.signal });
    return copy.rowCount;
  } catch (error) {
    if (!stalled.signal.aborted) throw error;
    throw new LoadFailed('STALLED', 'Postgres took no more data for 20 seconds', { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
